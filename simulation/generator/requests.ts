import type {
  ReportingInstructionsRequest,
  TransferRequest,
} from '../../hub/generated/messages.ts';
import { head, tail } from './activity-frame.ts';
import { addDays } from './calendar.ts';
import type { CaseFacts } from './case-facts.ts';
import {
  REPORTING_INSTRUCTIONS_REASONS,
  TRANSFER_REASONS,
  TRANSFER_REQUEST_KINDS,
} from './code-weights.ts';
import { demanded, listOf, optional } from './draw.ts';
import type { Draw } from './draw.ts';
import * as plan from './plan.ts';
import { prose } from './prose.ts';
import { CHANCES } from './rates.ts';
import { protectiveOrder } from './sentence.ts';
import { sexOffense } from './sex-offense.ts';

const MILITARY = ['MILITARY_MEMBER', 'LIVES_WITH_MILITARY_FAMILY'];
const EMPLOYER = ['EMPLOYMENT_TRANSFER', 'FAMILY_EMPLOYMENT_TRANSFER'];
const FAMILY = ['RESIDENT_FAMILY', 'LIVES_WITH_MILITARY_FAMILY', 'FAMILY_EMPLOYMENT_TRANSFER'];
const VETERAN = 'VETERAN_MEDICAL_MENTAL_HEALTH';

export interface RequestChoices {
  readonly reason?: ReportingInstructionsRequest['reason'];
  readonly requestKind?: TransferRequest['requestKind'];
  readonly instructionsGranted?: boolean;
}

/** The sending state asks where and when the person reports. */
export function reportingInstructionsRequest(
  draw: Draw,
  facts: CaseFacts,
  choices: RequestChoices,
): ReportingInstructionsRequest {
  const { sending, receiving, caseNumbers } = facts;
  const author = { state: sending, caseNumber: caseNumbers.sending };
  const reason = choices.reason ?? draw.random.weighted(REPORTING_INSTRUCTIONS_REASONS);
  const livingThere = reason === 'LIVING_IN_RS_AT_SENTENCING';
  return {
    ...head(draw, 'compact.reporting-instructions-request.v1', author),
    supervisedIndividual: facts.person,
    supervision: facts.supervision,
    reason,
    explanation: prose(draw, 'plan', 4096),
    ...demanded(draw, 'reporting-instructions-request.qualifyingEvent', livingThere, () =>
      plan.qualifyingEvent(draw),
    ),
    intendedDepartureDate: addDays(draw.today, draw.random.integer(2, 20)),
    residence: facts.residence,
    otherResidents: facts.otherResidents,
    ...demanded(draw, 'reporting-instructions-request.proofOfResidence', livingThere, () =>
      prose(draw, 'plan', 1024, 1),
    ),
    ...optional(draw, 'reporting-instructions-request.sponsor', () =>
      plan.sponsor(draw, receiving),
    ),
    ...demanded(
      draw,
      'reporting-instructions-request.militaryOrders',
      MILITARY.includes(reason),
      () => plan.militaryOrders(draw),
    ),
    ...demanded(
      draw,
      'reporting-instructions-request.employerLetter',
      EMPLOYER.includes(reason),
      () => plan.employerLetter(draw, receiving),
    ),
    ...demanded(draw, 'reporting-instructions-request.veteranReferral', reason === VETERAN, () =>
      plan.veteranReferral(draw, receiving),
    ),
    ...optional(draw, 'reporting-instructions-request.travelPermit', () => plan.travelPermit(draw)),
    offenses: facts.offenses,
    offenseSummary: prose(draw, 'offense', 4096),
    ...knownConditions(draw, facts),
    registrable: facts.registrable,
    ...demanded(
      draw,
      'reporting-instructions-request.sexOffense',
      facts.registrable,
      () => facts.sexOffense ?? sexOffense(draw, sending, false),
    ),
    ...tail(draw),
  };
}

/** A request for reporting instructions names conditions, or leaves the list out. */
function knownConditions(
  draw: Draw,
  { conditions, registrable }: CaseFacts,
): Pick<ReportingInstructionsRequest, 'conditions'> {
  if (conditions.length === 0) return {};
  const key = 'reporting-instructions-request.conditions';
  return demanded(draw, key, registrable, () => conditions);
}

/** The sending state asks the receiving state to supervise the person. */
export function transferRequest(
  draw: Draw,
  facts: CaseFacts,
  choices: RequestChoices,
): TransferRequest {
  const { sending, receiving, caseNumbers } = facts;
  const author = { state: sending, caseNumber: caseNumbers.sending };
  const reason = draw.random.weighted(TRANSFER_REASONS);
  const { instructionsGranted = false } = choices;
  const requestKind = choices.requestKind ?? draw.random.weighted(TRANSFER_REQUEST_KINDS);
  return {
    ...head(draw, 'compact.transfer-request.v1', author),
    supervisedIndividual: facts.person,
    supervision: facts.supervision,
    ...optional(draw, 'transfer-request.requestKind', () => requestKind),
    transferReason: reason,
    justification: prose(draw, 'plan', 4096, 5),
    substantialCompliance: draw.random.chance(CHANCES.complies),
    intendedDepartureDate: addDays(draw.today, draw.random.integer(30, 75)),
    ...optional(draw, 'transfer-request.reportingInstructionsGranted', () => instructionsGranted),
    residence: facts.residence,
    otherResidents: facts.otherResidents,
    ...demanded(draw, 'transfer-request.sponsor', FAMILY.includes(reason), () =>
      plan.sponsor(draw, receiving),
    ),
    ...demanded(draw, 'transfer-request.militaryOrders', MILITARY.includes(reason), () =>
      plan.militaryOrders(draw),
    ),
    ...demanded(draw, 'transfer-request.employerLetter', EMPLOYER.includes(reason), () =>
      plan.employerLetter(draw, receiving),
    ),
    ...demanded(draw, 'transfer-request.veteranReferral', reason === VETERAN, () =>
      plan.veteranReferral(draw, receiving),
    ),
    meansOfSupport: plan.meansOfSupport(draw, receiving),
    ...requestRecord(draw, facts),
    application: plan.application(draw),
    ...optional(draw, 'transfer-request.applicationFee', () => plan.applicationFee(draw)),
    ...tail(draw),
  };
}

type RequestRecord = Pick<
  TransferRequest,
  | 'offenses'
  | 'offenseNarrative'
  | 'conditions'
  | 'protectiveOrders'
  | 'registrable'
  | 'sexOffense'
  | 'supervisionHistory'
  | 'disciplineHistory'
  | 'mentalHealthHistory'
  | 'financialObligations'
>;

/** Offenses, conditions and histories: what Rule 3.107 asks for besides the plan. */
function requestRecord(draw: Draw, facts: CaseFacts): RequestRecord {
  return {
    offenses: facts.offenses,
    ...optional(draw, 'transfer-request.offenseNarrative', () => prose(draw, 'offense', 8192, 9)),
    conditions: facts.conditions,
    ...optional(draw, 'transfer-request.protectiveOrders', () =>
      listOf(draw, 'protectiveOrders', () => protectiveOrder(draw)),
    ),
    registrable: facts.registrable,
    ...demanded(
      draw,
      'transfer-request.sexOffense',
      facts.registrable,
      () => facts.sexOffense ?? sexOffense(draw, facts.sending, false),
    ),
    ...optional(draw, 'transfer-request.supervisionHistory', () => prose(draw, 'conduct', 8192, 9)),
    ...optional(draw, 'transfer-request.disciplineHistory', () => prose(draw, 'conduct', 4096, 4)),
    ...optional(draw, 'transfer-request.mentalHealthHistory', () => prose(draw, 'health', 4096, 4)),
    ...optional(draw, 'transfer-request.financialObligations', () => facts.financialObligations),
  };
}
