import { useQueryClient } from '@tanstack/react-query';
import { Fragment, type ReactElement, type ReactNode } from 'react';
import { Link, Redirect } from 'wouter';
import { type Account, type Ask, holds, isNational, useAccount } from '../api/session.ts';
import type { Deadline } from '../generated/answers.ts';
import { Page } from '../parts/page.tsx';
import { Empty, Failure, Panel, Skeleton } from '../parts/panel.tsx';
import { useSaid } from '../parts/said.tsx';
import { NewsBar } from '../parts/steady.tsx';
import { useNow } from '../parts/time.tsx';
import { DUE_SOON, dueSentence } from '../words/due.ts';
import { CauseLine } from './failures/cause-line.tsx';
import { causesOf } from './failures/causes.ts';
import { DutiesPanel } from './today/duties-panel.tsx';
import { IncomingPanel, OutgoingPanel } from './today/reviews-panel.tsx';
import { PLACES, TODAY } from './today/today-text.ts';
import { TODAY_KEYS, type TodayLists, askToday, dutyOf, useToday } from './today/use-today.ts';

/** The day of a compact office: what waits for it, what is due, what failed. */
export function Today(): ReactElement {
  const account = useAccount();
  if (isNational(account)) return <Redirect to="/now" replace />;
  if (hasDay(account)) return <DayOf account={account} />;
  return (
    <Page title={TODAY.title}>
      <Empty>{TODAY.otherRole}</Empty>
    </Page>
  );
}

export const ask: Ask = (queries, account) => {
  if (hasDay(account)) askToday(queries, account);
};

const hasDay = (account: Account): boolean => !isNational(account) && holds(account, ...READERS);

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
  const finish = async (words: ReactNode, close: () => void): Promise<void> => {
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
      {lists.byUs.found?.some(isSoon) === true ? <p className="fine">{DUE_SOON}</p> : null}
      <div className="columns">
        <div>
          {seesReviews(account) ? (
            <OutgoingPanel
              list={lists.outgoing}
              member={member}
              mayDecide={mayDecide}
              onDone={finish}
              duties={lists.byUs.found ?? []}
            />
          ) : null}
          <OurFailures list={lists.failures} member={member} />
          {seesReviews(account) ? (
            <IncomingPanel
              list={lists.incoming}
              member={member}
              mayDecide={mayDecide}
              onDone={finish}
            />
          ) : null}
        </div>
        <div>
          <DutiesPanel
            list={lists.byUs}
            title={TODAY.owed.byUs}
            empty={TODAY.owed.byUsEmpty}
            place={PLACES.byUs}
            all="/deadlines?owed=us"
            member={member}
          />
        </div>
        <div>
          <DutiesPanel
            list={lists.toUs}
            title={TODAY.owed.toUs}
            empty={TODAY.owed.toUsEmpty}
            place={PLACES.toUs}
            all="/deadlines?owed=them"
            member={member}
          />
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

const isSoon = ({ status }: Deadline): boolean => status === 'due' || status === 'soon';

function useAnswer(
  account: Account,
  { outgoing, byUs, failures }: TodayLists,
): ReactNode | undefined {
  const now = useNow();
  if (byUs.found === undefined) return undefined;
  const said: Sentence[] = [];
  if (outgoing.found !== undefined) {
    const count = outgoing.found.length;
    const [first] = outgoing.found
      .flatMap((review) => dutyOf(review, byUs.found ?? []) ?? [])
      .sort((one, other) => Date.parse(one.dueAt) - Date.parse(other.dueAt));
    if (count === 0) said.push({ words: TODAY.nothingWaits });
    else said.push({ words: TODAY.waits(count, outgoing.more), place: PLACES.outgoing });
    if (first !== undefined) said.push({ words: TODAY.oldest(dueSentence(first, now)) });
  }
  const late = byUs.found.filter(({ status }) => status === 'overdue').length;
  const soon = byUs.found.filter(isSoon).length;
  if (late > 0) said.push({ words: TODAY.late(late), place: PLACES.byUs });
  if (soon > 0) said.push({ words: TODAY.dueSoon(soon), place: PLACES.byUs });
  if (late + soon === 0 && !seesReviews(account)) said.push({ words: TODAY.nothingDue });
  const failed = failures.found?.length ?? 0;
  if (failed > 0) said.push({ words: TODAY.ourFailures(failed), place: PLACES.failures });
  return <Sentences said={said} />;
}

/** A sentence of the answer, with the part of the page that it is of. */
interface Sentence {
  readonly words: string;
  readonly place?: string;
}

function Sentences({ said }: { readonly said: readonly Sentence[] }): ReactElement {
  return (
    <>
      {said.map(({ words, place }) => (
        <Fragment key={words}>
          {place === undefined ? words : <a href={`#${place}`}>{words}</a>}{' '}
        </Fragment>
      ))}
    </>
  );
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
      place={PLACES.failures}
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
