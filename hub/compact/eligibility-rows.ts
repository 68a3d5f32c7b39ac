import type { ReportingInstructionsReason, TransferReason } from '../generated/code-lists.ts';
import { type CalendarDay, addDays, addMonths } from './calendar-day.ts';
import {
  type Ask,
  feeRecorded,
  feeReducedByHalfAtMost,
  familyResidentFor,
  isInCompact,
  isInReceivingState,
  misdemeanorCriterion,
  moreThanDaysLeft,
  noTravelPermit,
  notLaterThan,
  oneOf,
  periodOfMonths,
  releasedSoonAfterSentence,
  required,
  saysYes,
  whereItExists,
  withinLimitOfEvent,
} from './eligibility-asks.ts';
import type { CheckCode, Weight } from './finding.ts';
import type { MemberCode } from './members.ts';
import {
  type Circumstance,
  FEE_ASKED,
  FEE_STATED,
  FROM_PRISON,
  INCARCERATED,
  MISDEMEANORS_ONLY,
  MONTH_ON_SUPERVISION,
  REGISTRABLE,
  RELEASED,
} from './request-circumstances.ts';
import { notMovedAway, residentForAYear } from './residency.ts';

/** One thing that a rule asks of a request, in force between two days. */
export interface EligibilityCheck {
  readonly code: CheckCode;
  readonly rule: string;
  /** In words, for docs/compact-rules.md and for whom is refused. */
  readonly asks: string;
  readonly types: readonly RequestType[];
  /** Only with these reasons; with any where it is absent. */
  readonly reasons?: readonly (TransferReason | ReportingInstructionsReason)[];
  readonly when?: Circumstance;
  /** Only of requests of these sending states. */
  readonly sending?: readonly MemberCode[];
  readonly from?: CalendarDay;
  /** The first day on which it is no more in force. */
  readonly until?: CalendarDay;
  /** Which day is looked up in `from` and `until`: that of the request unless it says the event. */
  readonly dated?: 'event';
  readonly weight: Weight;
  /** Whether a published text was found that says so. */
  readonly confirmed: boolean;
  readonly source: string;
  readonly ask: Ask;
}

const TRANSFER = 'compact.transfer-request.v1';
const INSTRUCTIONS = 'compact.reporting-instructions-request.v1';

/** The activities that are asked. */
export const REQUEST_TYPES = [TRANSFER, INSTRUCTIONS] as const;

export type RequestType = (typeof REQUEST_TYPES)[number];

/** The rules of chapter 3 on reporting instructions were changed and numbered anew. */
const RULES_OF_2026: CalendarDay = '2026-04-01';
const BEFORE = { until: RULES_OF_2026 } as const;
const SINCE = { from: RULES_OF_2026 } as const;

const T = { types: [TRANSFER], weight: 'advisory', confirmed: true } as const;
const R = { types: [INSTRUCTIONS], weight: 'advisory', confirmed: true } as const;
const BOTH = { types: [TRANSFER, INSTRUCTIONS], weight: 'advisory', confirmed: true } as const;

const OREGON = 'Oregon Interstate Compact, frequently asked questions';
const RULE_3_107 = 'Rule 3.107 as published; article on requests of the national system';
const MILITARY = ['MILITARY_MEMBER', 'LIVES_WITH_MILITARY_FAMILY'] as const;
const EMPLOYMENT = ['EMPLOYMENT_TRANSFER', 'FAMILY_EMPLOYMENT_TRANSFER'] as const;
const FAMILY = [
  'PARENT',
  'GRANDPARENT',
  'AUNT',
  'UNCLE',
  'ADULT_CHILD',
  'ADULT_SIBLING',
  'SPOUSE',
  'LEGAL_GUARDIAN',
  'STEP_PARENT',
];
const VICTIMS = { places: ['/sexOffense/victims'], file: 'VICTIM_STATEMENT' } as const;

type Row = Omit<EligibilityCheck, 'rule' | 'from' | 'until'>;

/** Under its old number until the rules of 2026, and under its new one since. */
function renumbered(old: string, since: string, row: Row): EligibilityCheck[] {
  return [
    { ...row, rule: old, ...BEFORE },
    { ...row, rule: since, ...SINCE },
  ];
}

/** Of transfer requests under the old number, which 2026 left as it was; of the others as renumbered. */
function ofBoth(row: Omit<Row, 'types' | 'weight' | 'confirmed'>): EligibilityCheck[] {
  return [
    { ...T, ...row, rule: '3.101-1' },
    ...renumbered('3.101-1', '3.103-1', { ...R, ...row, confirmed: false }),
  ];
}

// prettier-ignore
const ELIGIBILITY: readonly EligibilityCheck[] = [
  { ...BOTH, code: 'PLAN_WITHIN_COMPACT', rule: '1.101', weight: 'refusing',
    asks: 'the person will live in a member of the compact, for there is no transfer to elsewhere',
    source: `${OREGON}: no provision for other countries; the rule is that of the definitions`,
    ask: isInCompact('/residence/address/state') },
  { ...BOTH, code: 'PLAN_IN_RECEIVING_STATE', rule: '3.101',
    asks: 'the person will live in the receiving state',
    source: `${OREGON}: a valid plan of supervision`,
    ask: isInReceivingState('/residence/address/state') },
  { ...T, code: 'SUPERVISION_LEFT', rule: '3.101',
    asks: 'more than 90 calendar days of supervision are left, or no end is set',
    source: `Rule 3.101 as published; ${OREGON}`,
    ask: moreThanDaysLeft(90) },
  { ...T, code: 'SUBSTANTIAL_COMPLIANCE', rule: '3.101',
    asks: 'the person keeps the terms of supervision in substance',
    source: `Rule 3.101 as published; ${OREGON}`,
    ask: saysYes('/substantialCompliance') },
  { ...T, code: 'MEANS_OF_SUPPORT', rule: '3.101',
    asks: 'the plan states employment or other means of support',
    source: `Rule 3.101 as published; ${OREGON}`,
    ask: required(['/meansOfSupport']) },
  { ...T, code: 'RESIDENT_FOR_A_YEAR', rule: '3.101', reasons: ['RESIDENT'],
    asks: 'the person lived in the receiving state for a year without a break immediately before each offense, as the principal residence',
    source: `${OREGON}: who is a resident (definition of Rule 1.101)`,
    ask: residentForAYear },
  { ...T, code: 'RESIDENCE_KEPT', rule: '3.101', reasons: ['RESIDENT'],
    asks: 'since then the person did not live elsewhere for six months with the intent to stay, but for incarceration',
    source: `${OREGON}: who is a resident (definition of Rule 1.101)`,
    ask: notMovedAway },
  { ...T, code: 'FAMILY_RELATION', rule: '3.101', reasons: ['RESIDENT_FAMILY'],
    asks: 'the sponsor is a parent, grandparent, aunt, uncle, adult child, adult sibling, spouse, legal guardian or step-parent',
    source: `${OREGON}: who is resident family (definition of Rule 1.101)`,
    ask: oneOf('/sponsor/relationship', FAMILY) },
  { ...T, code: 'FAMILY_RESIDENT', rule: '3.101', reasons: ['RESIDENT_FAMILY'],
    asks: 'the sponsor has lived in the receiving state for 180 days or more on the day of the request',
    source: `${OREGON}: who is resident family (definition of Rule 1.101)`,
    ask: familyResidentFor(180) },
  { ...T, code: 'FAMILY_WILLING_AND_ABLE', rule: '3.101', reasons: ['RESIDENT_FAMILY'],
    asks: 'the sponsor is willing and able to help',
    source: `${OREGON}: who is resident family (definition of Rule 1.101)`,
    ask: saysYes('/sponsor/willing', '/sponsor/able') },
  ...ofBoth({ code: 'MILITARY_ORDERS', reasons: MILITARY,
    asks: 'the orders are stated or attached',
    source: 'Training on Rule 3.101-1; what Rule 3.103-1 is about was not found',
    ask: required(['/militaryOrders'], 'MILITARY_ORDERS') }),
  ...ofBoth({ code: 'SERVING_MEMBER_NAMED', reasons: ['LIVES_WITH_MILITARY_FAMILY'],
    asks: 'the member of the family who serves is named',
    source: 'Training on Rule 3.101-1; what Rule 3.103-1 is about was not found',
    ask: whereItExists(['/militaryOrders/servingMember']) }),
  ...ofBoth({ code: 'EMPLOYER_LETTER', reasons: EMPLOYMENT,
    asks: 'the letter of the employer is stated or attached',
    source: 'Training on Rule 3.101-1; what Rule 3.103-1 is about was not found',
    ask: required(['/employerLetter'], 'EMPLOYER_LETTER') }),
  ...ofBoth({ code: 'TRANSFERRED_MEMBER_NAMED', reasons: ['FAMILY_EMPLOYMENT_TRANSFER'],
    asks: 'the member of the family who is transferred is named',
    source: 'Training on Rule 3.101-1; what Rule 3.103-1 is about was not found',
    ask: whereItExists(['/employerLetter/transferredMember']) }),
  ...ofBoth({ code: 'VETERAN_REFERRAL', reasons: ['VETERAN_MEDICAL_MENTAL_HEALTH'],
    asks: 'the referral for care is stated or attached',
    source: 'Training on Rule 3.101-1; what Rule 3.103-1 is about was not found',
    ask: required(['/veteranReferral'], 'VETERAN_REFERRAL') }),
  { ...T, code: 'DISCRETION_JUSTIFIED', rule: '3.101-2', reasons: ['DISCRETIONARY'],
    asks: 'the request says why the receiving state should accept',
    source: 'Abstract of Rule 3.101-2',
    ask: required(['/justification']) },
  { ...BOTH, code: 'MISDEMEANOR_TERM', rule: '2.105', when: MISDEMEANORS_ONLY,
    asks: 'the sentence includes a year or more of supervision',
    source: `${OREGON}; what changed in Rule 2.105 on 2026-04-01 was not found`,
    ask: periodOfMonths(12) },
  { ...BOTH, code: 'MISDEMEANOR_CRITERION', rule: '2.105', when: MISDEMEANORS_ONLY,
    asks: 'the offense did or threatened harm, involved a firearm, was driving while impaired for the second time or more, or makes registration as a sex offender due',
    source: `${OREGON}; what changed in Rule 2.105 on 2026-04-01 was not found`,
    ask: misdemeanorCriterion },
  { ...T, code: 'RELEASE_NEAR', rule: '3.105', when: INCARCERATED,
    asks: 'the request comes no earlier than 120 calendar days before the planned release',
    source: 'Training on Rule 3.105',
    ask: notLaterThan('/supervision/plannedReleaseDate', 120) },
];

// prettier-ignore
const SEX_OFFENSES: readonly EligibilityCheck[] = [
  { ...T, code: 'SEX_OFFENSE_ASSESSMENT', rule: '3.101-3', when: REGISTRABLE,
    asks: 'assessments, if there are any',
    source: 'Rule 3.101-3 as published; bench book',
    ask: whereItExists(['/sexOffense/assessment'], 'ASSESSMENT') },
  { ...T, code: 'SEX_OFFENSE_VICTIMS', rule: '3.101-3', when: REGISTRABLE,
    asks: 'information on the victims, unless law bars it',
    source: 'Rule 3.101-3 as published; bench book',
    ask: whereItExists(VICTIMS.places, VICTIMS.file) },
  { ...T, code: 'SEX_OFFENSE_TREATMENT_PLAN', rule: '3.101-3', when: REGISTRABLE,
    asks: 'the plan of supervision and treatment, if there is one',
    source: 'Rule 3.101-3 as published; bench book',
    ask: whereItExists(['/sexOffense/treatmentPlan'], 'TREATMENT_PLAN') },
  ...renumbered('3.101-3', '3.103-3', { ...R, code: 'SEX_OFFENSE_NARRATIVE', when: REGISTRABLE,
    asks: 'a detailed narrative of the offense',
    source: 'Article on requests of the national system; number of 2026 as guides cite it',
    ask: required(['/sexOffense/narrative'], 'OFFENSE_DOCUMENT') }),
  ...renumbered('3.101-3', '3.103-3', { ...R, code: 'SEX_OFFENSE_CONDITIONS', when: REGISTRABLE,
    asks: 'the conditions of supervision',
    source: 'Article on requests of the national system; number of 2026 as guides cite it',
    ask: required(['/conditions'], 'CONDITIONS') }),
  ...renumbered('3.101-3', '3.103-3', { ...R, code: 'SEX_OFFENSE_CONTACTS', when: REGISTRABLE,
    asks: 'with whom contact is forbidden',
    source: 'Article on requests of the national system; number of 2026 as guides cite it',
    ask: required(['/sexOffense/contactRestrictions'], 'PROTECTIVE_ORDER') }),
  ...renumbered('3.101-3', '3.103-3', { ...R, code: 'SEX_OFFENSE_VICTIMS', when: REGISTRABLE,
    asks: 'information on the victims, unless law bars it',
    source: 'Article on requests of the national system; number of 2026 as guides cite it',
    ask: whereItExists(VICTIMS.places, VICTIMS.file) }),
  ...renumbered('3.101-3', '3.103-3', { ...R, code: 'TRAVEL_PERMIT_WITHHELD', when: REGISTRABLE,
    asks: 'no travel permit before the reply',
    source: 'Rule 3.101-3 as published; number of 2026 as guides cite it',
    ask: noTravelPermit }),
];

// prettier-ignore
const CONTENTS: readonly EligibilityCheck[] = [
  { ...T, code: 'OFFENSE_DESCRIBED', rule: '3.107(a)',
    asks: 'a narrative of the offense, or a document of the police or a court that describes it',
    source: RULE_3_107,
    ask: required(['/offenseNarrative', '/sexOffense/narrative'], 'OFFENSE_DOCUMENT') },
  { ...T, code: 'PHOTO', rule: '3.107(a)',
    asks: 'a photo of the person',
    source: RULE_3_107,
    ask: required([], 'PHOTO') },
  { ...T, code: 'CONDITIONS', rule: '3.107(a)',
    asks: 'the conditions of supervision, stated or attached',
    source: RULE_3_107,
    ask: required(['/conditions'], 'CONDITIONS') },
  { ...T, code: 'PROTECTIVE_ORDERS', rule: '3.107(a)',
    asks: 'orders that forbid contact or protect someone, if there are any',
    source: RULE_3_107,
    ask: whereItExists(['/protectiveOrders'], 'PROTECTIVE_ORDER') },
  { ...T, code: 'REGISTRATION', rule: '3.107(a)', when: REGISTRABLE,
    asks: 'where registration as a sex offender stands',
    source: RULE_3_107,
    ask: required(['/sexOffense/registry'], 'REGISTRATION_PROOF') },
  { ...T, code: 'PRESENTENCE_REPORT', rule: '3.107(a)',
    asks: 'the presentence report, unless there is none or law bars it',
    source: RULE_3_107,
    ask: whereItExists([], 'PRESENTENCE_REPORT') },
  { ...T, code: 'GANG_AFFILIATION', rule: '3.107(a)',
    asks: 'whether the person is known to belong to a gang',
    source: RULE_3_107,
    ask: whereItExists(['/supervisedIndividual/gangAffiliation']) },
  { ...T, code: 'SUPERVISION_HISTORY', rule: '3.107(a)', when: MONTH_ON_SUPERVISION,
    asks: 'the history of supervision',
    source: RULE_3_107,
    ask: required(['/supervisionHistory'], 'SUPERVISION_HISTORY') },
  { ...T, code: 'FINANCIAL_OBLIGATIONS', rule: '3.107(a)',
    asks: 'what the person owes, if anything',
    source: RULE_3_107,
    ask: whereItExists(['/financialObligations'], 'FINANCIAL') },
  { ...T, code: 'PRISON_DISCIPLINE', rule: '3.107(a)', when: FROM_PRISON,
    asks: 'discipline in prison in the last two years, if it can be had',
    source: RULE_3_107,
    ask: whereItExists(['/disciplineHistory'], 'PRISON_RECORD') },
  { ...T, code: 'MENTAL_HEALTH', rule: '3.107(a)', when: FROM_PRISON,
    asks: 'mental health in the last two years, if it can be had',
    source: RULE_3_107,
    ask: whereItExists(['/mentalHealthHistory'], 'PRISON_RECORD') },
  { ...T, code: 'APPLICATION_SIGNED', rule: '3.107(b)',
    asks: 'the application was signed on or before the day of the request',
    source: RULE_3_107,
    ask: notLaterThan('/application/signedOn', 0) },
  { ...T, code: 'EXTRADITION_WAIVED', rule: '3.109',
    asks: 'the application waives extradition',
    source: 'Rule 3.109 as published',
    ask: saysYes('/application/extraditionWaived') },
];

const LIVING_THERE = { reasons: ['LIVING_IN_RS_AT_SENTENCING'], dated: 'event' } as const;

// prettier-ignore
const INSTRUCTION_GROUNDS: readonly EligibilityCheck[] = [
  { ...R, ...LIVING_THERE, ...BEFORE, code: 'REQUEST_IN_TIME', rule: '3.103',
    asks: 'the request comes within 7 business days of the sentencing, disposition or release; a late one may not be denied for that',
    source: 'Rule 3.103 as published before 2026-04-01',
    ask: withinLimitOfEvent({ days: 7, unit: 'business' }) },
  { ...R, ...LIVING_THERE, ...SINCE, code: 'REQUEST_IN_TIME', rule: '3.103',
    asks: 'the request comes within 10 business days of the sentencing, disposition or release; a late one may not be denied for that',
    source: 'Article on Rule 3.103 as of 2026-04-01',
    ask: withinLimitOfEvent({ days: 10, unit: 'business' }) },
  { ...R, ...LIVING_THERE, ...BEFORE, code: 'RELEASE_AFTER_SENTENCE', rule: '3.103', when: RELEASED,
    asks: 'the release came within six months of the sentence',
    source: 'Rule 3.103 as published before 2026-04-01: six months of jail at most',
    ask: releasedSoonAfterSentence((sentence) => addMonths(sentence, 6)) },
  { ...R, ...LIVING_THERE, ...SINCE, code: 'RELEASE_AFTER_SENTENCE', rule: '3.103', when: RELEASED,
    asks: 'the release came within 90 calendar days of the sentence',
    source: 'Article on Rule 3.103 as of 2026-04-01',
    ask: releasedSoonAfterSentence((sentence) => addDays(sentence, 90)) },
  { ...R, code: 'PROOF_OF_RESIDING', rule: '3.103', reasons: ['LIVING_IN_RS_AT_SENTENCING'],
    asks: 'proof that the person lives in the receiving state, stated or attached',
    source: 'Article on requests of the national system',
    ask: required(['/proofOfResidence'], 'RESIDENCE_PROOF') },
  ...renumbered('3.106', '3.103-2', { ...R, code: 'GROUND_EXPLAINED', reasons: ['EXPEDITED_EMERGENCY'],
    asks: 'the request says what the emergency is',
    source: 'Bench book on expedited transfers',
    ask: required(['/explanation']) }),
  { ...R, code: 'GROUND_EXPLAINED', rule: '3.102', reasons: ['RELEASED_FROM_INCARCERATION_IN_RS'],
    asks: 'the request says where the person was incarcerated in the receiving state',
    source: 'Rule 3.102(d) as published earlier', confirmed: false,
    ask: required(['/explanation']) },
  { ...R, ...SINCE, code: 'GROUND_EXPLAINED', rule: '2.110',
    reasons: ['MUTUAL_AGREEMENT_UNAPPROVED_PRESENCE'],
    asks: 'the request says what the two states agreed on',
    source: 'Rule 2.110 as published in 2026',
    ask: required(['/explanation']) },
];

// prettier-ignore
const FEES: readonly EligibilityCheck[] = [
  { ...T, code: 'APPLICATION_FEE', rule: '4.107', when: FEE_ASKED,
    asks: 'the fee of the sending state is recorded in full; the grounds for less cannot be seen',
    source: 'Rule 4.107; the fees in the profile of the sending state',
    ask: feeRecorded },
  { ...T, code: 'APPLICATION_FEE_REDUCTION', rule: 'ORS 133.865(2)', sending: ['OR'], when: FEE_STATED,
    asks: 'the fee is reduced by no more than half and never waived',
    source: OREGON,
    ask: feeReducedByHalfAtMost },
];

/** What the compact's rules ask of a request, beyond what its schema does. */
export const ELIGIBILITY_CHECKS: readonly EligibilityCheck[] = [
  ...ELIGIBILITY,
  ...SEX_OFFENSES,
  ...CONTENTS,
  ...INSTRUCTION_GROUNDS,
  ...FEES,
];
