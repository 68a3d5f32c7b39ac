import { cpus } from 'node:os';
import type { BenchPlan } from './bench-plan.ts';
import type { AcceptanceFigures } from './measure-acceptance.ts';
import type { EndToEndPair } from './measure-end-to-end.ts';
import type { MappingRun } from './measure-mapping.ts';
import type { SequencerRun } from './measure-sequencer.ts';
import type { SoakFigures } from './measure-soak.ts';
import { spreadOf } from './spread.ts';

/** Everything that was measured; what was not asked for is absent. */
export interface BenchFigures {
  readonly acceptance?: AcceptanceFigures;
  readonly endToEnd?: readonly EndToEndPair[];
  readonly sequencer?: readonly SequencerRun[];
  readonly soak?: SoakFigures;
  readonly mapping?: readonly MappingRun[];
}

/** One line of the table. */
export interface BenchLine {
  readonly name: string;
  /** What the figure must reach, or must not exceed; some are only told. */
  readonly bar?: { readonly atLeast: number } | { readonly atMost: number };
  readonly figure: number;
  readonly lowest: number;
  readonly highest: number;
  readonly holds: boolean;
}

export interface BenchReport {
  readonly holds: boolean;
  readonly lines: readonly BenchLine[];
  readonly rounds: number;
  readonly activities: number;
  readonly processors: string;
  readonly dialects: Readonly<Record<string, string>>;
  readonly commit: string;
  readonly figures: BenchFigures;
}

export interface BenchFacts {
  readonly plan: BenchPlan;
  readonly dialects: ReadonlyMap<string, string>;
  readonly commit: string;
}

/** Below this share of a bare server the relay was held back by something that is not its own. */
const VALID_SHARE = 0.12;

export function reportOf(
  figures: BenchFigures,
  { plan, dialects, commit }: BenchFacts,
): BenchReport {
  const lines = [
    ...acceptanceLines(figures.acceptance),
    ...endToEndLines(figures.endToEnd),
    ...sequencerLines(figures.sequencer),
    ...soakLines(figures.soak),
    ...mappingLines(figures.mapping),
  ];
  const [{ model } = { model: 'unknown' }] = cpus();
  return {
    holds: lines.every(({ holds }) => holds),
    lines,
    rounds: plan.rounds,
    activities: plan.endToEndActivities,
    processors: `${cpus().length} x ${model.trim()}, Node.js ${process.version}`,
    dialects: Object.fromEntries(dialects),
    commit,
    figures,
  };
}

function acceptanceLines(acceptance: AcceptanceFigures | undefined): BenchLine[] {
  if (acceptance === undefined) return [];
  const { pairs, bare } = acceptance;
  const at = (connections: number) => pairs.filter((pair) => pair.connections === connections);
  const bareRate = spreadOf(bare.map(({ perSecond }) => perSecond)).median;
  const shares = at(64).map(({ relay }) => relay.perSecond / bareRate);
  return [
    ...[16, 64].flatMap((connections) => [
      line(
        `accept_ratio(${connections})`,
        at(connections).map(({ ratio }) => ratio),
        { atLeast: 1 },
      ),
      line(
        `  hub, receipts/s`,
        at(connections).map(({ hub }) => hub.perSecond),
      ),
      line(
        `  relay, receipts/s`,
        at(connections).map(({ relay }) => relay.perSecond),
      ),
      line(
        `  hub, p99 ms`,
        at(connections).map(({ hub }) => hub.p99Ms),
      ),
    ]),
    line('relay(64) by bare express', shares, { atLeast: VALID_SHARE }),
    line(
      '  bare express, answers/s',
      bare.map(({ perSecond }) => perSecond),
    ),
  ];
}

function endToEndLines(pairs: readonly EndToEndPair[] | undefined): BenchLine[] {
  if (pairs === undefined) return [];
  const of = (side: 'hub' | 'relay', figure: 'perSecond' | 'processMs' | 'postgresMs') =>
    pairs.map((pair) => pair[side][figure]);
  const wrong = pairs.map(({ hub }) => {
    const { deliveries, repeated, outOfOrder } = hub.sink;
    return Math.abs(hub.activities - deliveries) + repeated + outOfOrder;
  });
  return [
    line(
      'end_to_end_ratio',
      pairs.map(({ ratio }) => ratio),
      { atLeast: 0.7 },
    ),
    line('  hub, activities/s', of('hub', 'perSecond')),
    line('  relay, activities/s', of('relay', 'perSecond')),
    line('  lost, twice or out of order', wrong, { atMost: 0 }),
    line('  hub, CPU ms an activity', of('hub', 'processMs')),
    line('  hub, PostgreSQL ms', of('hub', 'postgresMs')),
    line('  relay, CPU ms an activity', of('relay', 'processMs')),
    line('  relay, PostgreSQL ms', of('relay', 'postgresMs')),
  ];
}

function sequencerLines(runs: readonly SequencerRun[] | undefined): BenchLine[] {
  if (runs === undefined) return [];
  return [
    line(
      'sequencer_ratio',
      runs.map(({ ratio }) => ratio),
      { atLeast: 1.5 },
    ),
    line(
      '  leaves sequenced/s',
      runs.map(({ sequencedPerSecond }) => sequencedPerSecond),
    ),
    line(
      '  leaves produced/s',
      runs.map(({ producedPerSecond }) => producedPerSecond),
    ),
  ];
}

function soakLines(soak: SoakFigures | undefined): BenchLine[] {
  if (soak === undefined) return [];
  return [
    line('memory at the end by early memory', [soak.ratio], { atMost: 1.1 }),
    line('  resident MB at the end', [soak.late.rss / 1e6]),
    line('  minutes', [soak.seconds / 60]),
    line('  activities', [soak.activities]),
  ];
}

/** So many validations of the same message, at most; xml2js alone takes 38 to read it. */
const MAPPING_BARS = {
  mapping: { xml: 3, other: 3 },
  rendering: { xml: 25, other: 5 },
  parsing: { xml: 60, other: 5 },
} as const;

const MAPPING_WORDS = {
  mapping: 'mapping alone',
  rendering: 'with rendering',
  parsing: 'with parsing',
} as const;

function mappingLines(runs: readonly MappingRun[] | undefined): BenchLine[] {
  if (runs === undefined) return [];
  const dialects = [...new Set(runs.map(({ dialect }) => dialect))];
  return dialects.flatMap((dialect) => {
    const own = runs.filter((run) => run.dialect === dialect);
    const kind = own[0]?.format === 'xml' ? 'xml' : 'other';
    return (['mapping', 'rendering', 'parsing'] as const).map((part) =>
      medianLine(
        `${dialect}: ${MAPPING_WORDS[part]} by validation`,
        own.map((run) => run[part]),
        MAPPING_BARS[part][kind],
      ),
    );
  });
}

/** The median of the rounds counts, not the highest. */
function medianLine(name: string, values: readonly number[], atMost: number): BenchLine {
  const { median, lowest, highest } = spreadOf(values);
  return { name, bar: { atMost }, figure: median, lowest, highest, holds: median <= atMost };
}

function line(name: string, values: readonly number[], bar?: BenchLine['bar']): BenchLine {
  const { median, lowest, highest } = spreadOf(values);
  const facts = { name, figure: median, lowest, highest };
  if (bar === undefined) return { ...facts, holds: true };
  return {
    ...facts,
    bar,
    holds: 'atLeast' in bar ? median >= bar.atLeast : highest <= bar.atMost,
  };
}

/** The table as text, a line each. */
export function tableOf(report: BenchReport): string[] {
  const rows = report.lines.map((row) => [
    row.name,
    row.bar === undefined
      ? ''
      : 'atLeast' in row.bar
        ? `>= ${row.bar.atLeast}`
        : `<= ${row.bar.atMost}`,
    digits(row.figure),
    row.lowest === row.highest ? '' : `${digits(row.lowest)} to ${digits(row.highest)}`,
    row.bar === undefined ? '' : row.holds ? 'holds' : 'falls short',
  ]);
  const table = [['line', 'bar', 'figure', 'spread', ''], ...rows];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...table.map((cells) => cells[column]?.length ?? 0)),
  );
  const speak = Object.entries(report.dialects).map(([member, dialect]) => `${member} ${dialect}`);
  return [
    ...table.map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    ),
    '',
    `${report.processors}; medians of ${report.rounds} rounds; ${speak.join(', ')}; commit ${report.commit}`,
  ];
}

/** As many digits as say something. */
function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(2);
}
