import type {
  ActionReply,
  ActionRequest,
  ActivityWithdrawal,
  CaseClosureNotice,
  CaseClosureReply,
  CaseReopening,
  CaseWithdrawal,
  DiscretionaryRetakingNotice,
  ProfileUpdate,
  ProgressReport,
  ReturnInstructionsReply,
  ReturnInstructionsRequest,
  ViolationReport,
  ViolationReportAddendum,
  ViolationResponse,
  ViolationResponseAddendum,
  WarrantStatus,
} from '../../hub/generated/messages.ts';
import { at, block, inline, list, object } from './block.ts';
import { code } from './codecs.ts';
import * as matter from './resource-json-case-blocks.ts';
import * as person from './resource-json-person-blocks.ts';
import * as retaking from './resource-json-retaking-blocks.ts';
import { COMMON } from './resource-json-common.ts';
import { CODES } from './resource-json-codes.ts';
import { coding, one, telephone } from './resource-json-values.ts';

export const progressReport = block<ProgressReport>({
  ...COMMON,
  reasons: at('attributes/reportOccasions', list(code(CODES.progressReportReason))),
  requested: 'attributes/askedFor',
  periodFrom: 'attributes/spanFrom',
  periodTo: 'attributes/spanTo',
  summary: 'attributes/reportInBrief',
  recommendation: at(
    'attributes/proposal',
    coding('progress-recommendation', CODES.progressRecommendation),
  ),
  recommendationExplanation: 'attributes/proposalDetail',
  phone: at('attributes/reachableTelephone', telephone),
  email: 'attributes/reachableEmail',
  residence: at('resources/dwellings', one(person.residence)),
  employment: at('resources/employments', one(person.employment)),
  conditionStatuses: at('resources/adherences', list(object(matter.conditionStatus))),
  programs: at('resources/programmes', list(object(matter.program))),
  responses: at('resources/interventions', list(object(matter.supervisionResponse))),
  newArrests: at('resources/detentions', list(object(matter.arrest))),
  newConvictions: at('resources/guiltyFindings', list(object(matter.conviction))),
  newConditions: at('resources/requirements', list(object(matter.condition))),
});

export const caseClosureNotice = block<CaseClosureNotice>({
  ...COMMON,
  closureReason: at(
    'attributes/closureGrounds',
    coding('case-closure-reason', CODES.caseClosureReason),
  ),
  closureDate: 'attributes/matterClosedOn',
  deathDate: 'attributes/deceasedOn',
  subsequentState: at('attributes/onwardSubdivision', code(CODES.addressState)),
  lastKnownEmployment: inline('', person.lastEmployment),
  lastKnownAddress: at('resources/lastAddresses', one(person.address)),
  financialObligations: at('resources/liabilities', list(object(matter.financialObligation))),
  conditionStatuses: at('resources/adherences', list(object(matter.conditionStatus))),
  incarceration: at('resources/imprisonments', one(matter.incarceration)),
});

export const caseClosureReply = block<CaseClosureReply>({
  ...COMMON,
  outcome: at('attributes/determination', coding('case-closure-outcome', CODES.caseClosureOutcome)),
  explanation: 'attributes/refusalDetail',
});

export const returnInstructionsRequest = block<ReturnInstructionsRequest>({
  ...COMMON,
  reason: at('attributes/returnGrounds', coding('return-reason', CODES.returnReason)),
  intendedReturnDate: 'attributes/plannedReturn',
  residenceUnknown: 'attributes/whyNoAbode',
  residence: at('resources/dwellings', one(person.residence)),
  employment: at('resources/employments', one(person.employment)),
  meansOfSupport: at('resources/subsistences', list(object(matter.meansOfSupport))),
});

export const returnInstructionsReply = block<ReturnInstructionsReply>({
  ...COMMON,
  reportingInstructions: inline('', person.reportingInstructions),
});

export const violationReport = block<ViolationReport>({
  ...COMMON,
  violationType: at('attributes/breachClass', coding('violation-type', CODES.violationType)),
  summary: 'attributes/breachesInBrief',
  earlierNoncompliance: 'attributes/earlierBreaches',
  recommendation: at(
    'attributes/proposal',
    coding('violation-recommendation', CODES.violationRecommendation),
  ),
  recommendationExplanation: 'attributes/proposalDetail',
  availability: inline('', retaking.availability),
  whereabouts: inline('', retaking.whereabouts),
  probableCause: inline('', retaking.probableCause),
  absconding: inline('', retaking.absconding),
  violations: at('resources/breaches', list(object(retaking.violation))),
  responses: at('resources/interventions', list(object(matter.supervisionResponse))),
  newConviction: at('resources/guiltyFindings', one(matter.conviction)),
  officer: at('resources/officers', one(person.contact)),
});

export const violationReportAddendum = block<ViolationReportAddendum>({
  ...COMMON,
  explanation: 'attributes/developments',
  availability: inline('', retaking.availability),
  whereabouts: inline('', retaking.whereabouts),
  probableCause: inline('', retaking.probableCause),
  violationReport: at('resources/relatedEvents', one(retaking.activityReference)),
});

export const violationResponse = block<ViolationResponse>({
  ...COMMON,
  action: at(
    'attributes/measureTaken',
    coding('violation-response-action', CODES.violationResponseAction),
  ),
  actionBeginDate: 'attributes/measureFrom',
  estimatedCompletionDate: 'attributes/measureDueBy',
  explanation: 'attributes/measureDetail',
  warrant: at('resources/warrants', one(retaking.warrant)),
  violationReport: at('resources/relatedEvents', one(retaking.activityReference)),
});

export const violationResponseAddendum = block<ViolationResponseAddendum>({
  ...COMMON,
  explanation: 'attributes/developments',
  action: at('attributes/measureNow', code(CODES.violationResponseAction)),
  actionBeginDate: 'attributes/measureFrom',
  estimatedCompletionDate: 'attributes/measureDueBy',
  warrant: at('resources/warrants', one(retaking.warrant)),
  violationResponse: at('resources/relatedEvents', one(retaking.activityReference)),
});

export const discretionaryRetakingNotice = block<DiscretionaryRetakingNotice>({
  ...COMMON,
  explanation: 'attributes/measureDetail',
  estimatedCompletionDate: 'attributes/measureDueBy',
  warrant: at('resources/warrants', one(retaking.warrant)),
});

export const warrantStatus = block<WarrantStatus>({
  ...COMMON,
  warrantStatus: at('attributes/warrantPhase', coding('warrant-stage', CODES.warrantStage)),
  duty: at('attributes/warrantBasis', code(CODES.warrantDuty)),
  endedOn: 'attributes/warrantSpentOn',
  warrant: at('resources/warrants', one(retaking.warrant)),
});

export const actionRequest = block<ActionRequest>({
  ...COMMON,
  specialization: at('attributes/subjectMatter', code(CODES.actionSpecialization)),
  text: 'attributes/messageText',
  replyRequested: 'attributes/replyAwaited',
  about: at('resources/relatedEvents', one(retaking.activityReference)),
});

export const actionReply = block<ActionReply>({
  ...COMMON,
  text: 'attributes/messageText',
  actionRequest: at('resources/relatedEvents', one(retaking.activityReference)),
});

export const profileUpdate = block<ProfileUpdate>({
  ...COMMON,
  effectiveDate: 'attributes/takesEffectOn',
  changes: inline('', retaking.profileChanges),
});

export const activityWithdrawal = block<ActivityWithdrawal>({
  ...COMMON,
  reason: at('attributes/withdrawalGrounds', coding('withdrawal-reason', CODES.withdrawalReason)),
  explanation: 'attributes/withdrawalDetail',
  withdrawn: at('resources/relatedEvents', one(retaking.activityReference)),
});

export const caseWithdrawal = block<CaseWithdrawal>({
  ...COMMON,
  reason: at('attributes/withdrawalGrounds', coding('withdrawal-reason', CODES.withdrawalReason)),
  explanation: 'attributes/withdrawalDetail',
});

export const caseReopening = block<CaseReopening>({
  ...COMMON,
  explanation: 'attributes/reopeningDetail',
});
