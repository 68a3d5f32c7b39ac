import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useSearchParams } from 'wouter';
import { call } from '../api/call.ts';
import { useLive } from '../api/live.ts';
import { useAccount } from '../api/session.ts';
import type { Failure, FailurePage } from '../generated/answers.ts';
import { Filters, type FilterField } from '../parts/filters.tsx';
import { Page } from '../parts/page.tsx';
import { Answered, Empty } from '../parts/panel.tsx';
import { useSaid } from '../parts/said.tsx';
import { NewsBar, isOfBefore, useSteady } from '../parts/steady.tsx';
import { MEMBER_CHOICES } from '../words/names.ts';
import { FAILURE_CHOICES } from '../words/failures.ts';
import { deliveryStanding } from '../words/standing.ts';
import { CausePanel } from './failures/cause-panel.tsx';
import { type Cause, type Finish, causesOf } from './failures/causes.ts';
import { FAILURES } from './failures/failures-text.ts';
import { isOurs } from './today/use-today.ts';

const PAGE_SIZE = 200;
/** So many failures are put into causes; whoever has more mends the largest cause first. */
const MOST = 1_000;
const STATES = ['dead-letter', 'refused', 'outcome-unknown', 'held'] as const;

const FIELDS: readonly FilterField[] = [
  { name: 'to', label: 'Sent to', choices: MEMBER_CHOICES },
  { name: 'from', label: 'Sent by', choices: MEMBER_CHOICES },
  {
    name: 'state',
    label: 'How it stands',
    choices: STATES.map((state) => [state, deliveryStanding(state).word] as const),
  },
  { name: 'code', label: 'Cause', choices: FAILURE_CHOICES },
  { name: 'case', label: 'Case', hint: 'C-…' },
];

/** What goes no further by itself, by its cause: what happened, whose turn it is, what to do. */
export function Failures(): ReactElement {
  const { member } = useAccount();
  const [asked] = useSearchParams();
  const queries = useQueryClient();
  const { said, say } = useSaid();
  useLive([['failures']]);
  const state = asked.get('state') ?? undefined;
  const caseId = asked.get('case') ?? undefined;
  const found = useQuery({
    queryKey: ['failures', 'all', state, caseId],
    queryFn: ({ signal }) => readFailures({ state, case: caseId }, signal),
  });
  // Another question is another list: nothing of the one before it stays.
  const steady = useSteady(found.data?.items, ({ deliveryId }) => deliveryId, {
    question: `${state} ${caseId}`,
    isOfBefore: isOfBefore(found),
  });
  const shown = steady.rows.map(({ row }) => row).filter((failure) => fits(failure, asked));
  const isTurn = ({ failures }: Cause): boolean => failures.some((one) => isOurs(one, member));
  const byWeight = causesOf(shown);
  const ours = byWeight.filter(isTurn);
  // What is the reader's turn comes first.
  const causes = [...ours, ...byWeight.filter((cause) => !isTurn(cause))];
  const finish: Finish = async (words, done, close) => {
    await queries.invalidateQueries({ queryKey: ['failures'] });
    say(words, () => {
      close();
      for (const deliveryId of done) steady.drop(deliveryId);
    });
  };
  const answer = found.isSuccess
    ? FAILURES.answer(causes.length, shown.length, ours.length)
    : undefined;
  return (
    <Page title={FAILURES.title} answer={answer}>
      {said}
      <Filters fields={FIELDS} />
      <Answered query={found}>
        {({ items, next }) => (
          <>
            {next === undefined ? null : <p className="fine">{FAILURES.more}</p>}
            {items.length > 0 && causes.length === 0 ? <Empty>{FAILURES.empty}</Empty> : null}
            {causes.map((cause) => (
              <CausePanel
                key={cause.key}
                cause={cause}
                isOpen={causes.length === 1}
                onDone={finish}
              />
            ))}
          </>
        )}
      </Answered>
      <NewsBar lists={[steady]} />
    </Page>
  );
}

async function readFailures(
  query: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<FailurePage> {
  const items: Failure[] = [];
  let cursor: string | undefined;
  do {
    const page: FailurePage = await call('GET /v1/failures', {
      query: { ...query, limit: PAGE_SIZE, cursor },
      signal,
    });
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined && items.length < MOST);
  return { items, ...(cursor === undefined ? {} : { next: cursor }) };
}

function fits({ from, to, failure }: Failure, asked: URLSearchParams): boolean {
  const is = (name: string, value: string): boolean => (asked.get(name) ?? value) === value;
  return is('from', from) && is('to', to) && is('code', failure.code);
}
