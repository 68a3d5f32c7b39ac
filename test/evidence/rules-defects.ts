import { ACTIVITIES } from '../../hub/compact/activity-catalogue.ts';
import { REGIONS } from '../../hub/compact/case-state.ts';
import { LIFECYCLE } from '../../hub/compact/lifecycle-rows.ts';

/** Tables of the rules that say too much, which an evidence run must find. */
export const RULES_DEFECTS = ['closes-while-retaking', 'no-release-gate'] as const;

export type RulesDefect = (typeof RULES_DEFECTS)[number];

const ANY = REGIONS.retaking;

/** Alters the tables of this process, whose hub reads them too; returns what puts them back. */
const BREAK: Readonly<Record<RulesDefect, () => () => void>> = {
  // Rule 4.112(b) forgotten: a case may be closed while a retaking is pending.
  'closes-while-retaking': () =>
    altered(
      LIFECYCLE.filter(({ row }) => row === '17a'),
      ({ anyOf }) => ({ anyOf: anyOf.map((guard) => ({ ...guard, retaking: ANY })) }),
    ),
  // Rule 2.101 forgotten: nothing waits for the compact office.
  'no-release-gate': () => altered(ACTIVITIES, () => ({ managed: false })),
};

/** Does the work under the defect, if there is one. */
export async function withRulesDefect<T>(
  defect: RulesDefect | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const mend = defect === undefined ? undefined : BREAK[defect]();
  try {
    return await work();
  } finally {
    mend?.();
  }
}

function altered<Row extends object>(
  rows: readonly Row[],
  change: (row: Row) => Partial<Row>,
): () => void {
  const before = rows.map((row) => ({ ...row }));
  for (const row of rows) Object.assign(row, change(row));
  return () => {
    for (const [place, row] of rows.entries()) Object.assign(row, before[place]);
  };
}
