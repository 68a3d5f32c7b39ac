import type { ReactElement } from 'react';
import { Link } from 'wouter';
import { type Account, holds } from '../../api/session.ts';
import type { Case } from '../../generated/answers.ts';
import { CASE_TEXT } from './case-text.ts';

type Entry = Case['timeline'][number];

const OPEN: ReadonlySet<string> = new Set(['running', 'soon', 'due', 'overdue']);
/** What goes no further by itself, as among the failures. */
const STUCK: ReadonlySet<string> = new Set(['dead-letter', 'refused', 'held', 'outcome-unknown']);

interface CaseAnswerProps {
  readonly file: Case;
  readonly account: Account;
}

/** What is to be done in a case, and how it stands: in sentences that lead there. */
export function CaseAnswer({ file, account }: CaseAnswerProps): ReactElement {
  const { timeline, deadlines, caseId } = file;
  const stuck = timeline.filter(
    ({ delivery }) => delivery !== undefined && STUCK.has(delivery.state),
  );
  const waiting = timeline.filter(({ status }) => status === 'awaiting-release');
  const open = deadlines.filter(({ status }) => OPEN.has(status));
  const late = open.filter(({ status }) => status === 'overdue').length;
  const [first] = waiting;
  return (
    <>
      {CASE_TEXT.answer(file)}{' '}
      {stuck.length === 0 ? null : (
        <>
          <Link to={`/failures?case=${caseId}`}>
            {CASE_TEXT.stuck(
              stuck.length,
              stuck.every(({ delivery }) => delivery?.state === 'dead-letter'),
            )}
          </Link>
          {CASE_TEXT.turn([...new Set(stuck.map(turnOf))])}{' '}
        </>
      )}
      {first === undefined ? null : (
        <>
          <Link to={waiting.length === 1 ? `/messages/${first.transmissionId}` : '/today'}>
            {CASE_TEXT.waits(waiting.length, isReleasedBy(account, first) ? undefined : first.from)}
          </Link>
          .{' '}
        </>
      )}
      {open.length === 0 && waiting.length > 0 ? null : CASE_TEXT.owed(open.length, late)}
    </>
  );
}

const isReleasedBy = (account: Account, { from }: Entry): boolean =>
  account.member === from && holds(account, 'compact-office');

/** Whose turn it is with what is stuck: a state, or the hub. */
function turnOf({ delivery, from, to }: Entry): string {
  const owner = delivery?.failure?.owner ?? 'hub';
  if (owner === 'hub') return 'national';
  return owner === 'receiving-state' ? to : from;
}
