import type {
  Application,
  ApplicationFee,
  Arrest,
  Attachment,
  Condition,
  ConditionStatus,
  Conviction,
  EmployerLetter,
  FinancialObligation,
  Incarceration,
  LastEmployment,
  MeansOfSupport,
  MilitaryOrders,
  Offense,
  Program,
  ProtectiveOrder,
  QualifyingEvent,
  Registry,
  ReportingInstructions,
  SexOffense,
  Supervision,
  SupervisionPeriod,
  SupervisionResponse,
  TransferReply,
  TravelPermit,
  VeteranReferral,
} from '../../hub/generated/messages.ts';
import { at, block, list, object, same } from './block.ts';
import { code, cut, numberText } from './codecs.ts';
import { CODES } from './niem-xml-codes.ts';
import * as person from './niem-xml-person-blocks.ts';
import { day, identification, sha256, trueText, usDollars, wallTime } from './niem-xml-values.ts';

// Properties stand in the order of the XSD's sequences, attributes first.

const supervisionPeriod = block<SupervisionPeriod>({
  type: at('SupervisionPeriodCategoryCode', code(CODES.supervisionPeriodType)),
  startDate: at('nc:StartDate', day),
  endDate: at('nc:EndDate', day),
  indefinite: at('PeriodIndefiniteIndicator', trueText),
});

export const supervision = block<Supervision>({
  type: at('SupervisionAugmentation/SupervisionCategoryCode', code(CODES.supervisionType)),
  periods: at('SupervisionAugmentation/SupervisionPeriod', list(object(supervisionPeriod))),
  deferredSentence: at('SupervisionAugmentation/SentenceDeferredIndicator', trueText),
  incarcerated: at('SupervisionAugmentation/SubjectConfinedIndicator', trueText),
  plannedReleaseDate: at('SupervisionAugmentation/ConfinementReleaseDate', day),
});

export const offense = block<Offense>({
  offenseDate: at('nc:ActivityDate', day),
  description: 'j:OffenseName',
  sentenceDate: at('j:OffenseSentenceDate', day),
  statute: 'j:OffenseViolatedStatute/j:StatuteText',
  degree: at('j:OffenseLevelText', code(CODES.offenseDegree)),
  ncicCode: 'OffenseAugmentation/OffenseNCICCode',
  docketNumber: 'OffenseAugmentation/nc:CaseDocketID',
  counties: at('OffenseAugmentation/ConvictionCountyName', list(same)),
  sentence: 'OffenseAugmentation/SentenceDescriptionText',
  instant: at('OffenseAugmentation/InstantOffenseIndicator', trueText),
  chargeReduced: at('OffenseAugmentation/ChargeReducedIndicator', trueText),
  registrable: at('OffenseAugmentation/OffenseRegistrationIndicator', trueText),
  misdemeanorCriteria: at(
    'OffenseAugmentation/MisdemeanorEligibilityCode',
    list(code(CODES.misdemeanorCriterion)),
  ),
  narrative: 'OffenseAugmentation/OffenseNarrativeText',
});

export const condition = block<Condition>({
  reference: at('nc:ActivityIdentification', identification),
  text: 'nc:ActivityDescriptionText',
  kind: at('ConditionAugmentation/ConditionCategoryCode', code(CODES.conditionKind)),
  imposedBy: at('ConditionAugmentation/ConditionImposerCode', code(CODES.caseSide)),
});

export const conditionStatus = block<ConditionStatus>({
  reference: at('nc:ActivityIdentification', identification),
  text: 'nc:ActivityDescriptionText',
  status: at('ConditionComplianceCode', code(CODES.conditionCompliance)),
  comment: 'ConditionComplianceText',
});

export const conditionNotEnforceable = block<
  NonNullable<TransferReply['conditionsNotEnforceable']>[number]
>({
  text: 'nc:ActivityDescriptionText',
  explanation: 'ConditionObstacleText',
});

export const financialObligation = block<FinancialObligation>({
  kind: at('ObligationCategoryCode', code(CODES.financialObligationKind)),
  balance: at('ObligationBalanceAmount', usDollars),
  payee: 'ObligationRecipientName',
  payeeAddress: at('nc:Address', object(person.address)),
});

export const applicationFee = block<ApplicationFee>({
  amount: at('FeeAmount', usDollars),
  status: at('FeeStatusCode', code(CODES.feeStatus)),
});

export const meansOfSupport = block<MeansOfSupport>({
  kind: at('SupportCategoryCode', code(CODES.meansOfSupportKind)),
  description: 'SupportDescriptionText',
  employment: at('PersonEmployment', object(person.employment)),
});

export const militaryOrders = block<MilitaryOrders>({
  branch: at('MilitaryBranchCode', code(CODES.militaryBranch)),
  orderNumber: at('MilitaryOrderIdentification', identification),
  issuedOn: at('MilitaryOrderIssueDate', day),
  reportOn: at('MilitaryReportDate', day),
  installation: 'MilitaryInstallationName',
  servingMember: 'ServiceMemberFullName',
});

export const employerLetter = block<EmployerLetter>({
  employer: 'EmployerOrganization/nc:OrganizationName',
  issuedOn: at('LetterIssueDate', day),
  position: 'OfferedPositionText',
  startDate: at('OfferedPositionStartDate', day),
  address: at('nc:Address', object(person.address)),
  transferredMember: 'TransferredEmployeeFullName',
});

export const veteranReferral = block<VeteranReferral>({
  facility: 'nc:FacilityName',
  issuedOn: at('CareReferralDate', day),
  reference: at('CareReferralIdentification', identification),
  address: at('nc:Address', object(person.address)),
});

export const protectiveOrder = block<ProtectiveOrder>({
  number: at('nc:ActivityIdentification', identification),
  terms: 'j:ProtectionOrderConditionText',
  kind: at(
    'ProtectionOrderAugmentation/ProtectionOrderCategoryCode',
    code(CODES.protectiveOrderKind),
  ),
  protectedParty: 'ProtectionOrderAugmentation/ProtectedPersonFullName',
  issuedBy: 'ProtectionOrderAugmentation/IssuingCourtName',
  expiresOn: at('ProtectionOrderAugmentation/ProtectionOrderExpirationDate', day),
});

const registry = block<Registry>({
  number: at('j:RegisteredOffenderIdentification', identification),
  registeredOn: at('j:RegisteredOffenderStartDate', day),
  status: at('RegisteredOffenderAugmentation/RegistrationStatusCode', code(CODES.registryStatus)),
  state: at('RegisteredOffenderAugmentation/RegistrationStateCode', code(CODES.addressState)),
});

export const sexOffense = block<SexOffense>({
  narrative: 'SexOffenseNarrativeText',
  contactRestrictions: at('ProhibitedContactText', list(same)),
  victims: at('j:Victim', list(object(person.victim))),
  registry: at('j:RegisteredOffender', object(registry)),
  assessment: 'RiskAssessmentText',
  treatmentPlan: 'SupervisionTreatmentPlanText',
});

export const qualifyingEvent = block<QualifyingEvent>({
  kind: at('QualifyingEventCategoryCode', code(CODES.qualifyingEventKind)),
  date: at('nc:ActivityDate', day),
});

export const travelPermit = block<TravelPermit>({
  issued: at('PermitIssuedIndicator', trueText),
  issuedOn: at('PermitIssueDate', day),
  expiresOn: at('PermitExpirationDate', day),
});

export const application = block<Application>({
  signedOn: at('ApplicantSignatureDate', day),
  extraditionWaived: at('ExtraditionWaiverIndicator', trueText),
});

export const reportingInstructions = block<ReportingInstructions>({
  reportDate: at('AppointmentDate', day),
  reportTime: at('AppointmentTime', wallTime),
  office: at('ReportingOffice', object(person.office)),
  officer: at('ReceivingOfficer', object(person.contact)),
  instructions: 'AppointmentInstructionText',
});

export const attachment = block<Attachment>({
  kind: at('nc:BinaryCategoryText', code(CODES.attachmentKind)),
  sha256: at('nc:BinaryHash', sha256),
  description: at('nc:BinaryDescriptionText', cut(100)),
  mediaType: at('nc:BinaryFormatText', code(CODES.attachmentMediaType)),
  size: at('nc:BinarySizeValue', numberText),
  fileName: 'AttachmentAugmentation/AttachmentFileName',
});

export const arrest = block<Arrest>({
  date: at('nc:ActivityDate', day),
  charge: 'ArrestChargeText',
  degree: at('j:OffenseLevelText', code(CODES.offenseDegree)),
  agency: 'ArrestAgencyName',
  disposition: 'ChargeDispositionText',
});

export const conviction = block<Conviction>({
  date: at('nc:ActivityDate', day),
  offense: 'ConvictionOffenseText',
  degree: at('j:OffenseLevelText', code(CODES.offenseDegree)),
  sentence: 'SentenceDescriptionText',
});

export const program = block<Program>({
  name: 'ProgramTitleText',
  status: at('ProgramParticipationCode', code(CODES.programStatus)),
  from: at('ProgramDateRange/nc:StartDate', day),
  to: at('ProgramDateRange/nc:EndDate', day),
  comment: 'ProgramCommentText',
});

export const supervisionResponse = block<SupervisionResponse>({
  kind: at('SupervisionResponseCategoryCode', code(CODES.supervisionResponseKind)),
  date: at('nc:ActivityDate', day),
  description: 'nc:ActivityDescriptionText',
  outcome: 'SupervisionResponseResultText',
});

export const incarceration = block<Incarceration>({
  facility: 'nc:FacilityName',
  address: at('nc:Address', object(person.address)),
  since: at('ConfinementStartDate', day),
  expectedReleaseDate: at('ConfinementReleaseDate', day),
  offense: 'ConfinementOffenseText',
});

export const lastEmployment = block<LastEmployment>({
  status: at('EmploymentStatusCode', code(CODES.employmentStatus)),
  employment: at('PersonEmployment', object(person.employment)),
});
