import type { Weights } from './random.ts';
import type * as codes from '../../hub/generated/code-lists.ts';

/**
 * How often each code is drawn, by list. Reasons, decisions and supervision types are the national
 * figures and conditional rates in docs/simulation.md; the others are assumptions. Every code has a
 * weight, so that each is drawn sooner or later.
 */
export const ABSCONDING_CONTACT_KINDS: Weights<codes.AbscondingContactKind> = [
  ['FIELD_CONTACT_AT_RESIDENCE', 45],
  ['FAMILY_OR_COLLATERAL_CONTACT', 35],
  ['EMPLOYER_CONTACT', 20],
];

export const ACTION_SPECIALIZATIONS: Weights<codes.ActionSpecialization> = [
  ['REQUEST_PROGRESS_REPORT', 35],
  ['SUPERVISION_UPDATE_REQUEST', 20],
  ['STATUS_REQUEST', 10],
  ['DOCUMENT_REQUEST', 8],
  ['DOCUMENT_TRANSMITTAL', 8],
  ['TRAVEL_PERMIT_NOTICE', 5],
  ['CLOSURE_REQUEST', 4],
  ['FINANCIAL', 3],
  ['PLANNED_RELEASE_CHANGE', 2],
  ['VICTIM_RELATED', 1],
  ['REOPEN_REQUEST', 1],
  ['OTHER', 3],
];

/** What a reference by itself names; in a story it names what was sent. */
export const ACTIVITY_CODES: Weights<codes.ActivityCode> = [
  ['PR', 12],
  ['CAR', 12],
  ['TREQ', 10],
  ['TREP', 8],
  ['OVR', 5],
  ['RVR', 5],
  ['NOD', 5],
  ['NOA', 5],
  ['CCN', 5],
  ['CCN_REPLY', 5],
  ['RFRI', 5],
  ['RFRI_REPLY', 5],
  ['CAR_REPLY', 5],
  ['AVR', 5],
  ['ARVR', 5],
  ['R2SS_RFRI', 5],
  ['R2SS_REPLY', 5],
  ['NOFA', 5],
  ['DRT', 5],
  ['WARRANT_STATUS', 5],
  ['PROFILE_UPDATE', 5],
  ['WITHDRAW_ACTIVITY', 5],
  ['WITHDRAW_CASE', 5],
  ['REOPEN', 5],
];

export const ACTOR_ROLES: Weights<codes.ActorRole> = [
  ['OFFICER', 80],
  ['SUPERVISOR', 14],
  ['COMPACT_OFFICE', 5],
  ['STATE_ADMINISTRATOR', 1],
];

export const ALIAS_KINDS: Weights<codes.AliasKind> = [
  ['ALSO_KNOWN_AS', 55],
  ['NICKNAME', 25],
  ['MAIDEN', 10],
  ['FORMER', 10],
];

export const ATTACHMENT_KINDS: Weights<codes.AttachmentKind> = [
  ['PHOTO', 20],
  ['APPLICATION', 15],
  ['OFFENSE_DOCUMENT', 10],
  ['JUDGMENT', 10],
  ['CONDITIONS', 10],
  ['PRESENTENCE_REPORT', 5],
  ['SUPERVISION_HISTORY', 5],
  ['PRISON_RECORD', 3],
  ['PROTECTIVE_ORDER', 3],
  ['REGISTRATION_PROOF', 3],
  ['MILITARY_ORDERS', 1],
  ['EMPLOYER_LETTER', 1],
  ['VETERAN_REFERRAL', 1],
  ['RESIDENCE_PROOF', 3],
  ['ASSESSMENT', 2],
  ['TREATMENT_PLAN', 2],
  ['VICTIM_STATEMENT', 1],
  ['FINANCIAL', 2],
  ['OTHER', 3],
];

export const ATTACHMENT_MEDIA_TYPES: Weights<codes.AttachmentMediaType> = [
  ['application/pdf', 60],
  ['image/jpeg', 20],
  ['text/plain', 4],
  ['image/png', 5],
  ['image/gif', 2],
  ['image/tiff', 3],
  ['application/msword', 2],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 3],
  ['application/rtf', 1],
];

export const AVAILABILITY_STATUSES: Weights<codes.AvailabilityStatus> = [
  ['AVAILABLE', 45],
  ['NOT_AVAILABLE', 55],
];

export const BODY_MARK_KINDS: Weights<codes.BodyMarkKind> = [
  ['TATTOO', 60],
  ['SCAR', 30],
  ['MARK', 10],
];

export const CASE_CLOSURE_REASONS: Weights<codes.CaseClosureReason> = [
  ['DISCHARGE_EXPIRATION', 45],
  ['DISCHARGE_EARLY', 15],
  ['RETURNED_TO_SENDING_STATE', 14],
  ['ABSCONDED', 10],
  ['RETAKEN', 7],
  ['INCARCERATED_180_PLUS', 4],
  ['DEATH', 3],
  ['SUBSEQUENT_STATE_DEPARTURE', 2],
  ['CLOSED_IN_ERROR', 1],
  ['OTHER', 1],
];

export const CASE_SIDES: Weights<codes.CaseSide> = [
  ['SENDING', 70],
  ['RECEIVING', 30],
];

export const CONDITION_COMPLIANCES: Weights<codes.ConditionCompliance> = [
  ['COMPLIANT', 50],
  ['IN_PROGRESS', 25],
  ['NOT_COMPLIANT', 10],
  ['COMPLETED', 10],
  ['NOT_STARTED', 5],
];

export const CONDITION_KINDS: Weights<codes.ConditionKind> = [
  ['STANDARD', 65],
  ['SPECIAL', 35],
];

export const CUSTODY_STATUSES: Weights<codes.CustodyStatus> = [
  ['IN_COMMUNITY', 45],
  ['IN_CUSTODY', 30],
  ['WHEREABOUTS_UNKNOWN', 25],
];

export const DEPARTURE_DIRECTIONS: Weights<codes.DepartureDirection> = [
  ['OUTBOUND', 84],
  ['RETURN', 12],
  ['SUBSEQUENT', 4],
];

export const EMPLOYMENT_STATUSES: Weights<codes.EmploymentStatus> = [
  ['EMPLOYED', 55],
  ['UNEMPLOYED', 25],
  ['STUDENT', 3],
  ['RETIRED', 4],
  ['UNABLE_TO_WORK', 8],
  ['UNKNOWN', 5],
];

export const ETHNICITIES: Weights<codes.Ethnicity> = [
  ['N', 75],
  ['H', 20],
  ['U', 5],
];

export const EYE_COLORS: Weights<codes.EyeColor> = [
  ['BRO', 50],
  ['BLU', 20],
  ['HAZ', 10],
  ['GRN', 9],
  ['GRY', 4],
  ['BLK', 3],
  ['MAR', 1],
  ['MUL', 1],
  ['PNK', 1],
  ['XXX', 1],
];

export const FEE_STATUSES: Weights<codes.FeeStatus> = [
  ['PAID', 60],
  ['DUE', 25],
  ['WAIVED', 15],
];

export const FINANCIAL_OBLIGATION_KINDS: Weights<codes.FinancialObligationKind> = [
  ['FINES', 30],
  ['COSTS', 30],
  ['RESTITUTION', 30],
  ['FAMILY_SUPPORT', 10],
];

export const HAIR_COLORS: Weights<codes.HairColor> = [
  ['BRO', 40],
  ['BLK', 30],
  ['BLN', 10],
  ['GRY', 6],
  ['BAL', 4],
  ['RED', 3],
  ['SDY', 2],
  ['WHI', 2],
  ['XXX', 1],
  ['BLU', 1],
  ['GRN', 1],
  ['ONG', 1],
  ['PLE', 1],
  ['PNK', 1],
];

export const IMMIGRATION_STATUSES: Weights<codes.ImmigrationStatus> = [
  ['CITIZEN', 80],
  ['PERMANENT_RESIDENT', 8],
  ['OTHER_LAWFUL_STATUS', 4],
  ['NO_LAWFUL_STATUS', 4],
  ['UNKNOWN', 4],
];

export const MEANS_OF_SUPPORT_KINDS: Weights<codes.MeansOfSupportKind> = [
  ['EMPLOYMENT', 50],
  ['FAMILY', 25],
  ['BENEFITS', 15],
  ['SAVINGS', 4],
  ['EDUCATION', 3],
  ['OTHER', 3],
];

export const MILITARY_BRANCHES: Weights<codes.MilitaryBranch> = [
  ['ARMY', 35],
  ['NAVY', 18],
  ['AIR_FORCE', 16],
  ['MARINE_CORPS', 12],
  ['NATIONAL_GUARD', 12],
  ['COAST_GUARD', 4],
  ['SPACE_FORCE', 3],
];

export const MISDEMEANOR_CRITERIA: Weights<codes.MisdemeanorCriterion> = [
  ['HARM_OR_THREAT', 50],
  ['REPEATED_DUI', 30],
  ['FIREARM', 12],
  ['REGISTRABLE_SEX_OFFENSE', 8],
];

export const OFFENSE_DEGREES: Weights<codes.OffenseDegree> = [
  ['FELONY', 82],
  ['MISDEMEANOR', 18],
];

export const PHONE_KINDS: Weights<codes.PhoneKind> = [
  ['MOBILE', 65],
  ['HOME', 20],
  ['WORK', 10],
  ['OTHER', 5],
];

export const PROBABLE_CAUSE_STATUSES: Weights<codes.ProbableCauseStatus> = [
  ['NOT_REQUESTED', 45],
  ['NOT_APPLICABLE', 20],
  ['WAIVED', 15],
  ['HEARING_SCHEDULED', 10],
  ['FOUND', 8],
  ['NOT_FOUND', 2],
];

export const PROGRAM_STATUSES: Weights<codes.ProgramStatus> = [
  ['IN_PROGRESS', 45],
  ['COMPLETED', 35],
  ['ATTEMPTED', 12],
  ['DISCHARGED', 8],
];

export const PROGRESS_RECOMMENDATIONS: Weights<codes.ProgressRecommendation> = [
  ['CONTINUE', 82],
  ['EARLY_TERMINATION', 9],
  ['MODIFY_CONDITIONS', 6],
  ['EXTEND', 3],
];

export const PROGRESS_REPORT_REASONS: Weights<codes.ProgressReportReason> = [
  ['SUPERVISION_UPDATE', 35],
  ['COMPLIANT_BEHAVIOR', 18],
  ['REQUESTED', 14],
  ['CONDITION_STATUS', 9],
  ['NONCOMPLIANT_BEHAVIOR', 9],
  ['NEW_ARREST', 5],
  ['RECOMMEND_EARLY_TERMINATION', 4],
  ['NEW_CONDITIONS', 3],
  ['PENDING_FELONY_OR_VIOLENT_CHARGE', 1],
  ['NEW_CONVICTION_NO_RETAKE', 1],
  ['RECOMMEND_EXTENSION', 1],
];

export const PROTECTIVE_ORDER_KINDS: Weights<codes.ProtectiveOrderKind> = [
  ['NO_CONTACT', 65],
  ['PROTECTIVE', 35],
];

export const QUALIFYING_EVENT_KINDS: Weights<codes.QualifyingEventKind> = [
  ['SENTENCING', 70],
  ['DISPOSITION', 15],
  ['RELEASE', 15],
];

export const RACES: Weights<codes.Race> = [
  ['W', 58],
  ['B', 32],
  ['I', 3],
  ['A', 3],
  ['U', 4],
];

export const REGISTRY_STATUSES: Weights<codes.RegistryStatus> = [
  ['REGISTERED', 75],
  ['NOT_YET_REGISTERED', 20],
  ['NOT_REQUIRED', 5],
];

export const REPORTING_INSTRUCTIONS_DECISIONS: Weights<codes.ReportingInstructionsDecision> = [
  ['GRANTED', 87],
  ['DENIED', 13],
];

export const REPORTING_INSTRUCTIONS_DENIAL_REASONS: Weights<codes.ReportingInstructionsDenialReason> =
  [
    ['NOT_LIVING_IN_RS', 35],
    ['NOT_ELIGIBLE_REASON', 25],
    ['INSUFFICIENT_INFORMATION', 20],
    ['EMERGENCY_NOT_AGREED', 15],
    ['RESIDENCE_VIOLATES_LAW_OR_POLICY', 5],
  ];

export const REPORTING_INSTRUCTIONS_REASONS: Weights<codes.ReportingInstructionsReason> = [
  ['LIVING_IN_RS_AT_SENTENCING', 70],
  ['EXPEDITED_EMERGENCY', 18],
  ['RELEASED_FROM_INCARCERATION_IN_RS', 3],
  ['MUTUAL_AGREEMENT_UNAPPROVED_PRESENCE', 1],
  ['MILITARY_MEMBER', 2],
  ['LIVES_WITH_MILITARY_FAMILY', 1],
  ['FAMILY_EMPLOYMENT_TRANSFER', 1],
  ['EMPLOYMENT_TRANSFER', 2],
  ['VETERAN_MEDICAL_MENTAL_HEALTH', 2],
];

export const RESIDENCE_INTENTS: Weights<codes.ResidenceIntent> = [
  ['PRINCIPAL', 75],
  ['TEMPORARY', 17],
  ['INVOLUNTARY', 8],
];

export const RESIDENCE_KINDS: Weights<codes.ResidenceKind> = [
  ['HOUSE', 45],
  ['APARTMENT', 32],
  ['TRANSITIONAL_HOUSING', 6],
  ['TREATMENT_FACILITY', 4],
  ['SHELTER', 3],
  ['HOTEL', 3],
  ['NO_FIXED_ADDRESS', 2],
  ['MILITARY_HOUSING', 1],
  ['CORRECTIONAL_FACILITY', 2],
  ['OTHER', 2],
];

export const RETURN_REASONS: Weights<codes.ReturnReason> = [
  ['INDIVIDUAL_REQUEST', 55],
  ['TRANSFER_REJECTED', 20],
  ['IN_LIEU_OF_RETAKING_MANDATORY', 15],
  ['IN_LIEU_DISCRETIONARY', 10],
];

export const SEXES: Weights<codes.Sex> = [
  ['M', 77],
  ['F', 21],
  ['U', 1],
  ['X', 1],
];

export const SPECIAL_STATUSES: Weights<codes.SpecialStatus> = [
  ['HISTORY_OF_ASSAULT', 40],
  ['VICTIM_SENSITIVE', 30],
  ['REGISTERED_SEX_OFFENDER', 12],
  ['TOLLED', 8],
  ['ACTIVE_WARRANT', 6],
  ['CONFIDENTIAL', 4],
];

export const SPONSOR_RELATIONSHIPS: Weights<codes.SponsorRelationship> = [
  ['PARENT', 38],
  ['ADULT_SIBLING', 14],
  ['SPOUSE', 14],
  ['AUNT', 5],
  ['UNCLE', 4],
  ['GRANDPARENT', 6],
  ['ADULT_CHILD', 4],
  ['STEP_PARENT', 2],
  ['LEGAL_GUARDIAN', 1],
  ['PARTNER', 4],
  ['FRIEND', 3],
  ['FIANCE', 1],
  ['IN_LAW', 1],
  ['COMMON_LAW_SPOUSE', 1],
  ['EMPLOYER', 1],
  ['ORGANIZATION', 1],
  ['OTHER', 1],
];

export const SUPERVISION_RESPONSE_KINDS: Weights<codes.SupervisionResponseKind> = [
  ['INCENTIVE', 40],
  ['CORRECTIVE_ACTION', 30],
  ['GRADUATED_RESPONSE', 20],
  ['SANCTION', 10],
];

export const SUPERVISION_TYPES: Weights<codes.SupervisionType> = [
  ['PROBATION', 75],
  ['PAROLE', 22],
  ['BOTH', 3],
];

export const TOLLING_STATUSES: Weights<codes.TollingStatus> = [
  ['TOLLED', 70],
  ['RUNNING', 30],
];

export const TRANSFER_DECISIONS: Weights<codes.TransferDecision> = [
  ['ACCEPTED', 80],
  ['REJECTED', 20],
];

export const TRANSFER_REASONS: Weights<codes.TransferReason> = [
  ['RESIDENT_FAMILY', 45],
  ['RESIDENT', 35],
  ['DISCRETIONARY', 17],
  ['EMPLOYMENT_TRANSFER', 0.8],
  ['FAMILY_EMPLOYMENT_TRANSFER', 0.5],
  ['MILITARY_MEMBER', 0.7],
  ['LIVES_WITH_MILITARY_FAMILY', 0.4],
  ['VETERAN_MEDICAL_MENTAL_HEALTH', 0.6],
];

export const TRANSFER_REJECTION_REASONS: Weights<codes.TransferRejectionReason> = [
  ['PLAN_NOT_VALID_RESIDENCE', 24],
  ['RESIDENCE_UNVERIFIED', 22],
  ['DISCRETIONARY_NOT_JUSTIFIED', 14],
  ['SPONSOR_UNWILLING', 12],
  ['INCOMPLETE_REQUEST', 7],
  ['NO_MEANS_OF_SUPPORT', 3],
  ['NOT_RESIDENT', 3],
  ['NO_RESIDENT_FAMILY', 3],
  ['NOT_SUBSTANTIAL_COMPLIANCE', 2],
  ['LT_90_DAYS', 2],
  ['NOT_ELIGIBLE_MISDEMEANOR', 1],
  ['SEX_OFFENDER_RESIDENCE_RESTRICTION', 2],
  ['INDIVIDUAL_NO_LONGER_WANTS_TRANSFER', 4],
  ['INDIVIDUAL_UNAVAILABLE', 3],
  ['OTHER', 1],
];

export const TRANSFER_REQUEST_KINDS: Weights<codes.TransferRequestKind> = [
  ['INITIAL', 90],
  ['RESUBMISSION', 7],
  ['SUBSEQUENT', 3],
];

export const TRAVEL_METHODS: Weights<codes.TravelMethod> = [
  ['CAR', 60],
  ['BUS', 18],
  ['AIR', 14],
  ['TRAIN', 5],
  ['SHIP', 1],
  ['OTHER', 2],
];

export const UNAVAILABILITY_REASONS: Weights<codes.UnavailabilityReason> = [
  ['WHEREABOUTS_UNKNOWN', 50],
  ['PENDING_CHARGES', 25],
  ['INCARCERATED', 20],
  ['OTHER', 5],
];

export const VIOLATION_RECOMMENDATIONS: Weights<codes.ViolationRecommendation> = [
  ['RETAKE', 75],
  ['ORDER_RETURN', 15],
  ['CONTINUE_SUPERVISION', 10],
];

export const VIOLATION_RESPONSE_ACTIONS: Weights<codes.ViolationResponseAction> = [
  ['WARRANT_ISSUED_WILL_RETAKE', 45],
  ['WILL_ISSUE_WARRANT', 20],
  ['ORDER_RETURN_IN_LIEU', 15],
  ['PROBABLE_CAUSE_HEARING_REQUESTED', 10],
  ['AWAIT_DISPOSITION', 5],
  ['CONTINUE_SUPERVISION', 3],
  ['DISCHARGED', 2],
];

export const VIOLATION_TYPES: Weights<codes.ViolationType> = [
  ['BEHAVIOR_REQUIRING_RETAKING', 40],
  ['ABSCONDER', 35],
  ['NEW_FELONY_OR_VIOLENT_CONVICTION', 22],
  ['ABSCONDER_APPREHENDED_IN_RS', 3],
];

export const WARRANT_DUTIES: Weights<codes.WarrantDuty> = [
  ['MANDATORY_RETAKING', 40],
  ['ABSCONDER', 35],
  ['FAILURE_TO_ARRIVE', 12],
  ['DISCRETIONARY_RETAKING', 8],
  ['FAILURE_TO_RETURN', 5],
];

export const WARRANT_STAGES: Weights<codes.WarrantStage> = [
  ['ACTIVE', 60],
  ['EXECUTED', 32],
  ['WITHDRAWN', 8],
];

export const WITHDRAWAL_REASONS: Weights<codes.WithdrawalReason> = [
  ['PLAN_CHANGED', 30],
  ['SUBMITTED_IN_ERROR', 25],
  ['INDIVIDUAL_DECLINES', 20],
  ['NO_DEPARTURE_IN_TIME', 10],
  ['NO_REPORT_IN_TIME', 7],
  ['DISCHARGED', 5],
  ['OTHER', 3],
];
