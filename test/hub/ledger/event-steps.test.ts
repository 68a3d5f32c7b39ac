import { expect } from 'chai';
import { DELIVERY_STATES, nextState } from '../../../hub/delivery/delivery-state.ts';
import type { DeliveryEvent, DeliveryState } from '../../../hub/delivery/delivery-state.ts';
import {
  DELIVERY_EVENT_TYPES,
  HUB_EVENT_TYPES,
  TRANSMISSION_EVENT_TYPES,
} from '../../../hub/ledger/event.ts';
import type { DeliveryEventType } from '../../../hub/ledger/event.ts';
import {
  WITHOUT_STEP,
  DELIVERY_STEPS,
  STANDING_ALONE,
  TRANSMISSION_STEPS,
} from '../../../ledger-verifier/event-steps.ts';

/** Which move in the table of states each leaf of a delivery tells of. */
const EVENT_OF_LEAF: Partial<Record<DeliveryEventType, DeliveryEvent>> = {
  dispatching: 'dispatch',
  unsent: 'return-unsent',
  'handed-over': 'hand-over',
  acknowledged: 'acknowledge',
  refused: 'refuse',
  retry: 'postpone',
  'outcome-unknown': 'lose-track',
  held: 'hold',
  resumed: 'resume',
  'dead-letter': 'give-up',
  replayed: 'replay',
  superseded: 'supersede',
  skipped: 'skip',
  cancelled: 'cancel',
};

describe('steps that the verifier allows', () => {
  it('know every type of event that the hub writes, each once', () => {
    const known = [
      ...Object.keys(TRANSMISSION_STEPS),
      ...WITHOUT_STEP,
      ...Object.keys(DELIVERY_STEPS),
      ...STANDING_ALONE,
    ];
    const written = [...TRANSMISSION_EVENT_TYPES, ...DELIVERY_EVENT_TYPES, ...HUB_EVENT_TYPES];
    expect(known.toSorted()).to.deep.equal(written.toSorted());
  });

  for (const [leaf, event] of Object.entries(EVENT_OF_LEAF)) {
    it(`let ${leaf} follow where the table of states does`, () => {
      const step = DELIVERY_STEPS[leaf]!;
      for (const state of DELIVERY_STATES.filter((name) => name !== 'claimed')) {
        expect(allows(state, event), `${leaf} from ${state}`).to.equal(step.from.includes(state));
      }
      const [from] = step.from as DeliveryState[];
      expect(stateAfter(from!, event)).to.equal(step.to);
    });
  }
});

/** A claim has no leaf: what a claimed delivery may do, a queued or waiting one does in the ledger. */
function stateAfter(state: DeliveryState, event: DeliveryEvent): DeliveryState | undefined {
  const direct = nextState(state, event);
  if (direct !== undefined || event === 'return-unsent') return direct;
  const claimed = nextState(state, 'claim');
  return claimed === undefined ? undefined : nextState(claimed, event);
}

const allows = (state: DeliveryState, event: DeliveryEvent): boolean =>
  stateAfter(state, event) !== undefined;
