import type { Config } from '../../../hub/config.ts';

/** What one process of a fill is to make. */
export interface FillerOptions {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly softwareVersion: string;
  readonly receiptKeyId: string;
  /** Which of the processes it is: its cases are no other's. */
  readonly part: number;
  readonly activities: number;
  /** Cases of every story: one that the flows tell, and copies. */
  readonly casesAlike: number;
  readonly seed: string;
  /** Until when everything happened, ISO. */
  readonly until: string;
  /** By member: since when its system refuses the hub, in milliseconds. */
  readonly downSince: Readonly<Record<string, number>>;
  /** By member: references of its system and of a person of its office. */
  readonly systems: Readonly<Record<string, string>>;
  readonly offices: Readonly<Record<string, string>>;
}

/** Leaves in their order, before they have indexes. */
export interface PreparedBatch {
  /** Leaf hashes of 32 bytes one after the other, in base64. */
  readonly leafHashes: string;
  readonly activities: number;
  /** Nothing comes after it. */
  readonly last: boolean;
}

export interface WriteOrder {
  /** Index of the batch's first leaf. */
  readonly firstIndex: number;
}

export interface WrittenBatch {
  readonly cases: number;
}
