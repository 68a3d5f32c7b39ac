import { mintHubId, type RandomBytes } from '../../../hub/message/identifiers.ts';
import type { CaseRow } from '../../../hub/store/cases.ts';
import { type Random, createRandom } from '../../../simulation/generator/random.ts';

/** A case told alike: the same activities on the same days between the same members, of another person. */
export interface CaseCopy {
  /** In the place of the story's. */
  readonly key: string;
  readonly caseId: string;
  readonly personId: string;
  readonly random: Random;
  /** By what is said of the story's person: what is said of the copy's. */
  readonly person: Map<string, string>;
  /** By transmission of the case that was told. */
  readonly transmissions: Map<string, CopiedTransmission>;
  /** As it is so far. */
  row: CaseRow | undefined;
}

export interface CopiedTransmission {
  readonly id: string;
  /** By so many milliseconds. */
  readonly earlier: number;
}

export function copiesOf(storyKey: string, count: number, random: RandomBytes): CaseCopy[] {
  return Array.from({ length: count }, (_, index): CaseCopy => {
    const key = `${storyKey}-${index + 1}`;
    return {
      key,
      caseId: mintHubId('C', random),
      personId: mintHubId('P', random),
      random: createRandom(key),
      person: new Map(),
      transmissions: new Map(),
      row: undefined,
    };
  });
}

const HOUR_MS = 3_600_000;
/** Hours of the day, UTC, at which a day may begin in some member's place: from UTC-4 to UTC-10. */
const FIRST_MIDNIGHT = 4;
const LAST_MIDNIGHT = 10;

/** By how much earlier a moment may be without being on another day in the place of any member. */
export function slackOf(moment: number): number {
  const hour = Math.floor(moment / HOUR_MS);
  const ofDay = hour % 24;
  if (ofDay >= FIRST_MIDNIGHT && ofDay <= LAST_MIDNIGHT) return moment - hour * HOUR_MS;
  const since = (ofDay + 24 - LAST_MIDNIGHT) % 24;
  return moment - (hour - since) * HOUR_MS;
}

export function earlier(moment: Date, by: number): Date;
export function earlier(moment: Date | null, by: number): Date | null;
export function earlier(moment: Date | null, by: number): Date | null {
  return moment && new Date(moment.getTime() - by);
}
