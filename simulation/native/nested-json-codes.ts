import { pairs } from './codecs.ts';

/** The numeric codes of the dialect `nested-json`, as its code book lists them. */
// prettier-ignore
export const CODES = {
  actorRole: pairs('OFFICER:1 SUPERVISOR:2 COMPACT_OFFICE:3 STATE_ADMINISTRATOR:4', Number),
  addressState: pairs(
    'AL:1 AK:2 AZ:4 AR:5 CA:6 CO:8 CT:9 DE:10 DC:11 FL:12 GA:13 HI:15 ID:16 IL:17 IN:18 ' +
    'IA:19 KS:20 KY:21 LA:22 ME:23 MD:24 MA:25 MI:26 MN:27 MS:28 MO:29 MT:30 NE:31 NV:32 ' +
    'NH:33 NJ:34 NM:35 NY:36 NC:37 ND:38 OH:39 OK:40 OR:41 PA:42 PR:72 RI:44 SC:45 SD:46 ' +
    'TN:47 TX:48 UT:49 VT:50 VI:78 VA:51 WA:53 WV:54 WI:55 WY:56 AS:60 GU:66 MP:69 AA:901 ' +
    'AE:902 AP:903',
    Number,
  ),
  aliasKind: pairs('MAIDEN:1 FORMER:2 NICKNAME:3 ALSO_KNOWN_AS:4', Number),
  attachmentKind: pairs(
    'PHOTO:1 APPLICATION:2 OFFENSE_DOCUMENT:3 JUDGMENT:4 CONDITIONS:5 PROTECTIVE_ORDER:6 ' +
    'REGISTRATION_PROOF:7 PRESENTENCE_REPORT:8 SUPERVISION_HISTORY:9 PRISON_RECORD:10 ' +
    'MILITARY_ORDERS:11 EMPLOYER_LETTER:12 VETERAN_REFERRAL:13 RESIDENCE_PROOF:14 ' +
    'ASSESSMENT:15 TREATMENT_PLAN:16 VICTIM_STATEMENT:17 FINANCIAL:18 OTHER:99',
    Number,
  ),
  attachmentMediaType: pairs(
    'application/pdf:1 application/msword:2 ' +
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document:3 ' +
    'application/rtf:4 text/plain:5 image/jpeg:6 image/gif:7 image/png:8 image/tiff:9',
    Number,
  ),
  bodyMarkKind: pairs('SCAR:1 MARK:2 TATTOO:3', Number),
  caseClosureOutcome: pairs('VALID:1 INVALID:2', Number),
  caseClosureReason: pairs(
    'DISCHARGE_EXPIRATION:1 DISCHARGE_EARLY:2 ABSCONDED:3 INCARCERATED_180_PLUS:4 DEATH:5 ' +
    'RETURNED_TO_SENDING_STATE:6 RETAKEN:7 SUBSEQUENT_STATE_DEPARTURE:8 CLOSED_IN_ERROR:9 ' +
    'OTHER:99',
    Number,
  ),
  caseSide: pairs('SENDING:1 RECEIVING:2', Number),
  conditionCompliance: pairs(
    'NOT_STARTED:1 IN_PROGRESS:2 COMPLIANT:3 NOT_COMPLIANT:4 COMPLETED:5',
    Number,
  ),
  conditionKind: pairs('STANDARD:1 SPECIAL:2', Number),
  departureDirection: pairs('OUTBOUND:1 RETURN:2 SUBSEQUENT:3', Number),
  employmentStatus: pairs(
    'EMPLOYED:1 UNEMPLOYED:2 STUDENT:3 RETIRED:4 UNABLE_TO_WORK:5 UNKNOWN:99',
    Number,
  ),
  ethnicity: pairs('N:0 H:1 U:9', Number),
  eyeColor: pairs('BLK:1 BLU:2 BRO:3 GRY:4 GRN:5 HAZ:6 MAR:7 PNK:8 MUL:9 XXX:99', Number),
  feeStatus: pairs('PAID:1 DUE:2 WAIVED:3', Number),
  financialObligationKind: pairs('FINES:1 COSTS:2 RESTITUTION:3 FAMILY_SUPPORT:4', Number),
  hairColor: pairs(
    'XXX:99 BLK:1 BRO:2 BLN:3 RED:4 SDY:5 GRY:6 WHI:7 BAL:8 BLU:90 GRN:90 ONG:90 PLE:90 ' +
    'PNK:90',
    Number,
  ),
  immigrationStatus: pairs(
    'CITIZEN:1 PERMANENT_RESIDENT:2 OTHER_LAWFUL_STATUS:3 NO_LAWFUL_STATUS:4 UNKNOWN:99',
    Number,
  ),
  meansOfSupportKind: pairs(
    'EMPLOYMENT:1 FAMILY:2 BENEFITS:3 SAVINGS:4 EDUCATION:5 OTHER:99',
    Number,
  ),
  member: pairs(
    'AL:1 AK:2 AZ:4 AR:5 CA:6 CO:8 CT:9 DE:10 DC:11 FL:12 GA:13 HI:15 ID:16 IL:17 IN:18 ' +
    'IA:19 KS:20 KY:21 LA:22 ME:23 MD:24 MA:25 MI:26 MN:27 MS:28 MO:29 MT:30 NE:31 NV:32 ' +
    'NH:33 NJ:34 NM:35 NY:36 NC:37 ND:38 OH:39 OK:40 OR:41 PA:42 PR:72 RI:44 SC:45 SD:46 ' +
    'TN:47 TX:48 UT:49 VT:50 VI:78 VA:51 WA:53 WV:54 WI:55 WY:56',
    Number,
  ),
  militaryBranch: pairs(
    'ARMY:1 NAVY:2 MARINE_CORPS:3 AIR_FORCE:4 SPACE_FORCE:5 COAST_GUARD:6 ' +
    'NATIONAL_GUARD:7',
    Number,
  ),
  misdemeanorCriterion: pairs(
    'HARM_OR_THREAT:1 FIREARM:2 REPEATED_DUI:3 REGISTRABLE_SEX_OFFENSE:4',
    Number,
  ),
  offenseDegree: pairs('FELONY:1 MISDEMEANOR:2', Number),
  phoneKind: pairs('HOME:1 MOBILE:2 WORK:3 OTHER:99', Number),
  programStatus: pairs('ATTEMPTED:1 IN_PROGRESS:2 COMPLETED:3 DISCHARGED:4', Number),
  progressRecommendation: pairs(
    'CONTINUE:1 EARLY_TERMINATION:2 EXTEND:3 MODIFY_CONDITIONS:4',
    Number,
  ),
  progressReportReason: pairs(
    'SUPERVISION_UPDATE:1 NEW_CONDITIONS:2 CONDITION_STATUS:3 COMPLIANT_BEHAVIOR:4 ' +
    'NONCOMPLIANT_BEHAVIOR:5 NEW_ARREST:6 PENDING_FELONY_OR_VIOLENT_CHARGE:7 ' +
    'NEW_CONVICTION_NO_RETAKE:8 RECOMMEND_EARLY_TERMINATION:9 RECOMMEND_EXTENSION:10 ' +
    'REQUESTED:11',
    Number,
  ),
  protectiveOrderKind: pairs('NO_CONTACT:1 PROTECTIVE:2', Number),
  qualifyingEventKind: pairs('SENTENCING:1 DISPOSITION:2 RELEASE:3', Number),
  race: pairs('W:1 B:2 I:3 A:4 U:9', Number),
  registryStatus: pairs('REGISTERED:1 NOT_YET_REGISTERED:2 NOT_REQUIRED:3', Number),
  reportingInstructionsDecision: pairs('GRANTED:1 DENIED:2', Number),
  reportingInstructionsDenialReason: pairs(
    'NOT_ELIGIBLE_REASON:1 EMERGENCY_NOT_AGREED:2 RESIDENCE_VIOLATES_LAW_OR_POLICY:3 ' +
    'INSUFFICIENT_INFORMATION:4 NOT_LIVING_IN_RS:5',
    Number,
  ),
  reportingInstructionsReason: pairs(
    'LIVING_IN_RS_AT_SENTENCING:1 MILITARY_MEMBER:2 LIVES_WITH_MILITARY_FAMILY:3 ' +
    'FAMILY_EMPLOYMENT_TRANSFER:4 EMPLOYMENT_TRANSFER:5 VETERAN_MEDICAL_MENTAL_HEALTH:6 ' +
    'EXPEDITED_EMERGENCY:7 RELEASED_FROM_INCARCERATION_IN_RS:8 ' +
    'MUTUAL_AGREEMENT_UNAPPROVED_PRESENCE:9',
    Number,
  ),
  residenceIntent: pairs('PRINCIPAL:1 TEMPORARY:2 INVOLUNTARY:3', Number),
  residenceKind: pairs(
    'HOUSE:10 HOUSE:11 HOUSE:12 APARTMENT:20 APARTMENT:21 SHELTER:30 ' +
    'TRANSITIONAL_HOUSING:31 TREATMENT_FACILITY:32 HOTEL:40 MILITARY_HOUSING:50 ' +
    'CORRECTIONAL_FACILITY:60 NO_FIXED_ADDRESS:98 OTHER:99',
    Number,
  ),
  sex: pairs('M:1 F:2 X:3 U:9', Number),
  specialStatus: pairs(
    'REGISTERED_SEX_OFFENDER:1 VICTIM_SENSITIVE:2 HISTORY_OF_ASSAULT:3 ACTIVE_WARRANT:4 ' +
    'TOLLED:5 CONFIDENTIAL:6',
    Number,
  ),
  sponsorRelationship: pairs(
    'PARENT:1 STEP_PARENT:2 GRANDPARENT:3 LEGAL_GUARDIAN:4 AUNT:11 UNCLE:11 ' +
    'ADULT_SIBLING:12 ADULT_CHILD:13 IN_LAW:14 SPOUSE:21 COMMON_LAW_SPOUSE:22 FIANCE:23 ' +
    'PARTNER:24 FRIEND:31 EMPLOYER:32 ORGANIZATION:33 OTHER:99',
    Number,
  ),
  supervisionPeriodType: pairs('PROBATION:1 PAROLE:2', Number),
  supervisionResponseKind: pairs(
    'INCENTIVE:1 CORRECTIVE_ACTION:2 GRADUATED_RESPONSE:3 SANCTION:4',
    Number,
  ),
  supervisionType: pairs('PROBATION:1 PAROLE:2 BOTH:3', Number),
  transferDecision: pairs('ACCEPTED:1 REJECTED:2', Number),
  transferReason: pairs(
    'RESIDENT:1 RESIDENT_FAMILY:2 MILITARY_MEMBER:3 LIVES_WITH_MILITARY_FAMILY:4 ' +
    'FAMILY_EMPLOYMENT_TRANSFER:5 EMPLOYMENT_TRANSFER:6 VETERAN_MEDICAL_MENTAL_HEALTH:7 ' +
    'DISCRETIONARY:8',
    Number,
  ),
  transferRejectionReason: pairs(
    'INCOMPLETE_REQUEST:1 PLAN_NOT_VALID_RESIDENCE:2 SPONSOR_UNWILLING:3 ' +
    'RESIDENCE_UNVERIFIED:4 NO_MEANS_OF_SUPPORT:5 NOT_RESIDENT:6 NO_RESIDENT_FAMILY:7 ' +
    'NOT_SUBSTANTIAL_COMPLIANCE:8 LT_90_DAYS:9 NOT_ELIGIBLE_MISDEMEANOR:10 ' +
    'DISCRETIONARY_NOT_JUSTIFIED:11 SEX_OFFENDER_RESIDENCE_RESTRICTION:12 ' +
    'INDIVIDUAL_NO_LONGER_WANTS_TRANSFER:13 INDIVIDUAL_UNAVAILABLE:14 OTHER:99',
    Number,
  ),
  transferRequestKind: pairs('INITIAL:1 RESUBMISSION:2 SUBSEQUENT:3', Number),
  travelMethod: pairs('CAR:1 BUS:2 TRAIN:3 AIR:4 SHIP:5 OTHER:99', Number),
} as const;
