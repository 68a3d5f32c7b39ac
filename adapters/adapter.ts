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
  /** Files that the activity names and the transport carries itself; absent where the state fetches them. */
  readonly attachments?: readonly ParcelAttachment[];
}

/** A file of an activity, named by the SHA-256 of its bytes in lower-case hexadecimal. */
export interface ParcelAttachment {
  readonly sha256: string;
  readonly mediaType: string;
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

/** Code and transport detail, as those of a failed delivery. */
export interface ProbeFailure {
  readonly code: FailureCode;
  readonly detail: string;
}

export type TellProbeFailure = (failure: ProbeFailure) => void;

export interface StateAdapter {
  readonly transport: Transport;

  /**
   * Hands over an ordered list and returns one outcome for each parcel, in the same order.
   * Parcels of one case go in list order; after a failure the rest of that case is `not-sent`.
   * Safe to call again with the same `deliveryId`. An aborted signal ends the call as a failure.
   */
  deliver(parcels: readonly Parcel[], signal: AbortSignal): Promise<DeliveryOutcome[]>;

  /**
   * Asks the state whether it holds a delivery; absent when its system cannot be asked. `tell` hears why
   * the answer is `unknown`.
   */
  probe?(deliveryId: string, signal: AbortSignal, tell?: TellProbeFailure): Promise<ProbeAnswer>;

  /**
   * What the state left for us, for transports in which the hub fetches: one after the other, in the
   * state's order, until the signal aborts. The adapter paces itself and connects again by itself; what
   * the peer does wrong comes as a fault between documents, never as a throw. The next item is offered
   * only after `settle` of the one before.
   */
  receive?(signal: AbortSignal): AsyncIterable<Incoming>;

  /** Ends connections; resolves when no socket or timer of this adapter is left. */
  close(): Promise<void>;
}

export type Incoming = IncomingDocument | IncomingAttachment | IncomingAnswer | IncomingFault;

/** A document in the state's own format: one activity, or several where the format cuts into records. */
export interface IncomingDocument {
  readonly kind: 'document';
  readonly contentType: string;
  readonly body: Buffer;
  /** Called once, after the hub has committed or refused all of it. */
  settle(verdict: IncomingVerdict): Promise<void>;
}

/** A file that an activity names. */
export interface IncomingAttachment {
  readonly kind: 'attachment';
  /** By which the state named it; the hub compares. */
  readonly sha256: string;
  readonly mediaType: string;
  readonly body: Buffer;
  settle(verdict: IncomingVerdict): Promise<void>;
}

/** The state's own word on a delivery, where it does not come with the hand-over. */
export interface IncomingAnswer {
  readonly kind: 'answer';
  readonly deliveryId: string;
  readonly said:
    | { readonly kind: 'acknowledged'; readonly reference?: string }
    /** `reason` is the state's text, up to 1,000 characters; it is kept encrypted and never logged. */
    | { readonly kind: 'refused'; readonly reason: string };
  settle(verdict: IncomingVerdict): Promise<void>;
}

/** The state's side cannot be read just now; the adapter goes on trying. Nothing to settle. */
export interface IncomingFault {
  readonly kind: 'fault';
  readonly code: FailureCode;
  /** Error code of the transport, never content. */
  readonly detail: string;
}

export type IncomingVerdict =
  /** Each record in the document's order; one for an attachment or an answer. */
  | { readonly kind: 'decided'; readonly records: readonly RecordVerdict[] }
  /** The hub cannot decide now: the document stays where it is and is offered again later. */
  | { readonly kind: 'postponed' };

export type RecordVerdict =
  /** `receipt`: the signed receipt of an activity, JSON; absent for attachments and answers. */
  | { readonly kind: 'accepted'; readonly receipt?: string }
  /** `problem`: a problem document (RFC 9457), JSON; it repeats no value. */
  | { readonly kind: 'refused'; readonly problem: string };
