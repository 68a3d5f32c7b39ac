import { type ReactElement, useState } from 'react';
import { Link } from 'react-router';
import { holds, useAccount } from '../../api/session.ts';
import type { Failure } from '../../generated/answers.ts';
import { ActivityName, CaseLink, Way } from '../../parts/member.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Rows, type Column } from '../../parts/rows.tsx';
import { Moment } from '../../parts/time.tsx';
import { activityName } from '../../words/names.ts';
import { type Cause, type Finish, addressOfCause } from './causes.ts';
import { type FailureAct, DecideFailure } from './decide-failure.tsx';
import { ACTS, FAILURES, nextOf, turnOf, whatHappened } from './failures-text.ts';
import { ReplayCause } from './replay-cause.tsx';

interface CauseProps {
  readonly cause: Cause;
  /** Whether its messages stand open from the start. */
  readonly isOpen: boolean;
  readonly onDone: Finish;
}

/** A cause: what happened, whose turn it is, what to do now, what it costs to do nothing, its messages. */
export function CausePanel({ cause, isOpen, onDone }: CauseProps): ReactElement {
  const account = useAccount();
  const { member } = account;
  const [isReplaying, setReplaying] = useState(false);
  const sent = cause.failures.filter(({ from }) => from === member);
  const mayDecide = sent.length > 0 && holds(account, 'compact-office');
  const mayReplay = mayDecide && cause.next !== 'cancel';
  const next = nextOf(cause, member);
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
      <dl className="facts cause">
        <dt>{FAILURES.whoseTurn}</dt>
        <dd>
          <strong>{turnOf(cause, member)}</strong>
        </dd>
        <dt>{FAILURES.now}</dt>
        <dd>
          {next.what}
          {cause.isHeld && mayDecide ? ` ${FAILURES.goesOn}` : ''}
        </dd>
        <dt>{FAILURES.nothing}</dt>
        <dd>{next.cost}</dd>
        <dt>{FAILURES.since}</dt>
        <dd>
          <Moment at={cause.since} both />
        </dd>
      </dl>
      {mayReplay ? (
        <p className="buttons">
          <button
            type="button"
            // What is held goes on by itself: handing it over is not the next step.
            className={cause.isHeld ? 'usa-button usa-button--outline' : 'usa-button'}
            onClick={() => {
              setReplaying(true);
            }}
          >
            {FAILURES.replayAll(sent.length)}
          </button>
        </p>
      ) : null}
      {mayDecide ? null : <p className="fine">{FAILURES.readOnly}</p>}
      {isReplaying ? (
        <ReplayCause
          cause={cause}
          onDone={onDone}
          onClose={() => {
            setReplaying(false);
          }}
        />
      ) : null}
      <details className="more" open={isOpen}>
        <summary>{FAILURES.caption}</summary>
        <CauseRows cause={cause} mayDecide={mayDecide} onDone={onDone} />
      </details>
    </Panel>
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

/** What can be decided of one message, in the order in which it is thought of. */
const ORDER: readonly FailureAct[] = ['replay', 'supersede', 'skip', 'cancel'];

function CauseRows({
  cause,
  mayDecide,
  onDone,
}: Pick<CauseProps, 'cause' | 'onDone'> & { readonly mayDecide: boolean }): ReactElement {
  const { member } = useAccount();
  const [asked, setAsked] = useState<{ failure: Failure; act: FailureAct }>();
  const decide: Column<Failure> = {
    head: FAILURES.heads.decide,
    cell: (failure) =>
      failure.from !== member ? null : (
        <span className="acts">
          {ORDER.map((act) => (
            <button
              key={act}
              type="button"
              className="usa-button usa-button--unstyled"
              onClick={() => {
                setAsked({ failure, act });
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
      ),
  };
  return (
    <>
      <Rows
        caption={FAILURES.caption}
        columns={mayDecide ? [...COLUMNS, decide] : COLUMNS}
        rows={cause.failures}
        keyOf={({ deliveryId }) => deliveryId}
      />
      {asked === undefined ? null : (
        <DecideFailure
          {...asked}
          onDone={onDone}
          onClose={() => {
            setAsked(undefined);
          }}
        />
      )}
    </>
  );
}
