/** How something stands: the looks of the console, each with an icon and a word (docs/console.md). */
export type Look = 'in-order' | 'waiting' | 'soon' | 'late' | 'proven' | 'open';

export interface Standing {
  readonly look: Look;
  readonly word: string;
}

/** What the state of a message is called, in a filter, a column and on a page. */
export const STATE_OF_DELIVERY = 'State of delivery';
/** When the hub took a message and gave its receipt: a state accepts a transfer, not a message. */
export const RECEIVED = 'Received by the hub';

const DELIVERY: Readonly<Record<string, Standing>> = {
  queued: { look: 'in-order', word: 'On its way' },
  claimed: { look: 'in-order', word: 'On its way' },
  dispatching: { look: 'in-order', word: 'Being handed over' },
  'handed-over': { look: 'in-order', word: 'Handed over' },
  acknowledged: { look: 'in-order', word: 'Acknowledged' },
  'retry-wait': { look: 'soon', word: 'Will be tried again' },
  held: { look: 'late', word: 'Held' },
  'outcome-unknown': { look: 'late', word: 'Outcome unknown' },
  refused: { look: 'late', word: 'Refused' },
  'dead-letter': { look: 'late', word: 'Failed' },
  skipped: { look: 'in-order', word: 'Skipped' },
  cancelled: { look: 'in-order', word: 'Given up' },
  superseded: { look: 'in-order', word: 'Superseded' },
};

const STATUS: Readonly<Record<string, Standing>> = {
  'awaiting-release': { look: 'waiting', word: 'Waits for release' },
  'awaiting-attachments': { look: 'waiting', word: 'Waits for its files' },
  transmitted: { look: 'in-order', word: 'Crossed' },
  returned: { look: 'in-order', word: 'Returned to its sender' },
};

/** How a delivery stands, in words. */
export const deliveryStanding = (state: string): Standing =>
  DELIVERY[state] ?? { look: 'in-order', word: state };

/** How a message stands that has no delivery yet, and what has one in general. */
export const statusStanding = (status: string): Standing =>
  STATUS[status] ?? { look: 'in-order', word: status };

/** How a message stands: its delivery where it has one, else where it waits. */
export function messageStanding(message: {
  readonly status: string;
  readonly delivery?: { readonly state: string };
}): Standing {
  if (message.status === 'transmitted' && message.delivery !== undefined) {
    return deliveryStanding(message.delivery.state);
  }
  return statusStanding(message.status);
}
