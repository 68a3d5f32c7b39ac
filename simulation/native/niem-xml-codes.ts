import { pairs } from './codecs.ts';

/** The code words of the dialect `niem-xml`, as its code book lists them. */
// prettier-ignore
export const CODES = {
  abscondingContactKind: pairs(
    'FIELD_CONTACT_AT_RESIDENCE:field-contact-at-residence ' +
    'EMPLOYER_CONTACT:employer-contact ' +
    'FAMILY_OR_COLLATERAL_CONTACT:family-or-collateral-contact',
    String,
  ),
  actionSpecialization: pairs(
    'REQUEST_PROGRESS_REPORT:request-progress-report ' +
    'SUPERVISION_UPDATE_REQUEST:supervision-update-request ' +
    'DOCUMENT_REQUEST:document-request DOCUMENT_TRANSMITTAL:document-transmittal ' +
    'CLOSURE_REQUEST:closure-request STATUS_REQUEST:status-request ' +
    'VICTIM_RELATED:victim-related TRAVEL_PERMIT_NOTICE:travel-permit-notice ' +
    'FINANCIAL:financial PLANNED_RELEASE_CHANGE:planned-release-change ' +
    'REOPEN_REQUEST:reopen-request OTHER:other',
    String,
  ),
  activityCode: pairs(
    'RFRI:rfri RFRI_REPLY:rfri-reply TREQ:treq TREP:trep NOD:nod NOA:noa NOFA:nofa PR:pr ' +
    'CCN:ccn CCN_REPLY:ccn-reply R2SS_RFRI:r2ss-rfri R2SS_REPLY:r2ss-reply OVR:ovr RVR:rvr ' +
    'AVR:avr ARVR:arvr DRT:drt CAR:car CAR_REPLY:car-reply ' +
    'WITHDRAW_ACTIVITY:withdraw-activity WITHDRAW_CASE:withdraw-case REOPEN:reopen ' +
    'WARRANT_STATUS:warrant-status PROFILE_UPDATE:profile-update',
    String,
  ),
  actorRole: pairs(
    'OFFICER:officer SUPERVISOR:supervisor COMPACT_OFFICE:compact-office ' +
    'STATE_ADMINISTRATOR:state-administrator',
    String,
  ),
  addressState: pairs(
    'AL:AL AK:AK AZ:AZ AR:AR CA:CA CO:CO CT:CT DE:DE DC:DC FL:FL GA:GA HI:HI ID:ID IL:IL ' +
    'IN:IN IA:IA KS:KS KY:KY LA:LA ME:ME MD:MD MA:MA MI:MI MN:MN MS:MS MO:MO MT:MT NE:NE ' +
    'NV:NV NH:NH NJ:NJ NM:NM NY:NY NC:NC ND:ND OH:OH OK:OK OR:OR PA:PA PR:PR RI:RI SC:SC ' +
    'SD:SD TN:TN TX:TX UT:UT VT:VT VI:VI VA:VA WA:WA WV:WV WI:WI WY:WY AS:AS GU:GU MP:MP ' +
    'AA:AA AE:AE AP:AP',
    String,
  ),
  aliasKind: pairs(
    'ALSO_KNOWN_AS:AKA ALSO_KNOWN_AS:ALIAS NICKNAME:NICKNAME NICKNAME:MONIKER FORMER:FKA ' +
    'MAIDEN:MAIDEN',
    String,
  ),
  attachmentKind: pairs(
    'PHOTO:photo APPLICATION:application OFFENSE_DOCUMENT:offense-document ' +
    'JUDGMENT:judgment CONDITIONS:conditions PROTECTIVE_ORDER:protective-order ' +
    'REGISTRATION_PROOF:registration-proof PRESENTENCE_REPORT:presentence-report ' +
    'SUPERVISION_HISTORY:supervision-history PRISON_RECORD:prison-record ' +
    'MILITARY_ORDERS:military-orders EMPLOYER_LETTER:employer-letter ' +
    'VETERAN_REFERRAL:veteran-referral RESIDENCE_PROOF:residence-proof ' +
    'ASSESSMENT:assessment TREATMENT_PLAN:treatment-plan VICTIM_STATEMENT:victim-statement ' +
    'FINANCIAL:financial OTHER:other',
    String,
  ),
  attachmentMediaType: pairs(
    'application/pdf:application/pdf application/msword:application/msword ' +
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document:application/vnd.openxmlformats-officedocument.wordprocessingml.document ' +
    'application/rtf:application/rtf text/plain:text/plain image/jpeg:image/jpeg ' +
    'image/gif:image/gif image/png:image/png image/tiff:image/tiff',
    String,
  ),
  availabilityStatus: pairs(
    'AVAILABLE:available NOT_AVAILABLE:not-available',
    String,
  ),
  bodyMarkKind: pairs(
    'SCAR:Scar MARK:Mark MARK:Birthmark TATTOO:Tattoo',
    String,
  ),
  caseClosureOutcome: pairs(
    'VALID:valid INVALID:invalid',
    String,
  ),
  caseClosureReason: pairs(
    'DISCHARGE_EXPIRATION:discharge-expiration DISCHARGE_EARLY:discharge-early ' +
    'ABSCONDED:absconded INCARCERATED_180_PLUS:incarcerated-180-plus DEATH:death ' +
    'RETURNED_TO_SENDING_STATE:returned-to-sending-state RETAKEN:retaken ' +
    'SUBSEQUENT_STATE_DEPARTURE:subsequent-state-departure CLOSED_IN_ERROR:closed-in-error ' +
    'OTHER:other',
    String,
  ),
  caseSide: pairs(
    'SENDING:sending RECEIVING:receiving',
    String,
  ),
  conditionCompliance: pairs(
    'NOT_STARTED:not-started IN_PROGRESS:in-progress COMPLIANT:compliant ' +
    'NOT_COMPLIANT:not-compliant COMPLETED:completed',
    String,
  ),
  conditionKind: pairs(
    'STANDARD:standard SPECIAL:special',
    String,
  ),
  custodyStatus: pairs(
    'IN_CUSTODY:in-custody IN_COMMUNITY:in-community ' +
    'WHEREABOUTS_UNKNOWN:whereabouts-unknown',
    String,
  ),
  departureDirection: pairs(
    'OUTBOUND:outbound RETURN:return SUBSEQUENT:subsequent',
    String,
  ),
  employmentStatus: pairs(
    'EMPLOYED:employed UNEMPLOYED:unemployed STUDENT:student RETIRED:retired ' +
    'UNABLE_TO_WORK:unable-to-work UNKNOWN:unknown',
    String,
  ),
  ethnicity: pairs(
    'H:HISPANIC-LATINO H:MEXICAN H:PUERTO_RICAN H:SPANISH_ORIGIN N:NOT_HISPANIC-LATINO ' +
    'U:UNKNOWN',
    String,
  ),
  eyeColor: pairs(
    'BLK:BLACK BLU:BLUE BRO:BROWN GRY:GRAY GRN:GREEN HAZ:HAZEL MAR:MAROON PNK:PINK ' +
    'MUL:MULTICOLORED XXX:UNKNOWN',
    String,
  ),
  feeStatus: pairs(
    'PAID:paid DUE:due WAIVED:waived',
    String,
  ),
  financialObligationKind: pairs(
    'FINES:court-debt COSTS:court-debt RESTITUTION:restitution FAMILY_SUPPORT:support',
    String,
  ),
  hairColor: pairs(
    'BLK:BLACK BLN:BLONDE-STRAWBERRY BRO:BROWN GRY:GRAY-PARTIALLY_GRAY RED:RED_AUBURN ' +
    'SDY:SANDY WHI:WHITE BAL:BALD BLU:BLUE GRN:GREEN ONG:ORANGE PLE:PURPLE PNK:PINK ' +
    'XXX:UNKNOWN',
    String,
  ),
  immigrationStatus: pairs(
    'CITIZEN:citizen PERMANENT_RESIDENT:permanent-resident ' +
    'OTHER_LAWFUL_STATUS:other-lawful-status NO_LAWFUL_STATUS:no-lawful-status ' +
    'UNKNOWN:unknown',
    String,
  ),
  meansOfSupportKind: pairs(
    'EMPLOYMENT:employment FAMILY:family BENEFITS:benefits SAVINGS:savings ' +
    'EDUCATION:education OTHER:other',
    String,
  ),
  member: pairs(
    'AL:01 AK:02 AZ:04 AR:05 CA:06 CO:08 CT:09 DE:10 DC:11 FL:12 GA:13 HI:15 ID:16 IL:17 ' +
    'IN:18 IA:19 KS:20 KY:21 LA:22 ME:23 MD:24 MA:25 MI:26 MN:27 MS:28 MO:29 MT:30 NE:31 ' +
    'NV:32 NH:33 NJ:34 NM:35 NY:36 NC:37 ND:38 OH:39 OK:40 OR:41 PA:42 PR:72 RI:44 SC:45 ' +
    'SD:46 TN:47 TX:48 UT:49 VT:50 VI:78 VA:51 WA:53 WV:54 WI:55 WY:56',
    String,
  ),
  militaryBranch: pairs(
    'ARMY:USA NAVY:USN MARINE_CORPS:USMC AIR_FORCE:USAF SPACE_FORCE:USAF COAST_GUARD:USCG ' +
    'NATIONAL_GUARD:NG',
    String,
  ),
  misdemeanorCriterion: pairs(
    'HARM_OR_THREAT:harm-or-threat FIREARM:firearm REPEATED_DUI:repeated-dui ' +
    'REGISTRABLE_SEX_OFFENSE:registrable-sex-offense',
    String,
  ),
  offenseDegree: pairs(
    'FELONY:Felony MISDEMEANOR:Misdemeanor MISDEMEANOR:Gross-Misdemeanor',
    String,
  ),
  phoneKind: pairs(
    'HOME:home MOBILE:mobile WORK:work OTHER:other',
    String,
  ),
  probableCauseStatus: pairs(
    'NOT_REQUESTED:not-requested WAIVED:waived HEARING_SCHEDULED:hearing-scheduled ' +
    'FOUND:found NOT_FOUND:not-found NOT_APPLICABLE:not-applicable',
    String,
  ),
  programStatus: pairs(
    'ATTEMPTED:attempted IN_PROGRESS:in-progress COMPLETED:completed DISCHARGED:discharged',
    String,
  ),
  progressRecommendation: pairs(
    'CONTINUE:continue EARLY_TERMINATION:early-termination EXTEND:extend ' +
    'MODIFY_CONDITIONS:modify-conditions',
    String,
  ),
  progressReportReason: pairs(
    'SUPERVISION_UPDATE:supervision-update NEW_CONDITIONS:new-conditions ' +
    'CONDITION_STATUS:condition-status COMPLIANT_BEHAVIOR:compliant-behavior ' +
    'NONCOMPLIANT_BEHAVIOR:noncompliant-behavior NEW_ARREST:new-arrest ' +
    'PENDING_FELONY_OR_VIOLENT_CHARGE:pending-felony-or-violent-charge ' +
    'NEW_CONVICTION_NO_RETAKE:new-conviction-no-retake ' +
    'RECOMMEND_EARLY_TERMINATION:recommend-early-termination ' +
    'RECOMMEND_EXTENSION:recommend-extension REQUESTED:requested',
    String,
  ),
  protectiveOrderKind: pairs(
    'NO_CONTACT:no-contact PROTECTIVE:protective',
    String,
  ),
  qualifyingEventKind: pairs(
    'SENTENCING:sentencing DISPOSITION:disposition RELEASE:release',
    String,
  ),
  race: pairs(
    'A:ASIAN A:NATIVE_HAWAIIAN-OTHER_PACIFIC_ISLANDER B:BLACK I:NATIVE_AMERICAN U:UNKNOWN ' +
    'W:WHITE',
    String,
  ),
  registryStatus: pairs(
    'REGISTERED:registered NOT_YET_REGISTERED:not-yet-registered NOT_REQUIRED:not-required',
    String,
  ),
  reportingInstructionsDecision: pairs(
    'GRANTED:granted DENIED:denied',
    String,
  ),
  reportingInstructionsDenialReason: pairs(
    'NOT_ELIGIBLE_REASON:not-eligible-reason EMERGENCY_NOT_AGREED:emergency-not-agreed ' +
    'RESIDENCE_VIOLATES_LAW_OR_POLICY:residence-violates-law-or-policy ' +
    'INSUFFICIENT_INFORMATION:insufficient-information NOT_LIVING_IN_RS:not-living-in-rs',
    String,
  ),
  reportingInstructionsReason: pairs(
    'LIVING_IN_RS_AT_SENTENCING:living-in-rs-at-sentencing MILITARY_MEMBER:military-member ' +
    'LIVES_WITH_MILITARY_FAMILY:lives-with-military-family ' +
    'FAMILY_EMPLOYMENT_TRANSFER:family-employment-transfer ' +
    'EMPLOYMENT_TRANSFER:employment-transfer ' +
    'VETERAN_MEDICAL_MENTAL_HEALTH:veteran-medical-mental-health ' +
    'EXPEDITED_EMERGENCY:expedited-emergency ' +
    'RELEASED_FROM_INCARCERATION_IN_RS:released-from-incarceration-in-rs ' +
    'MUTUAL_AGREEMENT_UNAPPROVED_PRESENCE:mutual-agreement-unapproved-presence',
    String,
  ),
  residenceIntent: pairs(
    'PRINCIPAL:principal TEMPORARY:temporary INVOLUNTARY:involuntary',
    String,
  ),
  residenceKind: pairs(
    'HOUSE:house HOUSE:duplex HOUSE:mobile-home APARTMENT:apartment APARTMENT:condominium ' +
    'TRANSITIONAL_HOUSING:transitional SHELTER:transitional ' +
    'TREATMENT_FACILITY:treatment-facility HOTEL:hotel MILITARY_HOUSING:military ' +
    'CORRECTIONAL_FACILITY:correctional NO_FIXED_ADDRESS:homeless OTHER:other',
    String,
  ),
  returnReason: pairs(
    'INDIVIDUAL_REQUEST:individual-request TRANSFER_REJECTED:transfer-rejected ' +
    'IN_LIEU_OF_RETAKING_MANDATORY:in-lieu-of-retaking-mandatory ' +
    'IN_LIEU_DISCRETIONARY:in-lieu-discretionary',
    String,
  ),
  sex: pairs(
    'M:M F:F U:U X:X',
    String,
  ),
  specialStatus: pairs(
    'REGISTERED_SEX_OFFENDER:registered-sex-offender VICTIM_SENSITIVE:victim-sensitive ' +
    'HISTORY_OF_ASSAULT:history-of-assault ACTIVE_WARRANT:active-warrant TOLLED:tolled ' +
    'CONFIDENTIAL:confidential',
    String,
  ),
  sponsorRelationship: pairs(
    'PARENT:parent STEP_PARENT:parent GRANDPARENT:grandparent AUNT:aunt-or-uncle ' +
    'UNCLE:aunt-or-uncle ADULT_CHILD:child ADULT_SIBLING:sibling SPOUSE:spouse ' +
    'COMMON_LAW_SPOUSE:spouse LEGAL_GUARDIAN:guardian PARTNER:domestic-partner ' +
    'IN_LAW:in-law FIANCE:fiance FRIEND:friend EMPLOYER:employer ORGANIZATION:organization ' +
    'OTHER:other',
    String,
  ),
  supervisionPeriodType: pairs(
    'PROBATION:probation PAROLE:parole',
    String,
  ),
  supervisionResponseKind: pairs(
    'INCENTIVE:incentive CORRECTIVE_ACTION:corrective-action ' +
    'GRADUATED_RESPONSE:graduated-response SANCTION:sanction',
    String,
  ),
  supervisionType: pairs(
    'PROBATION:probation PAROLE:parole BOTH:both',
    String,
  ),
  tollingStatus: pairs(
    'RUNNING:running TOLLED:tolled',
    String,
  ),
  transferDecision: pairs(
    'ACCEPTED:accepted REJECTED:rejected',
    String,
  ),
  transferReason: pairs(
    'RESIDENT:resident RESIDENT_FAMILY:resident-family MILITARY_MEMBER:military-member ' +
    'LIVES_WITH_MILITARY_FAMILY:lives-with-military-family ' +
    'FAMILY_EMPLOYMENT_TRANSFER:family-employment-transfer ' +
    'EMPLOYMENT_TRANSFER:employment-transfer ' +
    'VETERAN_MEDICAL_MENTAL_HEALTH:veteran-medical-mental-health ' +
    'DISCRETIONARY:discretionary',
    String,
  ),
  transferRejectionReason: pairs(
    'INCOMPLETE_REQUEST:incomplete-request ' +
    'PLAN_NOT_VALID_RESIDENCE:plan-not-valid-residence SPONSOR_UNWILLING:sponsor-unwilling ' +
    'RESIDENCE_UNVERIFIED:residence-unverified NO_MEANS_OF_SUPPORT:no-means-of-support ' +
    'NOT_RESIDENT:not-resident NO_RESIDENT_FAMILY:no-resident-family ' +
    'NOT_SUBSTANTIAL_COMPLIANCE:not-substantial-compliance LT_90_DAYS:lt-90-days ' +
    'NOT_ELIGIBLE_MISDEMEANOR:not-eligible-misdemeanor ' +
    'DISCRETIONARY_NOT_JUSTIFIED:discretionary-not-justified ' +
    'SEX_OFFENDER_RESIDENCE_RESTRICTION:sex-offender-residence-restriction ' +
    'INDIVIDUAL_NO_LONGER_WANTS_TRANSFER:individual-no-longer-wants-transfer ' +
    'INDIVIDUAL_UNAVAILABLE:individual-unavailable OTHER:other',
    String,
  ),
  transferRequestKind: pairs(
    'INITIAL:initial RESUBMISSION:resubmission SUBSEQUENT:subsequent',
    String,
  ),
  travelMethod: pairs(
    'CAR:car BUS:bus TRAIN:train AIR:air SHIP:ship OTHER:other',
    String,
  ),
  unavailabilityReason: pairs(
    'PENDING_CHARGES:pending-charges INCARCERATED:incarcerated ' +
    'WHEREABOUTS_UNKNOWN:whereabouts-unknown OTHER:other',
    String,
  ),
  violationRecommendation: pairs(
    'RETAKE:retake ORDER_RETURN:order-return CONTINUE_SUPERVISION:continue-supervision',
    String,
  ),
  violationResponseAction: pairs(
    'WARRANT_ISSUED_WILL_RETAKE:warrant-issued-will-retake ' +
    'WILL_ISSUE_WARRANT:will-issue-warrant ORDER_RETURN_IN_LIEU:order-return-in-lieu ' +
    'PROBABLE_CAUSE_HEARING_REQUESTED:probable-cause-hearing-requested ' +
    'AWAIT_DISPOSITION:await-disposition CONTINUE_SUPERVISION:continue-supervision ' +
    'DISCHARGED:discharged',
    String,
  ),
  violationType: pairs(
    'ABSCONDER:absconder ABSCONDER_APPREHENDED_IN_RS:absconder-apprehended-in-rs ' +
    'NEW_FELONY_OR_VIOLENT_CONVICTION:new-felony-or-violent-conviction ' +
    'BEHAVIOR_REQUIRING_RETAKING:behavior-requiring-retaking',
    String,
  ),
  warrantDuty: pairs(
    'FAILURE_TO_ARRIVE:failure-to-arrive MANDATORY_RETAKING:mandatory-retaking ' +
    'ABSCONDER:absconder DISCRETIONARY_RETAKING:discretionary-retaking ' +
    'FAILURE_TO_RETURN:failure-to-return',
    String,
  ),
  warrantStage: pairs(
    'ACTIVE:active EXECUTED:executed WITHDRAWN:withdrawn',
    String,
  ),
  withdrawalReason: pairs(
    'SUBMITTED_IN_ERROR:submitted-in-error PLAN_CHANGED:plan-changed ' +
    'INDIVIDUAL_DECLINES:individual-declines NO_DEPARTURE_IN_TIME:no-departure-in-time ' +
    'NO_REPORT_IN_TIME:no-report-in-time DISCHARGED:discharged OTHER:other',
    String,
  ),
};
