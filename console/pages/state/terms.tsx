import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { call } from '../../api/call.ts';
import type { Answers } from '../../generated/answers.ts';
import { Badge } from '../../parts/badge.tsx';
import { Decision } from '../../parts/decision.tsx';
import { Answered, Panel } from '../../parts/panel.tsx';
import { Moment } from '../../parts/time.tsx';
import { stateName } from '../../words/names.ts';
import { STATE_TEXT } from './state-text.ts';

const T = STATE_TEXT.terms;

type Terms = Answers['GET /v1/members/{state}/profile']['terms'];

interface TermsPanelProps {
  readonly code: string;
  readonly terms: Terms;
  /** Whether the person may agree for the agency. */
  readonly mayAgree: boolean;
}

/** To which terms the agency agreed, and the way for its administrator to do so. */
export function TermsPanel({ code, terms, mayAgree }: TermsPanelProps): ReactElement {
  const [isAsked, setAsked] = useState(false);
  const { agreed, dueAt } = terms;
  const isOpen = agreed === undefined || dueAt !== undefined;
  return (
    <Panel title={T.title}>
      {agreed === undefined ? (
        <p>
          <Badge look="late" word={T.never} /> {T.neverMeans}
        </p>
      ) : (
        <p>
          {T.agreed(agreed.version, agreed.by)} <Moment at={agreed.at} both />
        </p>
      )}
      {dueAt === undefined ? null : (
        <p>
          <Badge look="soon" word={T.changed} /> {T.changedMeans} <Moment at={dueAt} both />.
        </p>
      )}
      {mayAgree && isOpen ? (
        <p className="buttons">
          <button
            type="button"
            className="usa-button"
            onClick={() => {
              setAsked(true);
            }}
          >
            {T.read}
          </button>
        </p>
      ) : null}
      {isAsked ? (
        <Agree
          code={code}
          onClose={() => {
            setAsked(false);
          }}
        />
      ) : null}
    </Panel>
  );
}

interface AgreeProps {
  readonly code: string;
  readonly onClose: () => void;
}

function Agree({ code, onClose }: AgreeProps): ReactElement {
  const queries = useQueryClient();
  const [isRead, setRead] = useState(false);
  const policy = useQuery({
    queryKey: ['exchange-policy'],
    queryFn: ({ signal }) => call('GET /v1/exchange-policy', { signal }),
  });
  return (
    <Decision
      title={T.title}
      confirm={T.confirm}
      isReady={isRead && policy.isSuccess}
      onClose={onClose}
      act={async () => {
        const version = policy.data?.version;
        const params = { state: code };
        await call('POST /v1/members/{state}/agreement', { params, json: { version } });
        await queries.invalidateQueries({ queryKey: ['state', code] });
        onClose();
      }}
    >
      <Answered query={policy}>
        {({ text }) => (
          <>
            {text.split('\n\n').map((paragraph) => (
              <p key={paragraph}>{paragraph}</p>
            ))}
          </>
        )}
      </Answered>
      <label className="check">
        <input
          type="checkbox"
          checked={isRead}
          onChange={({ target }) => {
            setRead(target.checked);
          }}
        />
        {T.say(stateName(code))}
      </label>
    </Decision>
  );
}
