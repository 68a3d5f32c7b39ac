import type { ReactElement } from 'react';
import { Link } from 'wouter';
import { useAccount } from '../../api/session.ts';
import type { MessageStory } from '../../generated/answers.ts';
import { Badge } from '../../parts/badge.tsx';
import { Empty } from '../../parts/panel.tsx';
import { Technical } from '../../parts/technical.tsx';
import { useNow } from '../../parts/time.tsx';
import { clockTime, dayOf, moment, relative, zoneOf } from '../../words/time.ts';
import { MESSAGE_TEXT } from './message-text.ts';
import { type Names, type StoryStep, storySteps } from './story-steps.ts';
import { useViewings } from './viewings-query.ts';

/** The story as a timeline; the day stands only where it changes. */
export function Story({ story }: { readonly story: MessageStory }): ReactElement {
  const now = useNow();
  const steps = storySteps(story, useNames(story));
  if (steps.length === 0) return <Empty>{MESSAGE_TEXT.noEvents}</Empty>;
  return (
    <>
      <ol className="timeline">
        {steps.map((step, at) => (
          <Step
            key={step.key}
            step={step}
            now={now}
            isNewDay={dayOf(step.at) !== dayOf(steps[at - 1]?.at ?? '')}
          />
        ))}
      </ol>
      <Technical>
        <ul className="plain fine">
          {steps.map(({ key, at, technical }) =>
            technical === '' ? null : (
              <li key={key}>
                {clockTime(at)} {technical}
              </li>
            ),
          )}
        </ul>
      </Technical>
    </>
  );
}

/** Of one's own state: who is reading, who decided, and who opened something. */
function useNames({ transmissionId, decisions }: MessageStory): Names {
  const { reference, name } = useAccount();
  const viewings = useViewings(transmissionId).data?.pages.flatMap(({ items }) => items) ?? [];
  return new Map([
    ...viewings.flatMap((one) => (one.name === undefined ? [] : [[one.actor, one.name] as const])),
    ...decisions.flatMap((one) => (one.name === undefined ? [] : [[one.by, one.name] as const])),
    [reference, name],
  ]);
}

interface StepProps {
  readonly step: StoryStep;
  readonly now: Date;
  readonly isNewDay: boolean;
}

function Step({ step, now, isNewDay }: StepProps): ReactElement {
  const { at, look, text, reason, successor, fine } = step;
  return (
    <>
      {isNewDay ? (
        <li className="timeline__day">
          {dayOf(at)}{' '}
          <span className="fine">
            {zoneOf(at)}, {relative(at, now)}
          </span>
        </li>
      ) : null}
      <li className="timeline__step">
        <time dateTime={at} title={`${moment(at)}, ${relative(at, now)}`}>
          {clockTime(at)}
        </time>
        <Badge look={look} word={text} />
        {reason === undefined ? null : <q className="timeline__reason">{reason}</q>}
        {successor === undefined ? null : (
          <Link className="timeline__reason" to={`/messages/${successor}`}>
            {MESSAGE_TEXT.successor}
          </Link>
        )}
        {fine === '' ? null : <small className="fine">{fine}</small>}
      </li>
    </>
  );
}
