import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';
import { type EvidenceLine, type EvidenceOptions, linesOf } from '../evidence.ts';
import { type CanaryCounts, askCanaries } from './ask-canaries.ts';
import {
  type Ask,
  type CanaryCaller,
  asking,
  callersOf,
  makeCredentials,
} from './canary-callers.ts';
import { type CanaryNation, TEN_STATES, plantCanaries } from './canary-nation.ts';
import { type ConsoleDefect, withConsoleDefect } from './console-defects.ts';
import { readStreams } from './event-canaries.ts';
import { consolePages, readPages } from './page-canaries.ts';
import { withoutPolicy } from './policy-switch.ts';

/** A running hub of these states with canaries in it, and somebody of every role to ask. */
interface Planted {
  readonly site: TestSite;
  readonly hub: TestHub;
  readonly nation: CanaryNation;
  readonly callers: readonly CanaryCaller[];
  readonly headers: ReadonlyMap<string, string>;
  readonly ask: Ask;
}

export interface CanaryOptions extends EvidenceOptions {
  /** Ten unless it says others. */
  readonly states?: readonly string[];
  /** Addresses below /app; every page unless it says which. */
  readonly pages?: readonly string[];
  readonly defect: ConsoleDefect | undefined;
}

/** Whether what two states say to each other, or a state keeps for itself, is shown to anybody else. */
export async function showCanaries(options: CanaryOptions): Promise<EvidenceLine[]> {
  const states = options.states ?? TEN_STATES;
  const claim = { line: `canaries of every pair of ${states.length} states`, bar: '0 leaks' };
  return linesOf(claim, () =>
    withPlanted(states, (planted) =>
      withConsoleDefect(options.defect, planted.site, () => linesOfNation(options, planted)),
    ),
  );
}

async function linesOfNation(options: CanaryOptions, planted: Planted): Promise<EvidenceLine[]> {
  const { nation, callers } = planted;
  const pairs = nation.states.length * (nation.states.length - 1);
  const who = `${nation.canaries.count} canaries over ${pairs} pairs of states, ${callers.length} callers`;
  options.progress(who);
  const lines = [await askedLine(options, planted, true)];
  // Under a defect one look is enough.
  if (options.defect !== undefined) return lines;
  lines.push(await withoutPolicy(() => askedLine(options, planted, false)));
  lines.push(await streamLine(planted, 'as served'));
  lines.push(await withoutPolicy(() => streamLine(planted, 'without the policy table')));
  return lines;
}

/** The same of what Chromium shows: a part of its own, as the answers of ten states take most of an hour. */
export async function showCanaryPages(options: CanaryOptions): Promise<EvidenceLine[]> {
  const states = options.states ?? TEN_STATES;
  const claim = { line: `pages with canaries of ${states.length} states`, bar: '0 leaks' };
  return linesOf(claim, () =>
    withPlanted(states, async (planted) => [await pagesLine(options, planted)]),
  );
}

async function pagesLine(options: CanaryOptions, planted: Planted): Promise<EvidenceLine> {
  const { hub, nation, headers } = planted;
  const [first = '', second = ''] = nation.states;
  const readers = [first, second].map((member) => ({ member, role: 'compact-office' }));
  readers.push({ member: first, role: 'state-administrator' });
  const { leaks, pages, own } = await readPages(nation, {
    url: hub.url,
    headers,
    callers: readers,
    pages: options.pages ?? consolePages(),
    progress: options.progress,
  });
  return {
    line: `pages of the console in Chromium, by offices of ${first} and ${second}, with canaries of others`,
    bar: '0',
    figure: `${told(leaks)} in ${pages} pages; ${own} of their own`,
    cases: pages,
    holds: leaks.length === 0 && own > 0,
  };
}

async function askedLine(
  { full, progress, signal }: CanaryOptions,
  { nation, callers, ask }: Planted,
  guarded: boolean,
): Promise<EvidenceLine> {
  const how = { everything: full, writes: guarded, progress, signal };
  const counts = await askCanaries(ask, nation, callers, how);
  const pairs = nation.states.length * (nation.states.length - 1);
  const surfaces = `${pairs} pairs × ${counts.reading} reading${guarded ? ` and ${counts.writing} writing` : ''} routes`;
  const line = guarded
    ? 'answers to every role of every state that hold a canary of others: lists, searches, exports, counts, records, errors'
    : 'the same with the policy table switched off: row-level security alone';
  return {
    line: `${line}; ${surfaces}`,
    bar: '0',
    figure: figureOf(counts),
    cases: counts.answers,
    holds:
      counts.leaks.length === 0 && counts.silent.length === 0 && counts.own > counts.answers / 100,
  };
}

function figureOf({ leaks, answers, own, silent }: CanaryCounts): string {
  const gaps = silent.length > 0 ? `; answered nobody: ${silent.join(', ')}` : '';
  return `${told(leaks)} in ${answers} answers; ${own} canaries shown to those whom they concern${gaps}`;
}

/** How many, and what the first were. */
function told(leaks: readonly string[]): string {
  if (leaks.length === 0) return '0';
  return `${leaks.length} (${leaks.slice(0, 3).join('; ')})`;
}

async function streamLine(
  { hub, headers, nation, callers }: Planted,
  how: string,
): Promise<EvidenceLine> {
  const { leaks, streams, events, short } = await readStreams(hub.url, headers, nation, callers);
  const gaps = short.length > 0 ? `; not told of all that is theirs: ${short.join(', ')}` : '';
  return {
    line: `event streams with a canary of others, ${how}`,
    bar: '0',
    figure: `${told(leaks)} in ${streams} streams of ${events} events${gaps}`,
    cases: streams,
    holds: leaks.length === 0 && short.length === 0 && streams > 0,
  };
}

async function withPlanted<T>(
  states: readonly string[],
  work: (planted: Planted) => Promise<T>,
): Promise<T> {
  // States that pull: what is sent to them stays until they come for it, and nothing else goes on.
  const site = await openTestSite({
    states: Object.fromEntries(states.map((state) => [state, { mode: 'pull' } as const])),
  });
  try {
    const hub = await site.start();
    const callers = callersOf(states);
    const headers = await makeCredentials(site, callers);
    const ask = asking(hub.url, headers);
    const nation = await plantCanaries(site, hub, ask, states);
    return await work({ site, hub, nation, callers, headers, ask });
  } finally {
    await site.close();
  }
}
