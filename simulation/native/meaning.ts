import type { ActivityData } from '../../hub/generated/messages.ts';
import type { ActivityType } from '../generator/activity-frame.ts';

/** What an activity says, whatever the words: the canonical data and who tells whom of which case. */
export interface Meaning<Type extends ActivityType = ActivityType> {
  /** The sender's id of the activity. */
  readonly id: string;
  readonly type: Type;
  readonly from: string;
  readonly to: string;
  /** RFC 3339. */
  readonly time: string;
  /**
   * The case: from a state the hub's id or the state's own number, absent when the activity opens
   * the case; from the hub always the hub's id.
   */
  readonly caseReference?: string;
  readonly supervisionType?: 'PROBATION' | 'PAROLE';
  readonly data: ActivityData[Type];
}

/** A format that states speak, as one of them reads and writes it with code of its own. */
export interface NativeDialect {
  readonly name: string;
  readonly contentType: string;
  /** Ending of the files in which documents are kept. */
  readonly ending: 'json' | 'xml' | 'csv' | 'txt';
  write(meaning: Meaning): Buffer;
  /** Throws NativeError when the document is not one of this dialect. */
  read(document: Buffer): Meaning;
  /** For a format whose documents hold many activities. */
  readonly batch?: NativeBatch;
}

export interface NativeBatch {
  /** One document of all these, in order, with the format's header and trailer. */
  join(documents: readonly Buffer[]): Buffer;
  /** Each activity as a document of its own; throws when counts or frame are wrong. */
  cut(document: Buffer): readonly CutActivity[];
}

/** An activity of a batch, with what the format says of its delivery when the hub wrote it. */
export interface CutActivity {
  readonly document: Buffer;
  readonly deliveryId?: string;
  readonly caseSequence?: number;
}

/** A document that cannot be read; the text names the place, never the value. */
export class NativeError extends Error {
  override readonly name = 'NativeError';
}
