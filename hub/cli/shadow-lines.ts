import {
  type Obstacles,
  type ShadowStatus,
  type TypeCoverage,
  placeOf,
} from '../flows/shadow-versions.ts';
import { signatureId } from '../mapping/compare-versions.ts';
import type { DifferenceRow, ShadowRow } from '../store/mapping-shadows.ts';

/** Where a shadow stands, for a person. */
export function statusLines(
  { shadow, coverage, differences }: ShadowStatus,
  liveHash: string,
): string[] {
  const unexplained = differences.filter(({ explanation }) => explanation === null).length;
  return [
    `${shadow.dialect}  candidate ${shadow.candidate_hash}`,
    `${' '.repeat(shadow.dialect.length)}  beside    ${shadow.live_hash}`,
    standing(shadow, liveHash),
    'direction  activity                          messages  compared',
    ...coverage.map(coverageLine),
    ...differences.flatMap(differenceLines),
    `${differences.length} differences, ${unexplained} unexplained`,
  ];
}

function standing(shadow: ShadowRow, liveHash: string): string {
  const since = `started ${shadow.started_at.toISOString()} by ${shadow.started_by}`;
  if (shadow.ended_at !== null) {
    const outcome = shadow.outcome ?? 'ended';
    return `${since}; ${outcome} ${shadow.ended_at.toISOString()} by ${shadow.ended_by ?? ''}`;
  }
  return shadow.live_hash === liveHash
    ? since
    : `${since}; the live files have changed since: nothing is compared any more`;
}

function coverageLine({ direction, type, seen, compared }: TypeCoverage): string {
  const [all, done] = [seen, compared].map((count) => String(count).padStart(8));
  return `${direction.padEnd(9)}  ${shortType(type).padEnd(32)}  ${all ?? ''}  ${done ?? ''}`;
}

function differenceLines(row: DifferenceRow): string[] {
  const { signature, direction, type, change, messages, explanation, explained_by } = row;
  const rules = [
    ruleWords(row.live_rule, row.live_op),
    ruleWords(row.candidate_rule, row.candidate_op),
  ];
  return [
    `${signatureId(signature)}  ${direction} ${shortType(type)}  ${placeOf(row)}  ${change}`,
    `            live ${rules[0] ?? ''}; candidate ${rules[1] ?? ''}; in ${messages} messages`,
    ...(explanation === null
      ? row.examples.map((id) => `            such as ${id}`)
      : [`            explained by ${explained_by ?? ''}: ${explanation}`]),
  ];
}

function ruleWords(rule: string | null, op: string | null): string {
  return rule === null ? 'no rule' : `${op ?? ''} (${rule})`;
}

function shortType(type: string): string {
  return type.replace(/^compact\.|\.v\d+$/g, '');
}

/** What keeps a candidate from being promoted. */
export function obstacleLines(
  { isEmpty, unexplained, uncompared }: Obstacles & { readonly isEmpty: boolean },
  minimum: number,
): string[] {
  return [
    ...(isEmpty ? ['no message was compared: replay, or wait until some cross'] : []),
    ...unexplained.flatMap(differenceLines),
    ...(unexplained.length === 0 ? [] : [`${unexplained.length} differences are unexplained`]),
    ...uncompared.map(
      ({ direction, type, seen, compared }) =>
        `${direction} ${shortType(type)}: ${compared} of ${seen} messages compared, ${minimum} are needed`,
    ),
  ];
}
