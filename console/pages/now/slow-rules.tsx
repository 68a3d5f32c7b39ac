import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import { call } from '../../api/call.ts';
import type { Answers } from '../../generated/answers.ts';
import { groupBy } from '../../parts/group-by.ts';
import { Answered, Panel } from '../../parts/panel.tsx';
import { type Column, Rows } from '../../parts/rows.tsx';
import { percent, whole } from '../../words/count.ts';
import { dutyName, stateName } from '../../words/names.ts';
import { NOW_TEXT } from './now-text.ts';

const TEXT = NOW_TEXT.rules;
const MOST = 6;
const FRESH_MS = 60_000;

type Figure = Answers['GET /v1/compliance']['items'][number];

/** One duty over all states. */
interface Slow {
  readonly duty: string;
  readonly rule: string;
  readonly owed: number;
  readonly late: number;
  /** The state whose answers take longest. */
  readonly slowest?: { readonly member: string; readonly days: number };
}

const COLUMNS: readonly Column<Slow>[] = [
  {
    head: 'What is owed',
    cell: ({ duty, rule }) => (
      <Link to={`/deadlines?duty=${duty}`}>
        {dutyName(duty)} <small className="fine">{rule}</small>
      </Link>
    ),
  },
  {
    head: 'Late',
    isNumber: true,
    cell: ({ late, owed }) => (
      <span title={`${whole(late)} of ${whole(owed)}`}>
        {percent(late, owed)} <small className="fine">of {whole(owed)}</small>
      </span>
    ),
  },
  {
    head: 'Slowest',
    isNumber: true,
    cell: ({ slowest }) =>
      slowest === undefined ? (
        '–'
      ) : (
        <span>
          <Link to={`/states/${slowest.member}`} title={stateName(slowest.member)}>
            {slowest.member}
          </Link>{' '}
          {slowest.days} d
        </span>
      ),
  },
];

/** Which rule is kept worst this quarter, and who takes longest. */
export function SlowRules({ at }: { readonly at: string }): ReactElement {
  const since = quarterOf(at);
  const figures = useQuery({
    queryKey: ['compliance', since],
    queryFn: ({ signal }) => call('GET /v1/compliance', { query: { since }, signal }),
    staleTime: FRESH_MS,
    refetchInterval: FRESH_MS,
  });
  return (
    <Panel title={TEXT.title} count={TEXT.period}>
      <Answered
        query={figures}
        empty={{ when: ({ items }) => slowestOf(items).length === 0, text: TEXT.empty }}
      >
        {({ items }) => (
          <Rows
            caption={TEXT.title}
            columns={COLUMNS}
            rows={slowestOf(items)}
            keyOf={({ duty }) => duty}
          />
        )}
      </Answered>
    </Panel>
  );
}

/** The first moment of the quarter in which a moment lies (UTC). */
export function quarterOf(iso: string): string {
  const at = new Date(iso);
  const month = Math.floor(at.getUTCMonth() / 3) * 3;
  return new Date(Date.UTC(at.getUTCFullYear(), month, 1)).toISOString();
}

/** The duties with the largest share of late answers first; what was never owed to anybody is left out. */
function slowestOf(figures: readonly Figure[]): Slow[] {
  const byDuty = groupBy(figures, ({ duty }) => duty);
  return [...byDuty.values()]
    .flatMap((rows) => slowOf(rows) ?? [])
    .filter(({ late, slowest }) => late > 0 || slowest !== undefined)
    .sort((a, b) => b.late / b.owed - a.late / a.owed || b.owed - a.owed)
    .slice(0, MOST);
}

function slowOf(rows: readonly Figure[]): Slow | undefined {
  const [first] = rows;
  if (first === undefined) return undefined;
  const sum = (of: (row: Figure) => number): number => rows.reduce((all, row) => all + of(row), 0);
  const owed = sum(({ met, late, overdue }) => met + late + overdue);
  if (owed === 0) return undefined;
  const slowest = rows
    .flatMap(({ owedBy: member, medianDays: days }) =>
      days === undefined ? [] : [{ member, days }],
    )
    .sort((a, b) => b.days - a.days)[0];
  return {
    duty: first.duty,
    rule: first.rule,
    owed,
    late: sum(({ late, overdue }) => late + overdue),
    ...(slowest === undefined ? {} : { slowest }),
  };
}
