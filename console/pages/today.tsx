import { useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link, Navigate } from 'react-router';
import { type Account, holds, isNational, useAccount } from '../api/session.ts';
import { Page } from '../parts/page.tsx';
import { Empty, Failure, Panel, Skeleton } from '../parts/panel.tsx';
import { useSaid } from '../parts/said.tsx';
import { NewsBar } from '../parts/steady.tsx';
import { useNow } from '../parts/time.tsx';
import { dueSentence } from '../words/due.ts';
import { CauseLine } from './failures/cause-line.tsx';
import { causesOf } from './failures/causes.ts';
import { DutiesPanel } from './today/duties-panel.tsx';
import { IncomingPanel, OutgoingPanel } from './today/reviews-panel.tsx';
import { TODAY } from './today/today-text.ts';
import { TODAY_KEYS, type TodayLists, dutyOf, useToday } from './today/use-today.ts';

/** The day of a compact office: what waits for it, what is due, what failed. */
export function Today(): ReactElement {
  const account = useAccount();
  if (isNational(account)) return <Navigate to="/now" replace />;
  if (holds(account, ...READERS)) return <DayOf account={account} />;
  return (
    <Page title={TODAY.title}>
      <Empty>{TODAY.otherRole}</Empty>
    </Page>
  );
}

/** Who sees the matters of a state. */
const READERS = [
  'compact-office',
  'supervisor',
  'officer',
  'officer-support',
  'state-administrator',
] as const;

function DayOf({ account }: { readonly account: Account }): ReactElement {
  const lists = useToday(account);
  const queries = useQueryClient();
  const { said, say } = useSaid();
  const { member } = account;
  const mayDecide = holds(account, 'compact-office');
  const finish = async (words: string, close: () => void): Promise<void> => {
    await Promise.all(TODAY_KEYS.map((queryKey) => queries.invalidateQueries({ queryKey })));
    say(words, () => {
      close();
      for (const { steady } of Object.values(lists) as TodayLists[keyof TodayLists][]) {
        steady.settle();
      }
    });
  };
  return (
    <Page title={TODAY.title} answer={useAnswer(account, lists)}>
      {said}
      <div className="columns">
        {seesReviews(account) ? (
          <div>
            <OutgoingPanel
              list={lists.outgoing}
              member={member}
              mayDecide={mayDecide}
              onDone={finish}
              duties={lists.byUs.found ?? []}
            />
            <IncomingPanel
              list={lists.incoming}
              member={member}
              mayDecide={mayDecide}
              onDone={finish}
            />
          </div>
        ) : null}
        <div>
          <DutiesPanel
            list={lists.byUs}
            title={TODAY.owed.byUs}
            empty={TODAY.owed.byUsEmpty}
            all="/deadlines?owed=us"
            member={member}
          />
        </div>
        <div>
          <DutiesPanel
            list={lists.toUs}
            title={TODAY.owed.toUs}
            empty={TODAY.owed.toUsEmpty}
            all="/deadlines?owed=them"
            member={member}
          />
          <OurFailures list={lists.failures} member={member} />
        </div>
      </div>
      <NewsBar
        lists={[
          lists.outgoing.steady,
          lists.incoming.steady,
          lists.byUs.steady,
          lists.toUs.steady,
          lists.failures.steady,
        ]}
      />
    </Page>
  );
}

const seesReviews = (account: Account): boolean =>
  holds(account, 'compact-office', 'state-administrator');

function useAnswer(account: Account, { outgoing, byUs, failures }: TodayLists): string | undefined {
  const now = useNow();
  if (byUs.found === undefined) return undefined;
  const sentences: string[] = [];
  if (outgoing.found !== undefined) {
    const count = outgoing.found.length;
    const [first] = outgoing.found
      .flatMap((review) => dutyOf(review, byUs.found ?? []) ?? [])
      .sort((one, other) => Date.parse(one.dueAt) - Date.parse(other.dueAt));
    sentences.push(count === 0 ? TODAY.nothingWaits : TODAY.waits(count, outgoing.more));
    if (first !== undefined) sentences.push(TODAY.oldest(dueSentence(first, now)));
  }
  const late = byUs.found.filter(({ status }) => status === 'overdue').length;
  const soon = byUs.found.filter(({ status }) => status === 'due' || status === 'soon').length;
  if (late > 0) sentences.push(TODAY.late(late));
  if (soon > 0) sentences.push(TODAY.dueSoon(soon));
  if (late + soon === 0 && !seesReviews(account)) sentences.push(TODAY.nothingDue);
  const failed = failures.found?.length ?? 0;
  if (failed > 0) sentences.push(TODAY.ourFailures(failed));
  return sentences.join(' ');
}

function OurFailures({
  list: { steady, found, more, error, again },
  member,
}: {
  readonly list: TodayLists['failures'];
  readonly member: string;
}): ReactElement {
  const causes = causesOf(steady.rows.map(({ row }) => row));
  const count = found === undefined ? undefined : `${found.length}${more ? '+' : ''}`;
  return (
    <Panel
      title={TODAY.failures.title}
      {...(count === undefined ? {} : { count })}
      actions={<Link to="/failures">{TODAY.failures.all}</Link>}
    >
      {error === null ? null : <Failure error={error} again={again} />}
      {found === undefined && error === null ? <Skeleton /> : null}
      {found !== undefined && causes.length === 0 ? <Empty>{TODAY.failures.empty}</Empty> : null}
      <ul className="list">
        {causes.map((cause) => (
          <li key={cause.key}>
            <CauseLine cause={cause} member={member} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
