import { pairs } from './codecs.ts';

/** The words of the dialect `resource-json` for the compact's codes, as its code book lists them. */
// prettier-ignore
export const CODES = {
  abscondingContactKind: pairs(
    'FIELD_CONTACT_AT_RESIDENCE:home-call EMPLOYER_CONTACT:employer-enquiry ' +
    'FAMILY_OR_COLLATERAL_CONTACT:family-enquiry ' +
    'FAMILY_OR_COLLATERAL_CONTACT:neighbour-enquiry',
    String,
  ),
  actionSpecialization: pairs(
    'REQUEST_PROGRESS_REPORT:progress-report-sought ' +
    'SUPERVISION_UPDATE_REQUEST:position-sought DOCUMENT_REQUEST:papers-sought ' +
    'DOCUMENT_TRANSMITTAL:papers-sent CLOSURE_REQUEST:closure-sought ' +
    'STATUS_REQUEST:position-sought VICTIM_RELATED:victim-matter ' +
    'TRAVEL_PERMIT_NOTICE:permit-given FINANCIAL:money-matter ' +
    'PLANNED_RELEASE_CHANGE:release-date-changed REOPEN_REQUEST:reopening-sought ' +
    'OTHER:other',
    String,
  ),
  activityCode: pairs(
    'RFRI:reporting.requested RFRI_REPLY:reporting.answered TREQ:transfer.requested ' +
    'TREP:transfer.answered NOD:departure.notified NOA:arrival.notified ' +
    'NOFA:arrival.missed PR:progress.reported CCN:closure.notified ' +
    'CCN_REPLY:closure.answered R2SS_RFRI:return.requested R2SS_REPLY:return.answered ' +
    'OVR:breach.reported RVR:breach.answered AVR:breach.supplemented ' +
    'ARVR:breach-answer.supplemented DRT:retaking.notified CAR:action.requested ' +
    'CAR_REPLY:action.answered WITHDRAW_ACTIVITY:event.withdrawn ' +
    'WITHDRAW_CASE:matter.withdrawn REOPEN:matter.reopened ' +
    'WARRANT_STATUS:warrant.reported PROFILE_UPDATE:profile.updated',
    String,
  ),
  actorRole: pairs(
    'OFFICER:case-officer SUPERVISOR:line-manager COMPACT_OFFICE:interstate-unit ' +
    'STATE_ADMINISTRATOR:commissioner',
    String,
  ),
  addressState: pairs(
    'AL:US-AL AK:US-AK AZ:US-AZ AR:US-AR CA:US-CA CO:US-CO CT:US-CT DE:US-DE DC:US-DC ' +
    'FL:US-FL GA:US-GA HI:US-HI ID:US-ID IL:US-IL IN:US-IN IA:US-IA KS:US-KS KY:US-KY ' +
    'LA:US-LA ME:US-ME MD:US-MD MA:US-MA MI:US-MI MN:US-MN MS:US-MS MO:US-MO MT:US-MT ' +
    'NE:US-NE NV:US-NV NH:US-NH NJ:US-NJ NM:US-NM NY:US-NY NC:US-NC ND:US-ND OH:US-OH ' +
    'OK:US-OK OR:US-OR PA:US-PA PR:US-PR RI:US-RI SC:US-SC SD:US-SD TN:US-TN TX:US-TX ' +
    'UT:US-UT VT:US-VT VI:US-VI VA:US-VA WA:US-WA WV:US-WV WI:US-WI WY:US-WY AS:US-AS ' +
    'GU:US-GU MP:US-MP AA:US-AA AE:US-AE AP:US-AP',
    String,
  ),
  aliasKind: pairs(
    'MAIDEN:birth-name FORMER:former NICKNAME:nickname ALSO_KNOWN_AS:known-as',
    String,
  ),
  attachmentKind: pairs(
    'PHOTO:photograph APPLICATION:application OFFENSE_DOCUMENT:offence-paper ' +
    'JUDGMENT:judgment CONDITIONS:conditions PROTECTIVE_ORDER:injunction ' +
    'REGISTRATION_PROOF:registration-proof PRESENTENCE_REPORT:pre-sentence-report ' +
    'SUPERVISION_HISTORY:supervision-history PRISON_RECORD:prison-record ' +
    'MILITARY_ORDERS:posting-order EMPLOYER_LETTER:employer-statement ' +
    'VETERAN_REFERRAL:veteran-referral RESIDENCE_PROOF:residence-proof ' +
    'ASSESSMENT:assessment TREATMENT_PLAN:treatment-plan ' +
    'VICTIM_STATEMENT:victim-personal-statement FINANCIAL:financial OTHER:other',
    String,
  ),
  attachmentMediaType: pairs(
    'application/pdf:pdf application/msword:doc ' +
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document:docx ' +
    'application/rtf:rtf text/plain:txt image/jpeg:jpeg image/gif:gif image/png:png ' +
    'image/tiff:tiff',
    String,
  ),
  availabilityStatus: pairs('AVAILABLE:available NOT_AVAILABLE:not-available', String),
  bodyMarkKind: pairs('SCAR:scar MARK:birthmark TATTOO:tattoo', String),
  caseClosureOutcome: pairs('VALID:valid INVALID:invalid', String),
  caseClosureReason: pairs(
    'DISCHARGE_EXPIRATION:term-expired DISCHARGE_EARLY:discharged-early ' +
    'ABSCONDED:absconded INCARCERATED_180_PLUS:imprisoned-long DEATH:death ' +
    'RETURNED_TO_SENDING_STATE:returned-to-sending-state RETAKEN:retaken ' +
    'SUBSEQUENT_STATE_DEPARTURE:moved-onward CLOSED_IN_ERROR:closed-in-error OTHER:other',
    String,
  ),
  caseSide: pairs('SENDING:sending-state RECEIVING:receiving-state', String),
  conditionCompliance: pairs(
    'NOT_STARTED:not-started IN_PROGRESS:in-progress COMPLIANT:compliant ' +
    'NOT_COMPLIANT:not-compliant COMPLETED:completed',
    String,
  ),
  conditionKind: pairs('STANDARD:standard SPECIAL:additional', String),
  custodyStatus: pairs(
    'IN_CUSTODY:in-custody IN_CUSTODY:on-remand IN_COMMUNITY:at-liberty ' +
    'WHEREABOUTS_UNKNOWN:untraced',
    String,
  ),
  departureDirection: pairs('OUTBOUND:outbound RETURN:return SUBSEQUENT:subsequent', String),
  employmentStatus: pairs(
    'EMPLOYED:in-work UNEMPLOYED:out-of-work STUDENT:in-education RETIRED:retired ' +
    'UNABLE_TO_WORK:unfit-for-work UNKNOWN:not-known',
    String,
  ),
  ethnicity: pairs('H:hispanic N:not-hispanic U:not-known', String),
  eyeColor: pairs(
    'BLK:black BLU:blue BRO:brown GRY:grey GRN:green HAZ:hazel MAR:maroon PNK:pink ' +
    'MUL:odd XXX:not-known',
    String,
  ),
  feeStatus: pairs('PAID:paid DUE:due WAIVED:waived', String),
  financialObligationKind: pairs(
    'FINES:fine COSTS:costs RESTITUTION:compensation FAMILY_SUPPORT:maintenance',
    String,
  ),
  hairColor: pairs(
    'BLK:black BLN:fair BRO:brown GRY:grey RED:ginger SDY:sandy WHI:white BAL:bald ' +
    'BLU:dyed GRN:dyed ONG:dyed PLE:dyed PNK:dyed XXX:not-known',
    String,
  ),
  immigrationStatus: pairs(
    'CITIZEN:citizen PERMANENT_RESIDENT:permanent-resident ' +
    'OTHER_LAWFUL_STATUS:other-lawful-status NO_LAWFUL_STATUS:no-lawful-status ' +
    'UNKNOWN:not-known',
    String,
  ),
  meansOfSupportKind: pairs(
    'EMPLOYMENT:wages FAMILY:family BENEFITS:benefits SAVINGS:savings EDUCATION:education ' +
    'OTHER:other',
    String,
  ),
  member: pairs(
    'AL:US-AL AK:US-AK AZ:US-AZ AR:US-AR CA:US-CA CO:US-CO CT:US-CT DE:US-DE DC:US-DC ' +
    'FL:US-FL GA:US-GA HI:US-HI ID:US-ID IL:US-IL IN:US-IN IA:US-IA KS:US-KS KY:US-KY ' +
    'LA:US-LA ME:US-ME MD:US-MD MA:US-MA MI:US-MI MN:US-MN MS:US-MS MO:US-MO MT:US-MT ' +
    'NE:US-NE NV:US-NV NH:US-NH NJ:US-NJ NM:US-NM NY:US-NY NC:US-NC ND:US-ND OH:US-OH ' +
    'OK:US-OK OR:US-OR PA:US-PA PR:US-PR RI:US-RI SC:US-SC SD:US-SD TN:US-TN TX:US-TX ' +
    'UT:US-UT VT:US-VT VI:US-VI VA:US-VA WA:US-WA WV:US-WV WI:US-WI WY:US-WY',
    String,
  ),
  militaryBranch: pairs(
    'ARMY:army NAVY:navy MARINE_CORPS:marines AIR_FORCE:air-force SPACE_FORCE:space-force ' +
    'COAST_GUARD:coast-guard NATIONAL_GUARD:national-guard',
    String,
  ),
  misdemeanorCriterion: pairs(
    'HARM_OR_THREAT:harm-or-threat FIREARM:firearm REPEATED_DUI:repeated-drink-driving ' +
    'REGISTRABLE_SEX_OFFENSE:registrable-sexual-offence',
    String,
  ),
  offenseDegree: pairs('FELONY:indictable MISDEMEANOR:summary', String),
  phoneKind: pairs('HOME:landline MOBILE:mobile WORK:work OTHER:other', String),
  probableCauseStatus: pairs(
    'NOT_REQUESTED:not-sought WAIVED:waived HEARING_SCHEDULED:listed FOUND:made-out ' +
    'FOUND:committed NOT_FOUND:not-made-out NOT_APPLICABLE:not-applicable',
    String,
  ),
  programStatus: pairs(
    'ATTEMPTED:attempted IN_PROGRESS:in-progress COMPLETED:completed ' +
    'DISCHARGED:discharged',
    String,
  ),
  progressRecommendation: pairs(
    'CONTINUE:continue EARLY_TERMINATION:early-termination EXTEND:extend ' +
    'MODIFY_CONDITIONS:modify-conditions',
    String,
  ),
  progressReportReason: pairs(
    'SUPERVISION_UPDATE:supervision-update NEW_CONDITIONS:new-conditions ' +
    'CONDITION_STATUS:condition-status COMPLIANT_BEHAVIOR:good-behaviour ' +
    'NONCOMPLIANT_BEHAVIOR:poor-behaviour NEW_ARREST:new-arrest ' +
    'PENDING_FELONY_OR_VIOLENT_CHARGE:pending-felony-or-violent-charge ' +
    'NEW_CONVICTION_NO_RETAKE:new-conviction-no-retake ' +
    'RECOMMEND_EARLY_TERMINATION:recommend-early-termination ' +
    'RECOMMEND_EXTENSION:recommend-extension REQUESTED:requested',
    String,
  ),
  protectiveOrderKind: pairs('NO_CONTACT:no-contact PROTECTIVE:protective', String),
  qualifyingEventKind: pairs(
    'SENTENCING:sentencing DISPOSITION:disposition RELEASE:release',
    String,
  ),
  race: pairs('A:asian-or-pacific B:black I:native-american U:not-known W:white', String),
  registryStatus: pairs(
    'REGISTERED:registered NOT_YET_REGISTERED:not-yet-registered ' +
    'NOT_REQUIRED:not-required',
    String,
  ),
  reportingInstructionsDecision: pairs('GRANTED:granted DENIED:denied', String),
  reportingInstructionsDenialReason: pairs(
    'NOT_ELIGIBLE_REASON:not-eligible-reason EMERGENCY_NOT_AGREED:emergency-not-agreed ' +
    'RESIDENCE_VIOLATES_LAW_OR_POLICY:residence-violates-law-or-policy ' +
    'INSUFFICIENT_INFORMATION:insufficient-information NOT_LIVING_IN_RS:not-living-in-rs',
    String,
  ),
  reportingInstructionsReason: pairs(
    'LIVING_IN_RS_AT_SENTENCING:living-in-rs-at-sentencing ' +
    'MILITARY_MEMBER:military-member ' +
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
    'HOUSE:house HOUSE:bungalow APARTMENT:flat APARTMENT:maisonette SHELTER:hostel ' +
    'TRANSITIONAL_HOUSING:hostel TREATMENT_FACILITY:treatment-centre HOTEL:guest-house ' +
    'MILITARY_HOUSING:barracks CORRECTIONAL_FACILITY:prison ' +
    'NO_FIXED_ADDRESS:no-fixed-abode OTHER:other',
    String,
  ),
  returnReason: pairs(
    'INDIVIDUAL_REQUEST:individual-request TRANSFER_REJECTED:transfer-rejected ' +
    'IN_LIEU_OF_RETAKING_MANDATORY:in-lieu-of-retaking-mandatory ' +
    'IN_LIEU_DISCRETIONARY:in-lieu-discretionary',
    String,
  ),
  sex: pairs('M:male F:female U:not-known X:non-binary', String),
  specialStatus: pairs(
    'REGISTERED_SEX_OFFENDER:notification-order VICTIM_SENSITIVE:victim-sensitive ' +
    'HISTORY_OF_ASSAULT:history-of-assault ACTIVE_WARRANT:active-warrant TOLLED:tolled ' +
    'CONFIDENTIAL:confidential',
    String,
  ),
  sponsorRelationship: pairs(
    'PARENT:parent GRANDPARENT:grandparent AUNT:aunt UNCLE:uncle ' +
    'ADULT_CHILD:grown-up-child ADULT_SIBLING:brother-or-sister SPOUSE:husband-or-wife ' +
    'LEGAL_GUARDIAN:guardian STEP_PARENT:parent PARTNER:cohabitee ' +
    'COMMON_LAW_SPOUSE:cohabitee IN_LAW:in-law FIANCE:betrothed FRIEND:friend ' +
    'EMPLOYER:employer ORGANIZATION:organisation OTHER:other',
    String,
  ),
  supervisionPeriodType: pairs('PROBATION:community-order PAROLE:licence', String),
  supervisionResponseKind: pairs(
    'INCENTIVE:incentive CORRECTIVE_ACTION:corrective-action ' +
    'GRADUATED_RESPONSE:graduated-response SANCTION:sanction',
    String,
  ),
  supervisionType: pairs('PROBATION:community-order PAROLE:licence BOTH:both', String),
  tollingStatus: pairs('RUNNING:running TOLLED:stopped', String),
  transferDecision: pairs('ACCEPTED:accepted REJECTED:rejected', String),
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
    'PLAN_NOT_VALID_RESIDENCE:plan-not-valid-residence ' +
    'SPONSOR_UNWILLING:sponsor-unwilling RESIDENCE_UNVERIFIED:residence-unverified ' +
    'NO_MEANS_OF_SUPPORT:no-means-of-support NOT_RESIDENT:not-resident ' +
    'NO_RESIDENT_FAMILY:no-resident-family ' +
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
    'CAR:motor-car CAR:motorcycle BUS:coach TRAIN:rail AIR:aeroplane SHIP:ferry ' +
    'OTHER:other',
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
    'NEW_FELONY_OR_VIOLENT_CONVICTION:new-grave-conviction ' +
    'BEHAVIOR_REQUIRING_RETAKING:behaviour-requiring-retaking',
    String,
  ),
  warrantDuty: pairs(
    'FAILURE_TO_ARRIVE:failure-to-arrive MANDATORY_RETAKING:mandatory-retaking ' +
    'ABSCONDER:absconder DISCRETIONARY_RETAKING:discretionary-retaking ' +
    'FAILURE_TO_RETURN:failure-to-return',
    String,
  ),
  warrantStage: pairs(
    'ACTIVE:in-force EXECUTED:executed WITHDRAWN:withdrawn WITHDRAWN:discharged-by-bench',
    String,
  ),
  withdrawalReason: pairs(
    'SUBMITTED_IN_ERROR:raised-in-error PLAN_CHANGED:plan-changed ' +
    'INDIVIDUAL_DECLINES:no-longer-wished NO_DEPARTURE_IN_TIME:lapsed ' +
    'NO_REPORT_IN_TIME:lapsed DISCHARGED:discharged OTHER:other',
    String,
  ),
} as const;
