import { pairs } from './codecs.ts';

/** The code words of the dialect `element-xml`, as its code book lists them. */
// prettier-ignore
export const CODES = {
  actorRole: pairs(
    'OFFICER:Off SUPERVISOR:Sup COMPACT_OFFICE:ComOff STATE_ADMINISTRATOR:StaAdm',
    String,
  ),
  addressState: pairs(
    'AL:US-AL AK:US-AK AZ:US-AZ AR:US-AR CA:US-CA CO:US-CO CT:US-CT DE:US-DE DC:US-DC ' +
    'FL:US-FL GA:US-GA HI:US-HI ID:US-ID IL:US-IL IN:US-IN IA:US-IA KS:US-KS KY:US-KY ' +
    'LA:US-LA ME:US-ME MD:US-MD MA:US-MA MI:US-MI MN:US-MN MS:US-MS MO:US-MO MT:US-MT ' +
    'NE:US-NE NV:US-NV NH:US-NH NJ:US-NJ NM:US-NM NY:US-NY NC:US-NC ND:US-ND OH:US-OH ' +
    'OK:US-OK OR:US-OR PA:US-PA PR:US-PR RI:US-RI SC:US-SC SD:US-SD TN:US-TN TX:US-TX ' +
    'UT:US-UT VT:US-VT VI:US-VI VA:US-VA WA:US-WA WV:US-WV WI:US-WI WY:US-WY AS:US-AS ' +
    'GU:US-GU MP:US-MP AA:MIL-AA AE:MIL-AE AP:MIL-AP',
    String,
  ),
  aliasKind: pairs('MAIDEN:Mai FORMER:For NICKNAME:Nic ALSO_KNOWN_AS:AlsKnoAs', String),
  attachmentKind: pairs(
    'PHOTO:Pho APPLICATION:App OFFENSE_DOCUMENT:OffDoc JUDGMENT:Jud CONDITIONS:Con ' +
    'PROTECTIVE_ORDER:ProOrd REGISTRATION_PROOF:RegPro PRESENTENCE_REPORT:PreRep ' +
    'SUPERVISION_HISTORY:SupHis PRISON_RECORD:PriRec MILITARY_ORDERS:MilOrd ' +
    'EMPLOYER_LETTER:EmpLet VETERAN_REFERRAL:VetRef RESIDENCE_PROOF:ResPro ASSESSMENT:Ass ' +
    'TREATMENT_PLAN:TrePla VICTIM_STATEMENT:VicSta FINANCIAL:Fin OTHER:Oth',
    String,
  ),
  attachmentMediaType: pairs(
    'application/pdf:application/pdf application/msword:application/msword ' +
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document:application/vnd.openxmlformats-officedocument.wordprocessingml.document ' +
    'application/rtf:application/rtf text/plain:text/plain image/jpeg:image/jpeg ' +
    'image/gif:image/gif image/png:image/png image/tiff:image/tiff',
    String,
  ),
  bodyMarkKind: pairs('SCAR:Sca MARK:Mar TATTOO:Tat', String),
  caseClosureOutcome: pairs('VALID:Val INVALID:Inv', String),
  caseClosureReason: pairs(
    'DISCHARGE_EXPIRATION:DisExp DISCHARGE_EARLY:DisEar ABSCONDED:Abs ' +
    'INCARCERATED_180_PLUS:Inc180Plu DEATH:Dea RETURNED_TO_SENDING_STATE:RetToSenSta ' +
    'RETAKEN:Ret SUBSEQUENT_STATE_DEPARTURE:SubStaDep CLOSED_IN_ERROR:CloInErr OTHER:Oth',
    String,
  ),
  caseSide: pairs('SENDING:Sen RECEIVING:Rec', String),
  conditionCompliance: pairs(
    'NOT_STARTED:NotSta IN_PROGRESS:InPro COMPLIANT:Com NOT_COMPLIANT:NotCom ' +
    'COMPLETED:Comp',
    String,
  ),
  conditionKind: pairs('STANDARD:Sta SPECIAL:Spe', String),
  departureDirection: pairs('OUTBOUND:Out RETURN:Ret SUBSEQUENT:Sub', String),
  employmentStatus: pairs(
    'EMPLOYED:Emp UNEMPLOYED:Une STUDENT:Stu RETIRED:Ret UNABLE_TO_WORK:UnaToWor ' +
    'UNKNOWN:Unk',
    String,
  ),
  ethnicity: pairs('H:hispanic N:non-hispanic U:unknown', String),
  eyeColor: pairs(
    'BLK:black BLU:blue BRO:brown GRY:gray GRN:green HAZ:hazel MAR:maroon PNK:pink ' +
    'MUL:multi XXX:unknown',
    String,
  ),
  feeStatus: pairs('PAID:Pai DUE:Due WAIVED:Wai', String),
  financialObligationKind: pairs(
    'FINES:Fin COSTS:Cos RESTITUTION:Res FAMILY_SUPPORT:FamSup',
    String,
  ),
  hairColor: pairs(
    'BLK:black BLN:blond BRO:brown GRY:gray RED:red SDY:sandy WHI:white BAL:bald BLU:blue ' +
    'GRN:green ONG:orange PLE:purple PNK:pink XXX:unknown',
    String,
  ),
  immigrationStatus: pairs(
    'CITIZEN:Cit PERMANENT_RESIDENT:Lpr OTHER_LAWFUL_STATUS:Oth NO_LAWFUL_STATUS:Oth ' +
    'UNKNOWN:Unk',
    String,
  ),
  meansOfSupportKind: pairs(
    'EMPLOYMENT:Emp FAMILY:Fam BENEFITS:Ben SAVINGS:Sav EDUCATION:Edu OTHER:Oth',
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
    'ARMY:Arm NAVY:Nav MARINE_CORPS:MarCor AIR_FORCE:AirFor SPACE_FORCE:SpaFor ' +
    'COAST_GUARD:CoaGua NATIONAL_GUARD:NatGua',
    String,
  ),
  misdemeanorCriterion: pairs(
    'HARM_OR_THREAT:HarOrThr FIREARM:Fir REPEATED_DUI:RepDui ' +
    'REGISTRABLE_SEX_OFFENSE:RegSexOff',
    String,
  ),
  offenseDegree: pairs('FELONY:Fel MISDEMEANOR:Mis', String),
  phoneKind: pairs('HOME:Hom MOBILE:Mob WORK:Wor OTHER:Oth', String),
  programStatus: pairs('ATTEMPTED:Att IN_PROGRESS:InPro COMPLETED:Com DISCHARGED:Dis', String),
  progressRecommendation: pairs(
    'CONTINUE:Con EARLY_TERMINATION:EarTer EXTEND:Ext MODIFY_CONDITIONS:ModCon',
    String,
  ),
  progressReportReason: pairs(
    'SUPERVISION_UPDATE:SupUpd NEW_CONDITIONS:NewCon CONDITION_STATUS:ConSta ' +
    'COMPLIANT_BEHAVIOR:ComBeh NONCOMPLIANT_BEHAVIOR:NonBeh NEW_ARREST:NewArr ' +
    'PENDING_FELONY_OR_VIOLENT_CHARGE:PenFelOrVioCha NEW_CONVICTION_NO_RETAKE:NewConNoRet ' +
    'RECOMMEND_EARLY_TERMINATION:RecEarTer RECOMMEND_EXTENSION:RecExt REQUESTED:Req',
    String,
  ),
  protectiveOrderKind: pairs('NO_CONTACT:NoCon PROTECTIVE:Pro', String),
  qualifyingEventKind: pairs('SENTENCING:Sen DISPOSITION:Dis RELEASE:Rel', String),
  race: pairs('A:asian-pacific B:black I:native-american W:white U:unknown', String),
  registryStatus: pairs(
    'REGISTERED:Reg NOT_YET_REGISTERED:NotYetReg NOT_REQUIRED:NotReq',
    String,
  ),
  reportingInstructionsDecision: pairs('GRANTED:Gra DENIED:Den', String),
  reportingInstructionsDenialReason: pairs(
    'NOT_ELIGIBLE_REASON:NotEliRea EMERGENCY_NOT_AGREED:EmeNotAgr ' +
    'RESIDENCE_VIOLATES_LAW_OR_POLICY:ResVioLawOrPol INSUFFICIENT_INFORMATION:InsInf ' +
    'NOT_LIVING_IN_RS:NotLivInRs',
    String,
  ),
  reportingInstructionsReason: pairs(
    'LIVING_IN_RS_AT_SENTENCING:LivInRsAtSen MILITARY_MEMBER:MilMem ' +
    'LIVES_WITH_MILITARY_FAMILY:LivWitMilFam FAMILY_EMPLOYMENT_TRANSFER:FamEmpTra ' +
    'EMPLOYMENT_TRANSFER:EmpTra VETERAN_MEDICAL_MENTAL_HEALTH:VetMedMenHea ' +
    'EXPEDITED_EMERGENCY:ExpEme RELEASED_FROM_INCARCERATION_IN_RS:RelFroIncInRs ' +
    'MUTUAL_AGREEMENT_UNAPPROVED_PRESENCE:MutAgrUnaPre',
    String,
  ),
  residenceIntent: pairs('PRINCIPAL:Pri TEMPORARY:Tem INVOLUNTARY:Inv', String),
  residenceKind: pairs(
    'HOUSE:Hou APARTMENT:Apa SHELTER:She TRANSITIONAL_HOUSING:TraHou ' +
    'TREATMENT_FACILITY:TreFac HOTEL:Hot MILITARY_HOUSING:MilHou ' +
    'CORRECTIONAL_FACILITY:CorFac NO_FIXED_ADDRESS:NoFixAdd OTHER:Oth',
    String,
  ),
  sex: pairs('M:male F:female X:other U:unknown', String),
  specialStatus: pairs(
    'REGISTERED_SEX_OFFENDER:RegSexOff VICTIM_SENSITIVE:VicSen ' +
    'HISTORY_OF_ASSAULT:HisOfAss ACTIVE_WARRANT:ActWar TOLLED:Tol CONFIDENTIAL:Con',
    String,
  ),
  sponsorRelationship: pairs(
    'PARENT:Par GRANDPARENT:Gra AUNT:Aun UNCLE:Unc ADULT_CHILD:AduChi ' +
    'ADULT_SIBLING:AduSib SPOUSE:Spo LEGAL_GUARDIAN:LegGua STEP_PARENT:StePar ' +
    'PARTNER:Part COMMON_LAW_SPOUSE:ComLawSpo IN_LAW:InLaw FIANCE:Fia FRIEND:Fri ' +
    'EMPLOYER:Emp ORGANIZATION:Org OTHER:Oth',
    String,
  ),
  supervisionPeriodType: pairs('PROBATION:Pro PAROLE:Par', String),
  supervisionResponseKind: pairs(
    'INCENTIVE:Inc CORRECTIVE_ACTION:CorAct GRADUATED_RESPONSE:GraRes SANCTION:San',
    String,
  ),
  supervisionType: pairs('PROBATION:Pro PAROLE:Par BOTH:Bot', String),
  transferDecision: pairs('ACCEPTED:Acc REJECTED:Rej', String),
  transferReason: pairs(
    'RESIDENT:Res RESIDENT_FAMILY:ResFam MILITARY_MEMBER:MilMem ' +
    'LIVES_WITH_MILITARY_FAMILY:LivWitMilFam FAMILY_EMPLOYMENT_TRANSFER:FamEmpTra ' +
    'EMPLOYMENT_TRANSFER:EmpTra VETERAN_MEDICAL_MENTAL_HEALTH:VetMedMenHea ' +
    'DISCRETIONARY:Dis',
    String,
  ),
  transferRejectionReason: pairs(
    'INCOMPLETE_REQUEST:IncReq PLAN_NOT_VALID_RESIDENCE:PlaNotValRes ' +
    'SPONSOR_UNWILLING:SpoUnw RESIDENCE_UNVERIFIED:ResUnv NO_MEANS_OF_SUPPORT:NoMeaOfSup ' +
    'NOT_RESIDENT:NotRes NO_RESIDENT_FAMILY:NoResFam NOT_SUBSTANTIAL_COMPLIANCE:NotSubCom ' +
    'LT_90_DAYS:Lt90Day NOT_ELIGIBLE_MISDEMEANOR:NotEliMis ' +
    'DISCRETIONARY_NOT_JUSTIFIED:DisNotJus ' +
    'SEX_OFFENDER_RESIDENCE_RESTRICTION:SexOffResRes ' +
    'INDIVIDUAL_NO_LONGER_WANTS_TRANSFER:IndNoLonWanTra INDIVIDUAL_UNAVAILABLE:IndUna ' +
    'OTHER:Oth',
    String,
  ),
  transferRequestKind: pairs('INITIAL:Ini RESUBMISSION:Res SUBSEQUENT:Sub', String),
  travelMethod: pairs('CAR:Road BUS:Road TRAIN:Rail AIR:Air SHIP:Sea OTHER:Oth', String),
  abscondingContactKind: pairs(
    'FIELD_CONTACT_AT_RESIDENCE:HomVis EMPLOYER_CONTACT:WorCal FAMILY_OR_COLLATERAL_CONTACT:KinCal FAMILY_OR_COLLATERAL_CONTACT:KinVis',
    String,
  ),
  actionSpecialization: pairs(
    'REQUEST_PROGRESS_REPORT:ProRep STATUS_REQUEST:Sta SUPERVISION_UPDATE_REQUEST:Sta DOCUMENT_REQUEST:DocReq DOCUMENT_TRANSMITTAL:DocSen CLOSURE_REQUEST:CloReq VICTIM_RELATED:Vic TRAVEL_PERMIT_NOTICE:TraPas FINANCIAL:Fin PLANNED_RELEASE_CHANGE:RelCha REOPEN_REQUEST:ReoReq OTHER:Oth',
    String,
  ),
  activityCode: pairs(
    'RFRI:InstructionsRequest RFRI_REPLY:InstructionsReply TREQ:TransferApplication TREP:TransferAnswer NOD:DepartureNotice NOA:ArrivalNotice NOFA:NonArrivalNotice PR:ProgressReport CCN:ClosureNotice CCN_REPLY:ClosureAnswer R2SS_RFRI:ReturnRequest R2SS_REPLY:ReturnAnswer OVR:ViolationReport RVR:ViolationAnswer AVR:ViolationSupplement ARVR:ViolationAnswerSupplement DRT:RetakingNotice CAR:ActionInquiry CAR_REPLY:ActionAnswer WITHDRAW_ACTIVITY:MessageRecall WITHDRAW_CASE:CaseRecall REOPEN:CaseResumption WARRANT_STATUS:WritNotice PROFILE_UPDATE:ProfileNotice',
    String,
  ),
  availabilityStatus: pairs(
    'AVAILABLE:Yes NOT_AVAILABLE:No',
    String,
  ),
  custodyStatus: pairs(
    'IN_CUSTODY:Cus IN_CUSTODY:CusOth IN_COMMUNITY:Com WHEREABOUTS_UNKNOWN:WheUnk',
    String,
  ),
  probableCauseStatus: pairs(
    'NOT_REQUESTED:NotReq WAIVED:Wai HEARING_SCHEDULED:HeaSch FOUND:Fou NOT_FOUND:NotFou NOT_APPLICABLE:NotApp',
    String,
  ),
  returnReason: pairs(
    'INDIVIDUAL_REQUEST:IndReq TRANSFER_REJECTED:TraRej IN_LIEU_OF_RETAKING_MANDATORY:LieMan IN_LIEU_DISCRETIONARY:LieDis',
    String,
  ),
  tollingStatus: pairs(
    'RUNNING:Run TOLLED:Tol',
    String,
  ),
  unavailabilityReason: pairs(
    'PENDING_CHARGES:PenCha INCARCERATED:Inc WHEREABOUTS_UNKNOWN:WheUnk OTHER:Oth',
    String,
  ),
  violationRecommendation: pairs(
    'RETAKE:Ret ORDER_RETURN:OrdRet CONTINUE_SUPERVISION:ConSup',
    String,
  ),
  violationResponseAction: pairs(
    'WARRANT_ISSUED_WILL_RETAKE:WarRet WILL_ISSUE_WARRANT:WilWar ORDER_RETURN_IN_LIEU:OrdRet PROBABLE_CAUSE_HEARING_REQUESTED:HeaReq AWAIT_DISPOSITION:AwaDis CONTINUE_SUPERVISION:ConSup DISCHARGED:Dis',
    String,
  ),
  violationType: pairs(
    'ABSCONDER:Abs ABSCONDER_APPREHENDED_IN_RS:AbsApp NEW_FELONY_OR_VIOLENT_CONVICTION:NewCon BEHAVIOR_REQUIRING_RETAKING:BehRet',
    String,
  ),
  warrantDuty: pairs(
    'FAILURE_TO_ARRIVE:FaiArr MANDATORY_RETAKING:ManRet ABSCONDER:Abs DISCRETIONARY_RETAKING:DisRet FAILURE_TO_RETURN:FaiRet',
    String,
  ),
  warrantStage: pairs(
    'ACTIVE:Act EXECUTED:Exe WITHDRAWN:Wit WITHDRAWN:Rec',
    String,
  ),
  withdrawalReason: pairs(
    'SUBMITTED_IN_ERROR:Err PLAN_CHANGED:PlaCha INDIVIDUAL_DECLINES:IndDec NO_DEPARTURE_IN_TIME:Lap NO_REPORT_IN_TIME:Lap DISCHARGED:Dis OTHER:Oth',
    String,
  ),
} as const;
