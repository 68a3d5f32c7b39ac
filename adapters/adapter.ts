/**
 * The whole contract between the hub and the ways to a state.
 *
 * An adapter moves bytes. It knows one transport, nothing of the compact, the store or the ledger,
 * and it reports what happened as a value: it throws only for a programming error.
 */

export type Transport = 'rest' | 'soap' | 'sftp' | 'queue' | 'memory';

/** One native document for one state, under the id that stays the same over attempts and replays. */
export interface Parcel {
  readonly deliveryId: string;
  readonly transmissionId: string;
  readonly destination: string;
  readonly caseId: string;
  /** Gap-free from 1 for each case and destination: the state can see what it misses. */
  readonly caseSequence: number;
  /** 1 for the first try. */
  readonly attempt: number;
  /** True when an earlier attempt may have reached the state. */
  readonly possibleDuplicate: boolean;
  readonly activityType: string;
  readonly contentType: string;
  readonly body: Buffer;
}

/**
 * What a failure means for the next step; never the text of an error (docs/protocol.md).
 * - `transient`: the state certainly did not act; try again later.
 * - `ambiguous`: bytes left and no answer came back; the state may have acted.
 * - `message`: this document will never be taken; a person must look at it.
 * - `destination`: nothing can be handed to this state until its connection is mended.
 */
export type FailureClass = 'transient' | 'ambiguous' | 'message' | 'destination';

export const FAILURE_CLASS = {
  CONNECTION_FAILED: 'transient',
  REMOTE_BUSY: 'transient',
  REMOTE_ERROR: 'transient',
  NO_ANSWER: 'ambiguous',
  ANSWER_UNREADABLE: 'ambiguous',
  DOCUMENT_REFUSED: 'message',
  DOCUMENT_TOO_LARGE: 'message',
  ID_CONFLICT: 'message',
  CREDENTIALS_REFUSED: 'destination',
  IDENTITY_MISMATCH: 'destination',
  UNROUTABLE: 'destination',
} as const satisfies Record<string, FailureClass>;

export type FailureCode = keyof typeof FAILURE_CLASS;

/**
 * What became of one parcel. Handed over (the transport took it) and acknowledged (the state's
 * system answered with our delivery id) are two facts; `acknowledgement` is there only for the second.
 */
export type DeliveryOutcome =
  | {
      readonly kind: 'handed-over';
      readonly acknowledgement?: Acknowledgement;
      readonly bytesIn: number;
    }
  | {
      readonly kind: 'failed';
      readonly code: FailureCode;
      /** What the peer demanded (Retry-After), in milliseconds. */
      readonly retryAfterMs?: number;
      /** For the failure inbox: status line or error code of the transport, never content. */
      readonly detail: string;
      readonly bytesIn: number;
    }
  /** An earlier parcel of the same case failed in this list, so this one was not sent. */
  | { readonly kind: 'not-sent' };

export interface Acknowledgement {
  /** The state's own number for what it stored, when it gave one. */
  readonly reference?: string;
}

/** What a state answers when it is asked whether it holds a delivery. */
export type ProbeAnswer = 'held' | 'not-held' | 'unknown';

export interface StateAdapter {
  readonly transport: Transport;

  /**
   * Hands over an ordered list and returns one outcome for each parcel, in the same order.
   * Parcels of one case go in list order; after a failure the rest of that case is `not-sent`.
   * Safe to call again with the same `deliveryId`. An aborted signal ends the call as a failure.
   */
  deliver(parcels: readonly Parcel[], signal: AbortSignal): Promise<DeliveryOutcome[]>;

  /** Asks the state whether it holds a delivery; absent when its system cannot be asked. */
  probe?(deliveryId: string, signal: AbortSignal): Promise<ProbeAnswer>;

  /**
   * What the state left for us, for transports in which the hub fetches.
   * The hub calls `settle` only after it committed or refused the document.
   */
  receive?(signal: AbortSignal): AsyncIterable<IncomingDocument>;

  /** Ends connections; resolves when no socket or timer of this adapter is left. */
  close(): Promise<void>;
}

export interface IncomingDocument {
  readonly contentType: string;
  readonly body: Buffer;
  settle(verdict: IncomingVerdict): Promise<void>;
}

export type IncomingVerdict =
  | { readonly kind: 'accepted'; readonly receipt: string }
  | { readonly kind: 'refused'; readonly problem: string };
