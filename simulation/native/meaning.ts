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
  readonly ending: 'json' | 'xml';
  write(meaning: Meaning): Buffer;
  /** Throws NativeError when the document is not one of this dialect. */
  read(document: Buffer): Meaning;
}

/** A document that cannot be read; the text names the place, never the value. */
export class NativeError extends Error {
  override readonly name = 'NativeError';
}
