import { type ReactElement, useState } from 'react';
import { Link } from 'wouter';
import { holds, useAccount } from '../../api/session.ts';
import type { Case, Failure } from '../../generated/answers.ts';
import { ActivityName, CaseLink, Way } from '../../parts/member.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Rows, type Column } from '../../parts/rows.tsx';
import { Moment } from '../../parts/time.tsx';
import {
  asksOffice,
  asksToCorrect,
  nextOf,
  turnOf,
  whatHappened,
  whyOf,
} from '../../words/failures.ts';
import { activityName } from '../../words/names.ts';
import { useCaseOf } from '../message/duties.ts';
import { type Cause, type Finish, addressOfCause } from './causes.ts';
import { DecideFailure } from './decide-failure.tsx';
import { ACTS, FAILURES, type FailureAct, actsOf, isPossible, mainAct } from './failures-text.ts';
import { ReplayCause } from './replay-cause.tsx';
import { SinceThen, successorsIn } from './since-then.tsx';
import { Why } from './why.tsx';

interface CauseProps {
  readonly cause: Cause;
  /** Whether its messages stand open from the start. */
  readonly isOpen: boolean;
  readonly onDone: Finish;
}

/** A cause: what happened, whose turn it is, what to do now, what it costs to do nothing, its messages. */
export function CausePanel({ cause, isOpen, onDone }: CauseProps): ReactElement {
  const account = useAccount();
  const [asked, setAsked] = useState<Asked>();
  const sent = cause.failures.filter(({ from }) => from === account.member);
  const mayDecide = sent.length > 0 && holds(account, 'compact-office');
  const [only] = sent;
  const single = cause.failures.length === 1 && mayDecide ? only : undefined;
  const file = useCaseOf(single);
  return (
    <Panel
      title={whatHappened(cause)}
      count={FAILURES.messages(cause.failures.length)}
      actions={
        <Link to={addressOfCause(cause)} className="fine">
          {cause.code}
        </Link>
      }
    >
      <CauseFacts cause={cause} mayDecide={mayDecide} file={file} />
      {mayDecide && sent.length > 1 ? <ReplayAll cause={cause} onDone={onDone} /> : null}
      {mayDecide && sent.length === 1 && only !== undefined ? (
        <Acts
          cause={cause}
          failure={only}
          onAsked={setAsked}
          hasSuccessor={file !== undefined && successorsIn(file, only).length > 0}
        />
      ) : null}
      {mayDecide && sent.length === 1 ? <ActsExplained cause={cause} /> : null}
      {mayDecide ? null : <p className="fine">{FAILURES.readOnly}</p>}
      <details className="more" open={isOpen || cause.failures.length === 1}>
        <summary>{FAILURES.caption}</summary>
        {mayDecide && sent.length > 1 ? <ActsExplained cause={cause} /> : null}
        <CauseRows cause={cause} {...(mayDecide && sent.length > 1 ? { onAsked: setAsked } : {})} />
      </details>
      {asked === undefined ? null : (
        <DecideFailure
          {...asked}
          onDone={onDone}
          onClose={() => {
            setAsked(undefined);
          }}
        />
      )}
    </Panel>
  );
}

interface CauseFactsProps extends Pick<CauseProps, 'cause'> {
  readonly mayDecide: boolean;
  /** Its case, where it is one message that the reader decides. */
  readonly file: Case | undefined;
}

function CauseFacts({ cause, mayDecide, file }: CauseFactsProps): ReactElement {
  const { member } = useAccount();
  const next = nextOf(cause, member);
  const [first] = cause.failures;
  return (
    <dl className="facts cause">
      <Why {...whyOfCause(cause, member)} to={cause.to} isAsked={asksOffice(cause, member)} />
      <dt>{FAILURES.whoseTurn}</dt>
      <dd>
        <strong>{turnOf(cause, member)}</strong>
      </dd>
      <dt>{FAILURES.now}</dt>
      <dd>
        {next.what}
        {cause.isHeld && mayDecide ? ` ${FAILURES.goesOn}` : ''}
      </dd>
      {file === undefined || first === undefined || !asksToCorrect(cause) ? null : (
        <SinceThen stuck={first} file={file} />
      )}
      <dt>{FAILURES.nothing}</dt>
      <dd>{next.cost}</dd>
      <dt>{FAILURES.since}</dt>
      <dd>
        <Moment at={cause.since} both />
      </dd>
    </dl>
  );
}

/**
 * Once for all that say the same. A state's own reason is of one message and may name a person: it stands where
 * there is one, and of several on the page of each.
 */
function whyOfCause(
  { failures, to }: Cause,
  member: string,
): { readonly said: string; readonly reason?: string | undefined } {
  const known = failures.map(({ failure }) => whyOf(failure, to, member));
  const reasons = known.flatMap(({ reason }) => reason ?? []);
  if (reasons.length > 0 && known.length > 1) return { said: FAILURES.reasonElsewhere };
  const said = [...new Set(known.flatMap(({ said: one, ask }) => [one, ask]))]
    .filter((words) => words !== undefined)
    .join(' ');
  return { said, reason: reasons[0] };
}

type OnDone = Pick<CauseProps, 'cause' | 'onDone'>;

function ReplayAll({ cause, onDone }: OnDone): ReactElement | null {
  const [isReplaying, setReplaying] = useState(false);
  if (cause.next === 'cancel') return null;
  const isMain = mainAct(cause.next, cause.isHeld) === 'replay';
  return (
    <>
      <p className="buttons">
        <button
          type="button"
          className={isMain ? 'usa-button' : 'usa-button usa-button--outline'}
          onClick={() => {
            setReplaying(true);
          }}
        >
          {FAILURES.replayAll}
        </button>
      </p>
      {isReplaying ? (
        <ReplayCause
          cause={cause}
          onDone={onDone}
          onClose={() => {
            setReplaying(false);
          }}
        />
      ) : null}
    </>
  );
}

interface Asked {
  readonly failure: Failure;
  readonly act: FailureAct;
}

interface ActsProps {
  readonly cause: Cause;
  readonly failure: Failure;
  readonly onAsked: (asked: Asked) => void;
  /** In a row of a table, where there is little room. */
  readonly isSmall?: boolean;
  /** Whether there is what could take its place. */
  readonly hasSuccessor?: boolean;
}

/** What can be decided of one message, what the advice names first. */
function Acts({
  cause,
  failure,
  onAsked,
  isSmall = false,
  hasSuccessor = false,
}: ActsProps): ReactElement {
  const main = mainAct(cause.next, cause.isHeld);
  const classOf = (act: FailureAct): string => {
    if (act === main && isPossible(act, isSmall || hasSuccessor))
      return isSmall ? 'usa-button usa-button--outline' : 'usa-button';
    return `usa-button usa-button--${isSmall ? 'unstyled' : 'outline'}`;
  };
  return (
    <span className={isSmall ? 'acts' : 'buttons'}>
      {actsOf(cause.next, main).map((act) => (
        <button
          key={act}
          type="button"
          className={classOf(act)}
          onClick={() => {
            onAsked({ failure, act });
          }}
        >
          {ACTS[act].button}
          <span className="usa-sr-only">
            {' '}
            {activityName(failure.type)}, case {failure.caseId.slice(-6)}
          </span>
        </button>
      ))}
    </span>
  );
}

/** What those do that end a message, before they are opened. */
function ActsExplained({ cause: { to } }: Pick<CauseProps, 'cause'>): ReactElement {
  return (
    <p className="fine">
      {ACTS.skip.short(to)} {ACTS.cancel.short(to)}
    </p>
  );
}

const COLUMNS: readonly Column<Failure>[] = [
  {
    head: FAILURES.heads.activity,
    cell: ({ transmissionId, type }) => (
      <Link to={`/messages/${transmissionId}`}>
        <ActivityName type={type} />
      </Link>
    ),
  },
  { head: FAILURES.heads.way, cell: ({ from, to }) => <Way from={from} to={to} /> },
  { head: FAILURES.heads.case, cell: ({ caseId }) => <CaseLink caseId={caseId} /> },
  { head: FAILURES.heads.sent, cell: ({ createdAt }) => <Moment at={createdAt} /> },
  { head: FAILURES.heads.tries, cell: ({ attempt }) => attempt, isNumber: true },
  { head: FAILURES.heads.waits, cell: ({ blocks }) => blocks, isNumber: true },
];

interface CauseRowsProps extends Pick<CauseProps, 'cause'> {
  /** Where each is decided by itself. */
  readonly onAsked?: (asked: Asked) => void;
}

function CauseRows({ cause, onAsked }: CauseRowsProps): ReactElement {
  const { member } = useAccount();
  const decide: readonly Column<Failure>[] =
    onAsked === undefined
      ? []
      : [
          {
            head: FAILURES.heads.decide,
            cell: (failure) =>
              failure.from === member ? (
                <Acts cause={cause} failure={failure} onAsked={onAsked} isSmall />
              ) : null,
          },
        ];
  return (
    <Rows
      caption={FAILURES.caption}
      columns={[...COLUMNS, ...decide]}
      rows={cause.failures}
      keyOf={({ deliveryId }) => deliveryId}
    />
  );
}
