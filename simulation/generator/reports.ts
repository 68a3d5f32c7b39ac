import type { AddressState } from '../../hub/generated/code-lists.ts';
import type {
  CaseClosureNotice,
  Incarceration,
  LastEmployment,
  ProgressReport,
} from '../../hub/generated/messages.ts';
import { head, tail } from './activity-frame.ts';
import { address } from './address.ts';
import { addDays } from './calendar.ts';
import type { CaseFacts } from './case-facts.ts';
import * as weights from './code-weights.ts';
import * as conduct from './conduct.ts';
import { emailAddress, phoneNumber } from './contact-lines.ts';
import { demanded, lengthOf, listOf, optional } from './draw.ts';
import type { Draw } from './draw.ts';
import { employment } from './person.ts';
import { plainFamilyName } from './person-name.ts';
import { prose } from './prose.ts';
import { weightedSample } from './random.ts';
import type { Weights } from './random.ts';
import { CHANCES } from './rates.ts';
import { receivingAuthor } from './replies.ts';
import { condition } from './sentence.ts';

/** The receiving state reports how the person does; about 2 kB as canonical JSON. */
export function progressReport(draw: Draw, facts: CaseFacts): ProgressReport {
  const { random, today } = draw;
  const reasons = weightedSample(
    random,
    weights.PROGRESS_REPORT_REASONS,
    lengthOf(draw, 'reasons'),
  );
  const recommendation = random.weighted(weights.PROGRESS_RECOMMENDATIONS);
  return {
    ...head(draw, 'compact.progress-report.v1', receivingAuthor(facts)),
    reasons,
    requested: reasons.includes('REQUESTED') || random.chance(CHANCES.reportRequested),
    ...optional(draw, 'progress-report.periodFrom', () => addDays(today, -random.integer(80, 180))),
    ...optional(draw, 'progress-report.periodTo', () => addDays(today, -random.integer(1, 9))),
    residence: facts.residence,
    ...optional(draw, 'progress-report.phone', () => phoneNumber(random)),
    ...optional(draw, 'progress-report.email', () => emailAddress(random)),
    ...optional(draw, 'progress-report.employment', () => employment(draw, facts.receiving)),
    summary: prose(draw, 'conduct', 8192, 2),
    ...findings(draw, reasons),
    recommendation,
    ...demanded(
      draw,
      'progress-report.recommendationExplanation',
      recommendation !== 'CONTINUE',
      () => prose(draw, 'decision', 2048, 1),
    ),
    ...tail(draw),
  };
}

type Findings = Pick<
  ProgressReport,
  'conditionStatuses' | 'programs' | 'responses' | 'newArrests' | 'newConvictions' | 'newConditions'
>;

function findings(draw: Draw, reasons: readonly ProgressReport['reasons'][number][]): Findings {
  const says = (...some: readonly ProgressReport['reasons'][number][]): boolean =>
    some.some((reason) => reasons.includes(reason));
  const arrested = says('NEW_ARREST', 'PENDING_FELONY_OR_VIOLENT_CHARGE');
  return {
    ...demanded(draw, 'progress-report.conditionStatuses', says('CONDITION_STATUS'), () =>
      listOf(draw, 'conditionStatuses', () => conduct.conditionStatus(draw)),
    ),
    ...optional(draw, 'progress-report.programs', () =>
      listOf(draw, 'programs', () => conduct.program(draw)),
    ),
    responses: listOf(draw, 'responses', () => conduct.supervisionResponse(draw)),
    ...demanded(draw, 'progress-report.newArrests', arrested, () =>
      listOf(draw, 'newArrests', () => conduct.arrest(draw), arrested ? 1 : 0),
    ),
    ...demanded(draw, 'progress-report.newConvictions', says('NEW_CONVICTION_NO_RETAKE'), () =>
      listOf(draw, 'newConvictions', () => conduct.conviction(draw)),
    ),
    ...demanded(draw, 'progress-report.newConditions', says('NEW_CONDITIONS'), () =>
      listOf(draw, 'newConditions', () => condition(draw)),
    ),
  };
}

export interface ClosureChoices {
  readonly closureReasons?: Weights<CaseClosureNotice['closureReason']>;
}

/** The receiving state says that it ends supervision, and why. */
export function caseClosureNotice(
  draw: Draw,
  facts: CaseFacts,
  choices: ClosureChoices,
): CaseClosureNotice {
  const { random, today } = draw;
  const reason = random.weighted(choices.closureReasons ?? weights.CASE_CLOSURE_REASONS);
  const explained = reason === 'OTHER' || reason === 'CLOSED_IN_ERROR';
  return {
    ...head(draw, 'compact.case-closure-notice.v1', receivingAuthor(facts)),
    closureReason: reason,
    closureDate: today,
    lastKnownAddress: facts.residence.address,
    lastKnownEmployment: lastEmployment(draw, facts.receiving),
    ...optional(draw, 'case-closure-notice.financialObligations', () => facts.financialObligations),
    ...optional(draw, 'case-closure-notice.conditionStatuses', () =>
      listOf(draw, 'conditionStatuses', () => conduct.conditionStatus(draw)),
    ),
    ...demanded(draw, 'case-closure-notice.incarceration', reason === 'INCARCERATED_180_PLUS', () =>
      incarceration(draw, facts.receiving),
    ),
    ...demanded(draw, 'case-closure-notice.deathDate', reason === 'DEATH', () =>
      addDays(today, -random.integer(1, 20)),
    ),
    ...demanded(
      draw,
      'case-closure-notice.subsequentState',
      reason === 'SUBSEQUENT_STATE_DEPARTURE',
      () => random.pick<AddressState>(['NV', 'OK', 'AL', 'PR']),
    ),
    ...tail(draw, explained),
  };
}

export function lastEmployment(draw: Draw, state: string): LastEmployment {
  const status = draw.random.weighted(weights.EMPLOYMENT_STATUSES);
  return {
    status,
    ...demanded(draw, 'lastEmployment.employment', status === 'EMPLOYED', () =>
      employment(draw, state),
    ),
  };
}

export function incarceration(draw: Draw, state: string): Incarceration {
  const { random, today } = draw;
  return {
    facility: `${plainFamilyName(random)} County Jail`,
    ...optional(draw, 'incarceration.address', () => address(draw, state)),
    since: addDays(today, -random.integer(181, 400)),
    ...optional(draw, 'incarceration.expectedReleaseDate', () =>
      addDays(today, random.integer(30, 900)),
    ),
    ...optional(draw, 'incarceration.offense', () => 'Theft < $500'),
  };
}
