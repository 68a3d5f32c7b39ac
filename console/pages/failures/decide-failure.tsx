import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useId, useState } from 'react';
import { call } from '../../api/call.ts';
import type { Case, Failure } from '../../generated/answers.ts';
import { Decision } from '../../parts/decision.tsx';
import { ActivityName, CaseLink, Way } from '../../parts/member.tsx';
import { Failure as Refused, Skeleton } from '../../parts/panel.tsx';
import { activityName } from '../../words/names.ts';
import { moment } from '../../words/time.ts';
import type { Finish } from './causes.ts';
import { ACTS, type FailureAct } from './failures-text.ts';
import { successorsIn } from './since-then.tsx';

interface DecideProps {
  readonly failure: Failure;
  readonly onDone: Finish;
  readonly onClose: () => void;
}

/** Asks why, says what it means, and does it. */
export function DecideFailure({
  act,
  ...props
}: DecideProps & { readonly act: FailureAct }): ReactElement {
  return act === 'supersede' ? <Replace {...props} /> : <Settle {...props} act={act} />;
}

function Settle({
  failure,
  act,
  onDone,
  onClose,
}: DecideProps & { readonly act: Exclude<FailureAct, 'supersede'> }): ReactElement {
  const { deliveryId, to } = failure;
  const words = ACTS[act];
  const isTheSame = act === 'replay' && failure.failure.next === 'correct-and-send-again';
  return (
    <Decision
      title={words.title}
      confirm={words.confirm}
      reason={{ label: ACTS.reason, hint: ACTS.reasonHint }}
      isGrave={act !== 'replay'}
      onClose={onClose}
      act={async (reason) => {
        const json = { reason };
        await call(`POST /v1/deliveries/{deliveryId}/${act}`, { params: { deliveryId }, json });
        await onDone(words.done, [deliveryId], onClose);
      }}
    >
      <Which failure={failure} />
      <p>{words.what(to)}</p>
      {isTheSame ? <SameAgain to={to} /> : null}
    </Decision>
  );
}

/** What a system refused as it is goes there again as it is. */
export function SameAgain({ to }: { readonly to: string }): ReactElement {
  return <p className="warned">{ACTS.replay.same(to)}</p>;
}

function Which({
  failure: { type, from, to, caseId },
}: Pick<DecideProps, 'failure'>): ReactElement {
  return (
    <p>
      <ActivityName type={type} />, <Way from={from} to={to} />, case <CaseLink caseId={caseId} />
    </p>
  );
}

/** Names a later activity of the case in its place; where there is none, says how one is made. */
function Replace({ failure, onDone, onClose }: DecideProps): ReactElement {
  const [chosen, setChosen] = useState('');
  const { deliveryId, caseId, to } = failure;
  const words = ACTS.supersede;
  const file = useQuery({
    queryKey: ['case', caseId],
    queryFn: () => call('GET /v1/cases/{caseId}', { params: { caseId }, query: { person: 'no' } }),
    // What was sent a moment ago may be the one.
    refetchOnMount: 'always',
  });
  const later = file.data === undefined ? undefined : successorsIn(file.data, failure);
  const isPossible = later !== undefined && later.length > 0;
  const [only] = later?.length === 1 ? later : [];
  const successor = chosen === '' ? (only?.transmissionId ?? '') : chosen;
  return (
    <Decision
      title={words.title}
      confirm={isPossible ? words.confirm : undefined}
      reason={{ label: ACTS.reason, hint: ACTS.reasonHint }}
      isReady={successor !== ''}
      isGrave
      onClose={onClose}
      act={async (reason) => {
        const json = { by: successor, reason };
        await call('POST /v1/deliveries/{deliveryId}/supersede', { params: { deliveryId }, json });
        await onDone(words.done, [deliveryId], onClose);
      }}
    >
      <Which failure={failure} />
      {later === undefined && file.error === null ? <Skeleton /> : null}
      {file.error === null ? null : (
        <Refused error={file.error} again={() => void file.refetch()} />
      )}
      {later?.length === 0 ? <p>{words.none(to)}</p> : null}
      {isPossible ? (
        <>
          <p>{words.what(to)}</p>
          <Successors later={later} value={successor} onChange={setChosen} />
        </>
      ) : null}
    </Decision>
  );
}

interface SuccessorsProps {
  readonly later: readonly Case['timeline'][number][];
  readonly value: string;
  readonly onChange: (transmissionId: string) => void;
}

/** The later activities of the case that could take its place. */
function Successors({ later, value, onChange }: SuccessorsProps): ReactElement {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{ACTS.supersede.which}</label>
      <select
        id={id}
        value={value}
        onChange={({ target }) => {
          onChange(target.value);
        }}
      >
        {later.length === 1 ? null : <option value="" />}
        {later.map(({ transmissionId, type, messageId, acceptedAt }) => (
          <option key={transmissionId} value={transmissionId}>
            {activityName(type)} {messageId}, {moment(acceptedAt)}
          </option>
        ))}
      </select>
    </div>
  );
}
