/** One thing that somebody published of a state. */
export interface Sourced {
  /** Address or title of the page, or the law, that says so. */
  readonly source: string;
  /** Whether the source is the state's own word: its law or a page of one of its authorities. */
  readonly confirmed: boolean;
}

export interface Fact extends Sourced {
  readonly value: string;
}

/** How an office is reached by people. Of what nobody published there is nothing. */
export interface Office {
  readonly name?: Fact;
  readonly mail?: Fact;
  readonly phone?: Fact;
  readonly address?: Fact;
  readonly web?: Fact;
}

/** One of the two ways into a state that sorts by type of supervision. */
export interface Route {
  /** `AZ-probation`, `AZ-parole`. */
  readonly name: string;
  readonly office?: Office;
}

/** What a state asks of persons on supervision (rule 4.107). Amounts are US dollars with two decimals. */
export interface Fee extends Sourced {
  readonly kind: 'application' | 'supervision';
  /** The least where `most` stands beside it. */
  readonly amount?: string;
  readonly most?: string;
  readonly per: 'application' | 'month';
  readonly payer: 'person-leaving' | 'person-received';
  /** The law that sets it, else the compact's rule that allows it. */
  readonly rule: string;
  readonly note?: string;
}

export type RegistrationTrigger =
  | 'release'
  | 'arrival'
  | 'residence-change'
  | 'birthday'
  | 'work-start'
  | 'work-change'
  | 'school-start'
  | 'school-change'
  | 'work-day-count';

type Registrant = 'sex-offense' | 'felony';

type RegistrationSituation =
  'supervised-here' | 'moving-here' | 'working-or-studying-here' | 'travelling-here';

/** One thing that makes a person register with a state, and within which time. */
export interface RegistrationDuty extends Sourced {
  readonly persons: Registrant;
  readonly situation: RegistrationSituation;
  readonly trigger: RegistrationTrigger;
  /** With `work-day-count`: the day of work in the state that starts the time. */
  readonly workDays?: number;
  /** Where only work or school at such a place counts. */
  readonly place?: 'higher-education';
  readonly limit: {
    readonly number: number;
    readonly unit: 'calendar-days' | 'business-days' | 'hours';
  };
  readonly rule: string;
  readonly registerWith?: string;
}

/** Whom a state does not ask to register. */
export interface RegistrationExemption extends Sourced {
  readonly persons: Registrant;
  readonly situation?: RegistrationSituation;
  readonly note?: string;
}
