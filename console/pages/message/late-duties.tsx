import type { ReactElement } from 'react';
import type { MessageStory } from '../../generated/answers.ts';
import { Badge } from '../../parts/badge.tsx';
import { useNow } from '../../parts/time.tsx';
import { dueStanding } from '../../words/due.ts';
import { dutyWords, useCaseOf } from './duties.ts';

/** What the rules asked for because of the message, and nobody did in time: said at the top. */
export function LateDuties({ story }: { readonly story: MessageStory }): ReactElement | null {
  const now = useNow();
  const late = (useCaseOf(story)?.deadlines ?? []).filter(
    ({ transmissionId, status }) => transmissionId === story.transmissionId && status === 'overdue',
  );
  if (late.length === 0) return null;
  return (
    <ul className="late-duties">
      {late.map((duty) => (
        <li key={duty.deadlineId}>
          <Badge
            look="late"
            word={`${sentenceOf(dueStanding(duty, now).word)}. ${dutyWords(duty)}.`}
          />
        </li>
      ))}
    </ul>
  );
}

const sentenceOf = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
