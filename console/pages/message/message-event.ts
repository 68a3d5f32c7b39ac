import type { LedgerEvent } from '../../generated/answers.ts';

/** What the page reads of an entry of the ledger (docs/ledger-format.md, Fields). */
export interface MessageEvent {
  readonly type: string;
  readonly eventId: string;
  readonly occurredAt: string;
  readonly actor: string;
  readonly channel: string;
  readonly from?: string;
  readonly to?: string;
  readonly deliveryId?: string;
  readonly attempt?: number;
  readonly outcome?: string;
  readonly subject?: string;
  readonly code?: string;
  readonly bytesIn?: number;
  readonly bytesOut?: number;
}

/** An event and the number of its leaf. */
export interface ToldEvent extends MessageEvent {
  readonly leaf: number;
}

export const toldEvents = (events: readonly LedgerEvent[]): ToldEvent[] =>
  events.map(({ index, event }) => ({ ...(event as MessageEvent), leaf: index }));
