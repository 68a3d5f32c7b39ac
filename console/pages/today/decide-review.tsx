import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useId, useState } from 'react';
import { call } from '../../api/call.ts';
import type { Review } from '../../generated/answers.ts';
import { CaseLink, ActivityName } from '../../parts/member.tsx';
import { Decision } from '../../parts/decision.tsx';
import { DECISIONS } from './today-text.ts';

/** What the office can do with what waits for its release, or came in. */
export type ReviewAct = 'release' | 'giveBack' | 'assign';

interface DecideProps {
  readonly review: Review;
  readonly onClose: () => void;
  /** Done: what the page says of it. It closes the question. */
  readonly onDone: (said: string, close: () => void) => Promise<void>;
}

/** The question that belongs to an act. */
export function DecideReview({
  act,
  ...props
}: DecideProps & { readonly act: ReviewAct }): ReactElement {
  switch (act) {
    case 'release':
      return <Release {...props} />;
    case 'giveBack':
      return <GiveBack {...props} />;
    case 'assign':
      return <Assign {...props} />;
  }
}

function Release({ review, onClose, onDone }: DecideProps): ReactElement {
  const { transmissionId, type, otherState } = review;
  const words = DECISIONS.release;
  return (
    <Decision
      title={words.title(type, otherState)}
      confirm={words.confirm(otherState)}
      onClose={onClose}
      act={async () => {
        await call('POST /v1/messages/{transmissionId}/release', { params: { transmissionId } });
        await onDone(words.done(type, otherState), onClose);
      }}
    >
      <p>
        <ActivityName type={type} />, case <CaseLink caseId={review.caseId} />
      </p>
      <p>{words.what(otherState)}</p>
      <Findings review={review} />
      <p>{words.final}</p>
    </Decision>
  );
}

/** What the checks of the compact found in a request; the other state sees the same. */
function Findings({
  review: { transmissionId, otherState },
}: {
  readonly review: Review;
}): ReactElement | null {
  const story = useQuery({
    queryKey: ['message', transmissionId],
    queryFn: () => call('GET /v1/messages/{transmissionId}', { params: { transmissionId } }),
  });
  const words = DECISIONS.release;
  if (story.isPending) return <p className="fine">{words.asking}</p>;
  const findings = story.data?.findings ?? [];
  if (story.data === undefined) return null;
  if (findings.length === 0) return <p>{words.sound}</p>;
  const rules = [...new Set(findings.map(({ rule }) => rule))];
  return (
    <p>
      {words.findings(findings.length, otherState)}{' '}
      <span className="fine">Rules {rules.join(', ')}</span>
    </p>
  );
}

function GiveBack({ review, onClose, onDone }: DecideProps): ReactElement {
  const { transmissionId, type, otherState } = review;
  const words = DECISIONS.giveBack;
  return (
    <Decision
      title={words.title(type)}
      confirm={words.confirm}
      reason={{ label: words.reason, hint: words.hint }}
      onClose={onClose}
      act={async (reason) => {
        const params = { transmissionId };
        await call('POST /v1/messages/{transmissionId}/return', { params, json: { reason } });
        await onDone(words.done(type), onClose);
      }}
    >
      <p>{words.what(otherState)}</p>
    </Decision>
  );
}

const REFERENCE = /^[\w.@-]{1,64}$/;

function Assign({ review, onClose, onDone }: DecideProps): ReactElement {
  const { transmissionId, type, assigned } = review;
  const id = useId();
  const [person, setPerson] = useState(assigned?.to ?? '');
  const [note, setNote] = useState('');
  const words = DECISIONS.assign;
  return (
    <Decision
      title={words.title(type)}
      confirm={words.confirm}
      isReady={REFERENCE.test(person.trim())}
      onClose={onClose}
      act={async () => {
        const said = note.trim();
        const json = { person: person.trim(), ...(said === '' ? {} : { note: said }) };
        await call('POST /v1/messages/{transmissionId}/assign', {
          params: { transmissionId },
          json,
        });
        await onDone(words.done(type, json.person), onClose);
      }}
    >
      <p>{words.what}</p>
      <div className="field">
        <label htmlFor={`${id}-person`}>{words.person}</label>
        <span className="fine">{words.personHint}</span>
        <input
          id={`${id}-person`}
          required
          maxLength={64}
          value={person}
          onChange={({ target }) => {
            setPerson(target.value);
          }}
        />
      </div>
      <div className="field">
        <label htmlFor={`${id}-note`}>{words.note}</label>
        <input
          id={`${id}-note`}
          maxLength={500}
          value={note}
          onChange={({ target }) => {
            setNote(target.value);
          }}
        />
      </div>
    </Decision>
  );
}
