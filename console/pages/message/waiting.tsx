import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, type ReactNode, useState } from 'react';
import { holds, useAccount } from '../../api/session.ts';
import type { MessageStory } from '../../generated/answers.ts';
import { DecideReview, type ReviewAct } from '../today/decide-review.tsx';
import { TODAY } from '../today/today-text.ts';
import { TODAY_KEYS } from '../today/use-today.ts';
import { FAILURES } from '../failures/failures-text.ts';
import { MESSAGE_TEXT } from './message-text.ts';
import { WhatToDo } from './what-to-do.tsx';

interface WaitingProps {
  readonly story: MessageStory;
  /** What was decided, and what closes the question. */
  readonly say: (words: ReactNode, change: () => void) => void;
}

/** Of a message that waits for its release: whose turn it is, and its decision for those who may decide. */
export function Waiting({ story, say }: WaitingProps): ReactElement | null {
  const account = useAccount();
  const queries = useQueryClient();
  const [act, setAct] = useState<ReviewAct>();
  const { transmissionId, type, caseId, from, to, status } = story;
  if (status !== 'awaiting-release') return null;
  const isOurs = account.member === from;
  const mayDecide = isOurs && holds(account, 'compact-office');
  const words = MESSAGE_TEXT.waiting;
  return (
    <>
      <WhatToDo kind="info">
        <dl className="facts">
          <dt>{FAILURES.whoseTurn}</dt>
          <dd>
            <strong>{words.turn(from, mayDecide)}</strong>
          </dd>
          <dt>{FAILURES.now}</dt>
          <dd>{words.now(isOurs)}</dd>
          <dt>{FAILURES.nothing}</dt>
          <dd>{words.cost(to)}</dd>
        </dl>
        {mayDecide ? (
          <p className="buttons">
            {(['release', 'giveBack'] as const).map((one) => (
              <button
                key={one}
                type="button"
                className={`usa-button${one === 'release' ? '' : ' usa-button--outline'}`}
                onClick={() => {
                  setAct(one);
                }}
              >
                {TODAY.outgoing[one]}
              </button>
            ))}
          </p>
        ) : null}
      </WhatToDo>
      {/* Beside the alert, which would lend it its edge and its letters. */}
      {act === undefined ? null : (
        <DecideReview
          act={act}
          review={{ transmissionId, type, caseId, otherState: to }}
          onClose={() => {
            setAct(undefined);
          }}
          onDone={async (said, close) => {
            const changed = [['message', transmissionId], ['case', caseId], ...TODAY_KEYS];
            await Promise.all(changed.map((queryKey) => queries.invalidateQueries({ queryKey })));
            say(said, close);
          }}
        />
      )}
    </>
  );
}
