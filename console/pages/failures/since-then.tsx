import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { Case, Failure } from '../../generated/answers.ts';
import { stateName } from '../../words/names.ts';
import { FAILURES } from './failures-text.ts';

type Entry = Case['timeline'][number];
type Stuck = Pick<Failure, 'transmissionId' | 'from' | 'to' | 'type'>;

/** What could take the place of a message: what its sender sent to the same state later, and has crossed. */
export function successorsIn(
  { timeline }: Case,
  { transmissionId, from, to }: Omit<Stuck, 'type'>,
): readonly Entry[] {
  const place = timeline.findIndex((entry) => entry.transmissionId === transmissionId);
  return timeline
    .slice(place + 1)
    .filter((entry) => entry.from === from && entry.to === to && entry.status === 'transmitted');
}

/** Rows of a list of facts: who corrects a message that its own state must correct, and what came after it. */
export function SinceThen({
  stuck,
  file,
}: {
  readonly stuck: Stuck;
  readonly file: Case;
}): ReactElement {
  const arrived = successorsIn(file, stuck).findLast(
    ({ type, delivery }) => type === stuck.type && delivery?.state === 'acknowledged',
  );
  return (
    <>
      <dt>{FAILURES.corrects}</dt>
      <dd>{correctorOf(file, stuck)}</dd>
      {arrived === undefined ? null : (
        <>
          <dt>{FAILURES.meanwhile}</dt>
          <dd>
            <Link to={`/messages/${arrived.transmissionId}`}>
              {FAILURES.later(arrived.messageId)}
            </Link>{' '}
            {FAILURES.arrived(stateName(stuck.to))}
          </dd>
        </>
      )}
    </>
  );
}

/** By name whom the state named for its side of the case; else whoever knows the message by its own number. */
function correctorOf(file: Case, { transmissionId, from }: Stuck): string {
  const side = from === file.sendingState ? 'sending' : 'receiving';
  const named = file.designations?.[side];
  const number = file.timeline.find((entry) => entry.transmissionId === transmissionId)?.messageId;
  return FAILURES.corrector(named?.name, number);
}
