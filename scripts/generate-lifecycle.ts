import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findActivity } from '../hub/compact/activity-catalogue.ts';
import type { Fact } from '../hub/compact/activity-facts.ts';
import { REGION_NAMES, REGIONS, type Region } from '../hub/compact/case-state.ts';
import { type Guard, LIFECYCLE, type LifecycleRow, OPEN } from '../hub/compact/lifecycle-rows.ts';
import { type CaseStep, caseGraph } from './case-graph.ts';
import { formatted } from './formatted.ts';
import type { Generator } from './generator.ts';
import { type MarkedSection, withSection } from './marked-section.ts';

const PAGE = 'docs/compact-rules.md';

/** What an activity says, as the table of the page words it. */
const FACT_WORDS: Readonly<Record<Fact, string>> = {
  granted: 'granted',
  denied: 'denied',
  accepted: 'accepted',
  rejected: 'rejected',
  outbound: 'out',
  return: 'back',
  subsequent: 'on to a third state',
  valid: 'valid',
  invalid: 'invalid',
  'ends-with-absence': 'retaken, returned, absconded or dead',
  'ends-otherwise': 'any other reason',
  retakes: 'retakes by warrant',
  'orders-return': 'orders the return',
  'drops-retaking': 'ends a retaking',
  'leaves-retaking': 'says nothing of a retaking',
  'withdraws-instructions-request': 'request for reporting instructions',
  'withdraws-instructions-reply': 'granted instructions',
  'withdraws-transfer-request': 'transfer request',
  'withdraws-transfer-reply': 'acceptance',
  'withdraws-violation-report': 'violation report',
  'withdraws-violation-report-addendum': 'addendum to a violation report',
  'withdraws-violation-response': 'response to a violation report',
  'withdraws-violation-response-addendum': 'addendum to a response',
  'withdraws-retaking-notice': 'notice of discretionary retaking',
  'withdraws-return-request': 'request for return instructions',
  'withdraws-return-reply': 'reply with return instructions',
  'withdraws-closure-notice': 'closure notice',
  'withdraws-closure-reply': 'invalid reply to a closure notice',
  'withdraws-letter': 'action request or its reply',
  'withdraws-what-stands': 'anything else',
  'changes-term': 'length of supervision, tolling',
  'changes-life': 'residence, telephone, employment and the like',
  'changes-both': 'both sorts',
};

/** The table and the pictures of the lifecycle, between their marks on the page of the rules. */
export const generateLifecycle: Generator = {
  name: 'lifecycle',
  async generate(root) {
    const page = readFileSync(join(root, PAGE), 'utf8');
    const withTable = withSection(page, section('lifecycle table'), rowTable());
    const drawn = pictures(caseGraph().steps);
    const text = withSection(withTable, section('lifecycle pictures'), drawn);
    return [{ path: PAGE, text: await formatted(PAGE, text) }];
  },
};

const section = (mark: string): MarkedSection => ({
  page: PAGE,
  mark,
  source: 'hub/compact/lifecycle-rows.ts',
});

function rowTable(): string {
  const head =
    '| row | activity | by | may follow when | makes | rule |\n| --- | --- | --- | --- | --- | --- |';
  return [head, ...LIFECYCLE.map(tableLine)].join('\n');
}

function tableLine({ row, type, when, by, anyOf, effect, rule }: LifecycleRow): string {
  const title = findActivity(type)?.title ?? type;
  const activity = when === undefined ? title : `${title}: ${FACT_WORDS[when]}`;
  const ways = anyOf.length === 0 ? 'never' : anyOf.map(guardText).join(' **or** ');
  const made = Object.entries(effect).map(([region, value]) => `${region} ${value}`);
  return `| ${[row, activity, by, ways || 'always', made.join(', ') || '—', rule ?? ''].join(' | ')} |`;
}

function guardText(guard: Guard): string {
  return Object.entries(guard)
    .map(([region, values]) =>
      values === OPEN ? 'open' : `${region} ${valuesText(region, values)}`,
    )
    .join('; ');
}

/** The values, or those that are left out where they are fewer. */
function valuesText(region: string, values: readonly string[]): string {
  const all: readonly string[] = isRegion(region) ? REGIONS[region] : [];
  const others = all.filter((value) => !values.includes(value));
  return others.length > 0 && others.length < values.length
    ? `not ${orList(others)}`
    : orList(values);
}

function isRegion(name: string): name is Region {
  return Object.hasOwn(REGIONS, name);
}

function orList(values: readonly string[]): string {
  return values.length < 2
    ? values.join('')
    : `${values.slice(0, -1).join(', ')} or ${values.at(-1) ?? ''}`;
}

function pictures(steps: readonly CaseStep[]): string {
  return REGION_NAMES.map((region) => picture(region, steps)).join('\n\n');
}

/** A region's values and the rows that lead from one to another in a case that can be. */
function picture(region: Region, steps: readonly CaseStep[]): string {
  const rows = new Map<string, Set<string>>();
  for (const { row, from, to } of steps) {
    if (from[region] === to[region]) continue;
    const arrow = `${idOf(from[region])} --> ${idOf(to[region])}`;
    rows.set(arrow, (rows.get(arrow) ?? new Set()).add(row));
  }
  const order = LIFECYCLE.map(({ row }) => row);
  const arrows = [...rows].map(
    ([arrow, by]) => `  ${arrow}: ${order.filter((row) => by.has(row)).join(', ')}`,
  );
  const names = REGIONS[region].map((value) => `  state "${value}" as ${idOf(value)}`);
  const start = `  [*] --> ${idOf(REGIONS[region][0])}`;
  const lines = ['stateDiagram-v2', '  direction LR', ...names, start, ...arrows.sort()];
  return [`**${region}**`, '', '```mermaid', ...lines, '```'].join('\n');
}

/** A name without the hyphens that the notation takes for an arrow. */
const idOf = (value: string): string => value.replaceAll('-', '_');
