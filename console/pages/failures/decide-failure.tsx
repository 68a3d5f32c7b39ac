import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useId, useState } from 'react';
import { call } from '../../api/call.ts';
import type { Case, Failure } from '../../generated/answers.ts';
import { Decision } from '../../parts/decision.tsx';
import { ActivityName, CaseLink, Way } from '../../parts/member.tsx';
import { activityName } from '../../words/names.ts';
import { moment } from '../../words/time.ts';
import type { Finish } from './causes.ts';
import { ACTS } from './failures-text.ts';

export type FailureAct = 'replay' | 'skip' | 'supersede' | 'cancel';

interface DecideProps {
  readonly failure: Failure;
  readonly act: FailureAct;
  readonly onDone: Finish;
  readonly onClose: () => void;
}

/** Asks why, says what it means, and does it. */
export function DecideFailure({ failure, act, onDone, onClose }: DecideProps): ReactElement {
  const [successor, setSuccessor] = useState('');
  const { deliveryId, type, from, to, caseId } = failure;
  const words = ACTS[act];
  const isReplacing = act === 'supersede';
  return (
    <Decision
      title={words.title}
      confirm={words.confirm}
      reason={{ label: ACTS.reason, hint: ACTS.reasonHint }}
      isReady={!isReplacing || successor !== ''}
      isGrave={act !== 'replay'}
      onClose={onClose}
      act={async (reason) => {
        const json = isReplacing ? { by: successor, reason } : { reason };
        await call(`POST /v1/deliveries/{deliveryId}/${act}`, { params: { deliveryId }, json });
        await onDone(words.done, [deliveryId], onClose);
      }}
    >
      <p>
        <ActivityName type={type} />, <Way from={from} to={to} />, case <CaseLink caseId={caseId} />
      </p>
      <p>{words.what(to)}</p>
      {isReplacing ? (
        <Successors failure={failure} value={successor} onChange={setSuccessor} />
      ) : null}
    </Decision>
  );
}

interface SuccessorsProps {
  readonly failure: Failure;
  readonly value: string;
  readonly onChange: (transmissionId: string) => void;
}

/** The later activities of the case that could take its place. */
function Successors({ failure, value, onChange }: SuccessorsProps): ReactElement | null {
  const id = useId();
  const { caseId } = failure;
  const { data } = useQuery({
    queryKey: ['case', caseId],
    queryFn: () => call('GET /v1/cases/{caseId}', { params: { caseId }, query: { person: 'no' } }),
  });
  if (data === undefined) return null;
  const later = successorsIn(data, failure);
  if (later.length === 0) return <p>{ACTS.supersede.none}</p>;
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
        <option value="" />
        {later.map(({ transmissionId, type, acceptedAt }) => (
          <option key={transmissionId} value={transmissionId}>
            {activityName(type)}, {moment(acceptedAt)}
          </option>
        ))}
      </select>
    </div>
  );
}

function successorsIn({ timeline }: Case, { transmissionId, from, to }: Failure): Case['timeline'] {
  const place = timeline.findIndex((entry) => entry.transmissionId === transmissionId);
  return timeline
    .slice(place + 1)
    .filter((entry) => entry.from === from && entry.to === to && entry.status === 'transmitted');
}
