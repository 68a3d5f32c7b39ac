import type { StoryPlan } from './generator/case-story.ts';
import type { Meaning } from './native/meaning.ts';

/**
 * What a state system writes down as it happens, in three journals of its data directory. The oracle
 * reads them afterwards; the system itself goes on from them after a restart.
 */
export type SentLine =
  /** Before the first attempt: what the state means to say and the bytes in which it says it. */
  | {
      readonly event: 'queued';
      readonly at: string;
      readonly messageId: string;
      readonly lane: string;
      readonly meaning: Meaning;
      readonly native: string;
    }
  | {
      readonly event: 'attempt';
      readonly at: string;
      readonly messageId: string;
      readonly attempt: number;
      /** `status 503`, or the code of the transport's error. */
      readonly outcome: string;
    }
  | {
      readonly event: 'receipt';
      readonly at: string;
      readonly messageId: string;
      readonly status: number;
      /** The whole text of the answer. */
      readonly receipt: string;
    }
  | {
      readonly event: 'refused';
      readonly at: string;
      readonly messageId: string;
      readonly status: number;
      readonly problem: string;
    };

export interface ReceivedLine {
  /**
   * `effect`: stored for the first time. `repeat`: the same again, without effect. `conflict`: other
   * content under a known id, refused. `unreadable`: refused, kept apart.
   */
  readonly event: 'effect' | 'repeat' | 'conflict' | 'unreadable';
  readonly at: string;
  readonly deliveryId: string;
  readonly attempt: number;
  readonly caseId: string;
  readonly caseSequence: number;
  /** SHA-256 of the bytes, in hexadecimal. */
  readonly sha256: string;
  /** As the document says; absent when it was not read. */
  readonly messageId?: string;
}

export type StoryLine =
  | { readonly event: 'begun'; readonly key: string; readonly part: StoryPart }
  | { readonly event: 'ended'; readonly key: string };

/** A story and how long an office thinks over each activity, in milliseconds. */
export interface StoryPart {
  readonly plan: StoryPlan;
  readonly thinkMs: readonly [number, number];
}

export const JOURNALS = { sent: 'sent', received: 'received', stories: 'stories' } as const;
