import type {
  Absconding,
  Availability,
  ProbableCause,
  Violation,
  ViolationReport,
  ViolationReportAddendum,
  Whereabouts,
} from '../../hub/generated/messages.ts';
import { head, tail } from './activity-frame.ts';
import { addDays } from './calendar.ts';
import type { CaseFacts } from './case-facts.ts';
import * as weights from './code-weights.ts';
import { conviction, supervisionResponse } from './conduct.ts';
import { phoneNumber } from './contact-lines.ts';
import { titledContact } from './contact.ts';
import { demanded, listOf, optional } from './draw.ts';
import type { Draw } from './draw.ts';
import { prose } from './prose.ts';
import { reference } from './reference.ts';
import type { ReferenceChoices } from './reference.ts';
import { receivingAuthor } from './replies.ts';
import { incarceration, lastEmployment } from './reports.ts';

export interface ViolationChoices {
  readonly violationType?: ViolationReport['violationType'];
}

/** The receiving state reports what the person must be retaken for. */
export function violationReport(
  draw: Draw,
  facts: CaseFacts,
  choices: ViolationChoices,
): ViolationReport {
  const { random } = draw;
  const type = choices.violationType ?? random.weighted(weights.VIOLATION_TYPES);
  const recommendation = random.weighted(weights.VIOLATION_RECOMMENDATIONS);
  return {
    ...head(draw, 'compact.violation-report.v1', receivingAuthor(facts)),
    violationType: type,
    violations: listOf(draw, 'violations', () => violation(draw)),
    ...optional(draw, 'violation-report.summary', () => prose(draw, 'conduct', 8192, 3)),
    responses: listOf(draw, 'responses', () => supervisionResponse(draw)),
    ...optional(draw, 'violation-report.earlierNoncompliance', () =>
      prose(draw, 'violation', 4096, 1),
    ),
    recommendation,
    ...optional(draw, 'violation-report.recommendationExplanation', () =>
      prose(draw, 'decision', 2048, 1),
    ),
    ...situation(draw, facts, type),
    ...demanded(draw, 'violation-report.absconding', type === 'ABSCONDER', () =>
      absconding(draw, facts),
    ),
    ...demanded(
      draw,
      'violation-report.newConviction',
      type === 'NEW_FELONY_OR_VIOLENT_CONVICTION',
      () => conviction(draw),
    ),
    officer: titledContact(draw),
    ...tail(draw),
  };
}

/** What has changed since the report: where the person is, whether the person can be retaken. */
export function violationReportAddendum(
  draw: Draw,
  facts: CaseFacts,
  choices: ReferenceChoices,
): ViolationReportAddendum {
  return {
    ...head(draw, 'compact.violation-report-addendum.v1', receivingAuthor(facts)),
    ...optional(draw, 'violation-report-addendum.violationReport', () =>
      reference(draw, choices, 'OVR'),
    ),
    ...optional(draw, 'violation-report-addendum.availability', () =>
      availability(draw, draw.random.weighted(weights.AVAILABILITY_STATUSES)),
    ),
    ...optional(draw, 'violation-report-addendum.whereabouts', () =>
      whereabouts(draw, facts, draw.random.weighted(weights.CUSTODY_STATUSES)),
    ),
    ...optional(draw, 'violation-report-addendum.probableCause', () => probableCause(draw)),
    explanation: prose(draw, 'violation', 8192, 1),
    ...tail(draw),
  };
}

type Situation = Pick<ViolationReport, 'availability' | 'whereabouts' | 'probableCause'>;

/** An absconder cannot be found, one who was apprehended is held; the others are drawn. */
function situation(
  draw: Draw,
  facts: CaseFacts,
  type: ViolationReport['violationType'],
): Situation {
  const { random } = draw;
  const gone = type === 'ABSCONDER';
  const held = type === 'ABSCONDER_APPREHENDED_IN_RS';
  const available = gone ? 'NOT_AVAILABLE' : random.weighted(weights.AVAILABILITY_STATUSES);
  const custody = random.weighted(weights.CUSTODY_STATUSES);
  return {
    availability: availability(draw, available),
    whereabouts: whereabouts(
      draw,
      facts,
      gone ? 'WHEREABOUTS_UNKNOWN' : held ? 'IN_CUSTODY' : custody,
    ),
    probableCause: probableCause(draw),
  };
}

function violation(draw: Draw): Violation {
  const { random } = draw;
  const dateOfBehavior = addDays(draw.today, -random.integer(10, 90));
  return {
    dateOfBehavior,
    dateDetermined: addDays(dateOfBehavior, random.integer(0, 9)),
    description: prose(draw, 'violation', 4096, 2),
    ...optional(draw, 'violation.conditionViolated', () => prose(draw, 'condition', 1024, 1)),
    ...optional(draw, 'violation.disposition', () =>
      random.pick(['Charged, pending', 'Not charged', 'Plea 3/2; "time served"']),
    ),
  };
}

function availability(draw: Draw, status: Availability['status']): Availability {
  const { random } = draw;
  return {
    status,
    ...demanded(draw, 'availability.reason', status === 'NOT_AVAILABLE', () =>
      random.weighted(weights.UNAVAILABILITY_REASONS),
    ),
    ...optional(draw, 'availability.expectedOn', () => addDays(draw.today, random.integer(5, 400))),
    ...optional(draw, 'availability.explanation', () => prose(draw, 'efforts', 1024, 1)),
  };
}

function whereabouts(draw: Draw, facts: CaseFacts, status: Whereabouts['status']): Whereabouts {
  return {
    status,
    ...demanded(draw, 'whereabouts.incarceration', status === 'IN_CUSTODY', () =>
      incarceration(draw, facts.receiving),
    ),
    ...optional(draw, 'whereabouts.address', () => facts.residence.address),
  };
}

function probableCause(draw: Draw): ProbableCause {
  const { random, today } = draw;
  const status = random.weighted(weights.PROBABLE_CAUSE_STATUSES);
  return {
    status,
    ...demanded(draw, 'probableCause.hearingDate', status === 'HEARING_SCHEDULED', () =>
      addDays(today, random.integer(-20, 20)),
    ),
    ...optional(draw, 'probableCause.reportDate', () => addDays(today, random.integer(1, 30))),
  };
}

function absconding(draw: Draw, facts: CaseFacts): Absconding {
  const { random, today } = draw;
  return {
    lastKnownAddress: facts.residence.address,
    ...optional(draw, 'absconding.lastKnownPhone', () => phoneNumber(random)),
    ...optional(draw, 'absconding.lastKnownEmployment', () =>
      lastEmployment(draw, facts.receiving),
    ),
    lastContactDate: addDays(today, -random.integer(15, 60)),
    contacts: listOf(draw, 'contacts', () => ({
      kind: random.weighted(weights.ABSCONDING_CONTACT_KINDS),
      date: addDays(today, -random.integer(1, 14)),
      result: prose(draw, 'efforts', 1024, 1),
    })),
  };
}
