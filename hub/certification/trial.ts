import {
  type DeliveryOutcome,
  FAILURE_CLASS,
  type FailureClass,
  type Parcel,
  type ProbeAnswer,
} from '../../adapters/adapter.ts';
import type { Capabilities } from '../compact/profile.ts';

/** A document in the state's own format that another state's activity became. */
export interface GoldenDocument {
  readonly activityType: string;
  /** What it tries: `full`, `leap-day`, … */
  readonly variant: string;
  readonly contentType: string;
  readonly body: Buffer;
  /** The same with what its format says of the delivery: how a state knows those of a batch file. */
  readonly writtenFor?: (delivery: DeliveryFacts) => Buffer;
}

export type DeliveryFacts = Pick<Parcel, 'deliveryId' | 'caseId' | 'caseSequence'>;

/** What a state's system said of one delivery in the end; `detail`: the transport's status or error code. */
export type Answer =
  /** Taken; `acknowledged` when its system answered with our id. */
  | { readonly kind: 'taken'; readonly acknowledged: boolean; readonly reference?: string }
  /** It will not take the document. */
  | { readonly kind: 'refused'; readonly code: string; readonly detail?: string }
  /** Neither: `code` says how it went wrong. */
  | { readonly kind: 'unclear'; readonly code: string; readonly detail?: string }
  /** Nothing can be handed to it: address, credential or certificate. */
  | { readonly kind: 'unusable'; readonly code: string; readonly detail?: string };

/** What trials are run with: the state's real endpoint, and documents made for it. */
export interface TrialBench {
  readonly capabilities: Capabilities;
  readonly golden: readonly GoldenDocument[];
  /** How often a trial that is a matter of chance is repeated. */
  readonly repeats: number;
  /** A parcel with ids of its own, of one case unless it is said. */
  parcelOf(document: GoldenDocument, facts?: Partial<Parcel>): Parcel;
  /** Sends, and waits for the state's own word where it comes later. */
  send(parcel: Parcel): Promise<Answer>;
  /** Undefined where the state cannot be asked. */
  probe(deliveryId: string): Promise<ProbeAnswer | undefined>;
  /** As `send`, with a clock that is wrong by so much. */
  sendSkewed(parcel: Parcel, skewMs: number): Promise<Answer>;
  /**
   * Restarts the state's system, and says what went wrong with the command, if anything; undefined when
   * nobody said how.
   */
  readonly restart: (() => Promise<string | undefined>) | undefined;
  /** Monotonic enough to bound a wait. */
  now(): Date;
  /** Throws when the whole run is ended. */
  pause(milliseconds: number): Promise<void>;
}

/** Codes and counts, never content: the report is shown to others. */
export interface TrialResult {
  readonly verdict: 'passed' | 'failed' | 'not-run';
  readonly count: number;
  /** What went wrong, each once, with how often. */
  readonly findings: readonly string[];
  /** Why it was not run, or what was seen that is neither right nor wrong. */
  readonly note?: string;
  /** The endpoint cannot be used at all: no other trial says anything. */
  readonly endsAll?: true;
}

export interface Trial {
  readonly name: string;
  readonly title: string;
  readonly run: (bench: TrialBench) => Promise<TrialResult>;
}

/** What went wrong, and with which delivery: by that the state finds it in its own logs. */
export type Finding = string | { readonly what: string; readonly deliveryId: string };

/** Passed when nothing was found. What was found more than once names its first delivery. */
export function resultOf(count: number, found: readonly Finding[], note?: string): TrialResult {
  const counted = new Map<string, { times: number; first: string }>();
  for (const finding of found) {
    const { what, deliveryId } =
      typeof finding === 'string' ? { what: finding, deliveryId: undefined } : finding;
    const first = deliveryId === undefined ? '' : `, delivery ${deliveryId}`;
    const known = counted.get(what) ?? { times: 0, first };
    counted.set(what, { ...known, times: known.times + 1 });
  }
  return {
    verdict: found.length === 0 ? 'passed' : 'failed',
    count,
    findings: [...counted].map(([what, { times, first }]) =>
      times === 1 ? what + first : `${what} (${times} times)${first}`,
    ),
    ...(note === undefined ? {} : { note }),
  };
}

export function notRun(note: string): TrialResult {
  return { verdict: 'not-run', count: 0, findings: [], note };
}

/** The last word on an outcome of an adapter that says what the state's system said at once. */
export function answerOf(outcome: DeliveryOutcome): Answer {
  switch (outcome.kind) {
    case 'handed-over': {
      const { acknowledgement } = outcome;
      return {
        kind: 'taken',
        acknowledged: acknowledgement !== undefined,
        ...(acknowledgement?.reference === undefined
          ? {}
          : { reference: acknowledgement.reference }),
      };
    }
    case 'failed':
      return {
        kind: KIND_OF[FAILURE_CLASS[outcome.code]],
        code: outcome.code,
        detail: outcome.detail,
      };
    case 'not-sent':
      return { kind: 'unclear', code: 'NOT_SENT' };
  }
}

const KIND_OF = {
  transient: 'unclear',
  ambiguous: 'unclear',
  message: 'refused',
  destination: 'unusable',
} as const satisfies Record<FailureClass, Answer['kind']>;
