import type { JsonObject } from '../../hub/message/json.ts';

/**
 * A story as a person tells it from the rules: who sends what on which day, what is refused, what waits,
 * and how the case, its clocks and the ledger stand in the end. Nothing of it is computed.
 */
export interface Story {
  /** Begins the ids of its activities: `s04`. */
  readonly key: string;
  readonly name: string;
  /** Two where a person has a second case, of other states or by the other route. */
  readonly cases: Readonly<Record<string, ToldCase>>;
  readonly steps: readonly StoryStep[];
}

/** A case with its end. */
export interface ToldCase {
  readonly sending: StoryMember;
  readonly receiving: StoryMember;
  readonly supervisionType: 'PROBATION' | 'PAROLE';
  readonly end: CaseEnd;
  /** Every clock of the case: what is owed, by whom, until when, and what became of it. */
  readonly clocks: readonly ToldClock[];
}

/** The members of the lab: one on each transport, each with a dialect of its own. */
export type StoryMember = 'OR' | 'NY' | 'OH' | 'IL';

/** Each question of the lifecycle with its answer, in the words of the API. */
export interface CaseEnd {
  readonly status: string;
  readonly reportingInstructions: string;
  readonly transfer: string;
  readonly location: string;
  readonly violation: string;
  readonly retaking: string;
  readonly returning: string;
  readonly closure: string;
  readonly supervisingState: StoryMember;
  /** `choice by side`, where a rejection asks for one. */
  readonly choices?: readonly string[];
}

/** `duty | rule | owed by | due on | status | how it ended`, the last only of what has ended. */
export type ToldClock = string;

export type StoryStep = Sending | Release;

interface InTime {
  /** Day of the step, noon in the East: the business clock is set to it. */
  readonly on: string;
  /** How the case stands right after it, where that is told. */
  readonly then?: Partial<CaseEnd>;
}

/** A state's system submits an activity. */
export interface Sending extends InTime {
  readonly from: StoryMember;
  /** Name of its type: `transfer-request`. */
  readonly sends: string;
  /** Name of the activity within the story. */
  readonly as: string;
  /** The case it is of; the only one unless given. */
  readonly of?: string;
  /**
   * What differs from the least activity of its type; `{ref: name}` stands for
   * an earlier one's id, null for what is left out.
   */
  readonly data?: JsonObject;
  /** Row of the lifecycle that refuses it. */
  readonly refusedBy?: string;
  /** The state's system does not say who released it, so it waits for the compact office. */
  readonly waits?: true;
  /** Leaves of the transmission in the end, in order; `accepted transmitted` unless given. */
  readonly leaves?: string;
  /** It waits to the end and never crosses. */
  readonly neverCrosses?: true;
}

/** The sender's compact office lets what waits go on. */
export interface Release extends InTime {
  readonly office: StoryMember;
  readonly releases: string;
  /** Row of the lifecycle that forbids it by now: it goes on waiting. */
  readonly refusedBy?: string;
}
