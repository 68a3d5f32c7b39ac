import { pairs } from './codecs.ts';

/** The letters that answer items of the dialect `entry-json`. */
// prettier-ignore
export const CODES = {
  abscondingContactKind: pairs(
    'FIELD_CONTACT_AT_RESIDENCE:a EMPLOYER_CONTACT:b FAMILY_OR_COLLATERAL_CONTACT:c EMPLOYER_CONTACT:y',
    String,
  ),
  actionSpecialization: pairs(
    'REQUEST_PROGRESS_REPORT:a STATUS_REQUEST:b SUPERVISION_UPDATE_REQUEST:c DOCUMENT_REQUEST:d DOCUMENT_TRANSMITTAL:e CLOSURE_REQUEST:f VICTIM_RELATED:g TRAVEL_PERMIT_NOTICE:h FINANCIAL:i PLANNED_RELEASE_CHANGE:j REOPEN_REQUEST:k OTHER:z',
    String,
  ),
  activityCode: pairs(
    'RFRI:ISU-100 RFRI_REPLY:ISU-105 TREQ:ISU-110 TREP:ISU-115 NOD:ISU-120 NOA:ISU-125 NOFA:ISU-130 PR:ISU-135 CCN:ISU-140 CCN_REPLY:ISU-145 R2SS_RFRI:ISU-150 R2SS_REPLY:ISU-155 OVR:ISU-160 RVR:ISU-165 AVR:ISU-170 ARVR:ISU-175 DRT:ISU-180 CAR:ISU-190 CAR_REPLY:ISU-195 WITHDRAW_ACTIVITY:ISU-205 WITHDRAW_CASE:ISU-210 REOPEN:ISU-215 WARRANT_STATUS:ISU-185 PROFILE_UPDATE:ISU-200',
    String,
  ),
  actorRole: pairs(
    'OFFICER:a SUPERVISOR:b COMPACT_OFFICE:c STATE_ADMINISTRATOR:d',
    String,
  ),
  addressState: pairs(
    'AL:al AK:ak AZ:az AR:ar CA:ca CO:co CT:ct DE:de DC:dc FL:fl GA:ga HI:hi ID:id IL:il IN:in IA:ia KS:ks KY:ky LA:la ME:me MD:md MA:ma MI:mi MN:mn MS:ms MO:mo MT:mt NE:ne NV:nv NH:nh NJ:nj NM:nm NY:ny NC:nc ND:nd OH:oh OK:ok OR:or PA:pa PR:pr RI:ri SC:sc SD:sd TN:tn TX:tx UT:ut VT:vt VI:vi VA:va WA:wa WV:wv WI:wi WY:wy AS:as GU:gu MP:mp AA:aa AE:ae AP:ap',
    String,
  ),
  aliasKind: pairs(
    'MAIDEN:a FORMER:b NICKNAME:c ALSO_KNOWN_AS:d',
    String,
  ),
  attachmentKind: pairs(
    'PHOTO:a APPLICATION:b OFFENSE_DOCUMENT:c JUDGMENT:d CONDITIONS:e PROTECTIVE_ORDER:f REGISTRATION_PROOF:g PRESENTENCE_REPORT:h SUPERVISION_HISTORY:i PRISON_RECORD:j MILITARY_ORDERS:k EMPLOYER_LETTER:l VETERAN_REFERRAL:m RESIDENCE_PROOF:n ASSESSMENT:o TREATMENT_PLAN:p VICTIM_STATEMENT:q FINANCIAL:r OTHER:z',
    String,
  ),
  attachmentMediaType: pairs(
    'application/pdf:.pdf application/msword:.doc application/vnd.openxmlformats-officedocument.wordprocessingml.document:.docx application/rtf:.rtf text/plain:.txt image/jpeg:.jpg image/gif:.gif image/png:.png image/tiff:.tif image/jpeg:.jpeg image/tiff:.tiff',
    String,
  ),
  availabilityStatus: pairs(
    'AVAILABLE:a NOT_AVAILABLE:b',
    String,
  ),
  bodyMarkKind: pairs(
    'SCAR:a MARK:b TATTOO:c',
    String,
  ),
  caseClosureOutcome: pairs(
    'VALID:a INVALID:b',
    String,
  ),
  caseClosureReason: pairs(
    'DISCHARGE_EXPIRATION:a DISCHARGE_EARLY:b ABSCONDED:c INCARCERATED_180_PLUS:d DEATH:e RETURNED_TO_SENDING_STATE:f RETAKEN:g SUBSEQUENT_STATE_DEPARTURE:h CLOSED_IN_ERROR:i OTHER:z',
    String,
  ),
  caseSide: pairs(
    'SENDING:a RECEIVING:b',
    String,
  ),
  conditionCompliance: pairs(
    'NOT_STARTED:a IN_PROGRESS:b COMPLIANT:c NOT_COMPLIANT:d COMPLETED:e',
    String,
  ),
  conditionKind: pairs(
    'STANDARD:a SPECIAL:b',
    String,
  ),
  custodyStatus: pairs(
    'IN_CUSTODY:a IN_COMMUNITY:b WHEREABOUTS_UNKNOWN:c IN_COMMUNITY:y',
    String,
  ),
  departureDirection: pairs(
    'OUTBOUND:a RETURN:b SUBSEQUENT:c',
    String,
  ),
  employmentStatus: pairs(
    'EMPLOYED:a UNEMPLOYED:b STUDENT:c RETIRED:b UNABLE_TO_WORK:d UNKNOWN:z',
    String,
  ),
  ethnicity: pairs(
    'H:a N:b U:z',
    String,
  ),
  eyeColor: pairs(
    'BLK:a BLU:b BRO:c GRY:d GRN:e HAZ:e MAR:f PNK:g MUL:h XXX:z',
    String,
  ),
  feeStatus: pairs(
    'PAID:a DUE:b WAIVED:c',
    String,
  ),
  financialObligationKind: pairs(
    'FINES:a COSTS:b RESTITUTION:c FAMILY_SUPPORT:d',
    String,
  ),
  hairColor: pairs(
    'BLK:a BLN:b BRO:c GRY:d RED:e SDY:f WHI:g BAL:h BLU:i GRN:j ONG:k PLE:l PNK:m XXX:z',
    String,
  ),
  immigrationStatus: pairs(
    'CITIZEN:a PERMANENT_RESIDENT:b OTHER_LAWFUL_STATUS:b NO_LAWFUL_STATUS:c UNKNOWN:z',
    String,
  ),
  meansOfSupportKind: pairs(
    'EMPLOYMENT:a FAMILY:b BENEFITS:c SAVINGS:d EDUCATION:e OTHER:z',
    String,
  ),
  member: pairs(
    'AL:al AK:ak AZ:az AR:ar CA:ca CO:co CT:ct DE:de DC:dc FL:fl GA:ga HI:hi ID:id IL:il IN:in IA:ia KS:ks KY:ky LA:la ME:me MD:md MA:ma MI:mi MN:mn MS:ms MO:mo MT:mt NE:ne NV:nv NH:nh NJ:nj NM:nm NY:ny NC:nc ND:nd OH:oh OK:ok OR:or PA:pa PR:pr RI:ri SC:sc SD:sd TN:tn TX:tx UT:ut VT:vt VI:vi VA:va WA:wa WV:wv WI:wi WY:wy',
    String,
  ),
  militaryBranch: pairs(
    'ARMY:a NAVY:b MARINE_CORPS:c AIR_FORCE:d SPACE_FORCE:e COAST_GUARD:f NATIONAL_GUARD:g',
    String,
  ),
  misdemeanorCriterion: pairs(
    'HARM_OR_THREAT:a FIREARM:b REPEATED_DUI:c REGISTRABLE_SEX_OFFENSE:d',
    String,
  ),
  offenseDegree: pairs(
    'FELONY:a MISDEMEANOR:b',
    String,
  ),
  phoneKind: pairs(
    'HOME:a MOBILE:b WORK:c OTHER:z',
    String,
  ),
  probableCauseStatus: pairs(
    'NOT_REQUESTED:a WAIVED:b HEARING_SCHEDULED:c FOUND:d NOT_FOUND:e NOT_APPLICABLE:f',
    String,
  ),
  programStatus: pairs(
    'ATTEMPTED:a IN_PROGRESS:b COMPLETED:c DISCHARGED:d',
    String,
  ),
  progressRecommendation: pairs(
    'CONTINUE:a EARLY_TERMINATION:b EXTEND:c MODIFY_CONDITIONS:d',
    String,
  ),
  progressReportReason: pairs(
    'SUPERVISION_UPDATE:a NEW_CONDITIONS:b CONDITION_STATUS:c COMPLIANT_BEHAVIOR:d NONCOMPLIANT_BEHAVIOR:e NEW_ARREST:f PENDING_FELONY_OR_VIOLENT_CHARGE:g NEW_CONVICTION_NO_RETAKE:h RECOMMEND_EARLY_TERMINATION:i RECOMMEND_EXTENSION:j REQUESTED:k',
    String,
  ),
  protectiveOrderKind: pairs(
    'NO_CONTACT:a PROTECTIVE:b',
    String,
  ),
  qualifyingEventKind: pairs(
    'SENTENCING:a DISPOSITION:b RELEASE:c',
    String,
  ),
  race: pairs(
    'A:a B:b I:c W:d U:z',
    String,
  ),
  registryStatus: pairs(
    'REGISTERED:a NOT_YET_REGISTERED:b NOT_REQUIRED:c',
    String,
  ),
  reportingInstructionsDecision: pairs(
    'GRANTED:a DENIED:b',
    String,
  ),
  reportingInstructionsDenialReason: pairs(
    'NOT_ELIGIBLE_REASON:a EMERGENCY_NOT_AGREED:b RESIDENCE_VIOLATES_LAW_OR_POLICY:c INSUFFICIENT_INFORMATION:d NOT_LIVING_IN_RS:e',
    String,
  ),
  reportingInstructionsReason: pairs(
    'LIVING_IN_RS_AT_SENTENCING:a MILITARY_MEMBER:b LIVES_WITH_MILITARY_FAMILY:c FAMILY_EMPLOYMENT_TRANSFER:d EMPLOYMENT_TRANSFER:e VETERAN_MEDICAL_MENTAL_HEALTH:f EXPEDITED_EMERGENCY:g RELEASED_FROM_INCARCERATION_IN_RS:h MUTUAL_AGREEMENT_UNAPPROVED_PRESENCE:i',
    String,
  ),
  residenceIntent: pairs(
    'PRINCIPAL:a TEMPORARY:b INVOLUNTARY:c',
    String,
  ),
  residenceKind: pairs(
    'HOUSE:a APARTMENT:b SHELTER:c TRANSITIONAL_HOUSING:d TREATMENT_FACILITY:e HOTEL:f MILITARY_HOUSING:g CORRECTIONAL_FACILITY:h NO_FIXED_ADDRESS:i OTHER:z HOUSE:y',
    String,
  ),
  returnReason: pairs(
    'INDIVIDUAL_REQUEST:a TRANSFER_REJECTED:b IN_LIEU_OF_RETAKING_MANDATORY:c IN_LIEU_DISCRETIONARY:d',
    String,
  ),
  sex: pairs(
    'M:a F:b X:c U:z',
    String,
  ),
  specialStatus: pairs(
    'REGISTERED_SEX_OFFENDER:a VICTIM_SENSITIVE:b HISTORY_OF_ASSAULT:c ACTIVE_WARRANT:d TOLLED:e CONFIDENTIAL:f',
    String,
  ),
  sponsorRelationship: pairs(
    'PARENT:a GRANDPARENT:b AUNT:c UNCLE:d ADULT_CHILD:e ADULT_SIBLING:f SPOUSE:g LEGAL_GUARDIAN:h STEP_PARENT:i PARTNER:j COMMON_LAW_SPOUSE:k IN_LAW:l FIANCE:m FRIEND:n EMPLOYER:o ORGANIZATION:p OTHER:z',
    String,
  ),
  supervisionPeriodType: pairs(
    'PROBATION:a PAROLE:b',
    String,
  ),
  supervisionResponseKind: pairs(
    'INCENTIVE:a CORRECTIVE_ACTION:b GRADUATED_RESPONSE:c SANCTION:d',
    String,
  ),
  supervisionType: pairs(
    'PROBATION:a PAROLE:b BOTH:c',
    String,
  ),
  tollingStatus: pairs(
    'RUNNING:a TOLLED:b',
    String,
  ),
  transferDecision: pairs(
    'ACCEPTED:a REJECTED:b',
    String,
  ),
  transferReason: pairs(
    'RESIDENT:a RESIDENT_FAMILY:b MILITARY_MEMBER:c LIVES_WITH_MILITARY_FAMILY:d FAMILY_EMPLOYMENT_TRANSFER:e EMPLOYMENT_TRANSFER:f VETERAN_MEDICAL_MENTAL_HEALTH:g DISCRETIONARY:h',
    String,
  ),
  transferRejectionReason: pairs(
    'INCOMPLETE_REQUEST:a PLAN_NOT_VALID_RESIDENCE:b SPONSOR_UNWILLING:c RESIDENCE_UNVERIFIED:d NO_MEANS_OF_SUPPORT:e NOT_RESIDENT:f NO_RESIDENT_FAMILY:g NOT_SUBSTANTIAL_COMPLIANCE:h LT_90_DAYS:i NOT_ELIGIBLE_MISDEMEANOR:j DISCRETIONARY_NOT_JUSTIFIED:k SEX_OFFENDER_RESIDENCE_RESTRICTION:l INDIVIDUAL_NO_LONGER_WANTS_TRANSFER:m INDIVIDUAL_UNAVAILABLE:n OTHER:z',
    String,
  ),
  transferRequestKind: pairs(
    'INITIAL:a RESUBMISSION:b SUBSEQUENT:c',
    String,
  ),
  travelMethod: pairs(
    'CAR:a BUS:b TRAIN:b AIR:c SHIP:d OTHER:z',
    String,
  ),
  unavailabilityReason: pairs(
    'PENDING_CHARGES:a INCARCERATED:b WHEREABOUTS_UNKNOWN:c OTHER:z',
    String,
  ),
  violationRecommendation: pairs(
    'RETAKE:a ORDER_RETURN:b CONTINUE_SUPERVISION:c',
    String,
  ),
  violationResponseAction: pairs(
    'WARRANT_ISSUED_WILL_RETAKE:a WILL_ISSUE_WARRANT:b ORDER_RETURN_IN_LIEU:c PROBABLE_CAUSE_HEARING_REQUESTED:d AWAIT_DISPOSITION:e CONTINUE_SUPERVISION:f DISCHARGED:g',
    String,
  ),
  violationType: pairs(
    'ABSCONDER:a ABSCONDER_APPREHENDED_IN_RS:b NEW_FELONY_OR_VIOLENT_CONVICTION:c BEHAVIOR_REQUIRING_RETAKING:d',
    String,
  ),
  warrantDuty: pairs(
    'FAILURE_TO_ARRIVE:a MANDATORY_RETAKING:b ABSCONDER:c DISCRETIONARY_RETAKING:d FAILURE_TO_RETURN:e',
    String,
  ),
  warrantStage: pairs(
    'ACTIVE:a EXECUTED:b WITHDRAWN:c EXECUTED:y',
    String,
  ),
  withdrawalReason: pairs(
    'SUBMITTED_IN_ERROR:a PLAN_CHANGED:b INDIVIDUAL_DECLINES:b NO_DEPARTURE_IN_TIME:c NO_REPORT_IN_TIME:d DISCHARGED:e OTHER:z',
    String,
  ),
} as const;
