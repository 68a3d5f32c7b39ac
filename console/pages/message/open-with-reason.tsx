import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useId, useState } from 'react';
import { call } from '../../api/call.ts';
import type { MessageBodies, MessageStory } from '../../generated/answers.ts';
import { Decision } from '../../parts/decision.tsx';
import { stateName } from '../../words/names.ts';
import { REASONED as T, REASONS } from './viewing-text.ts';

interface OpenWithReasonProps {
  readonly story: MessageStory;
  readonly onClose: () => void;
  readonly onOpened: (bodies: MessageBodies) => void;
}

/** The national office says why before it is shown the documents of two states. */
export function OpenWithReason({ story, onClose, onOpened }: OpenWithReasonProps): ReactElement {
  const { transmissionId, from, to } = story;
  const [reason, setReason] = useState('');
  const queries = useQueryClient();
  const id = useId();
  return (
    <Decision
      title={T.title}
      confirm={T.confirm}
      reason={{ label: T.note, hint: T.noteHint }}
      isReady={reason !== ''}
      onClose={onClose}
      act={async (note) => {
        const opened = await call('POST /v1/messages/{transmissionId}/viewings', {
          params: { transmissionId },
          json: { reason, note },
        });
        void queries.invalidateQueries({ queryKey: ['message', transmissionId, 'viewings'] });
        onOpened(opened);
      }}
    >
      <p>{T.what(stateName(from), stateName(to))}</p>
      <div className="field">
        <label htmlFor={id}>{T.reason}</label>
        <select
          id={id}
          value={reason}
          onChange={({ target }) => {
            setReason(target.value);
          }}
        >
          <option value="">{T.choose}</option>
          {Object.entries(REASONS).map(([code, words]) => (
            <option key={code} value={code}>
              {words}
            </option>
          ))}
        </select>
      </div>
    </Decision>
  );
}
