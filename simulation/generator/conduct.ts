import type {
  Arrest,
  ConditionStatus,
  Conviction,
  Program,
  SupervisionResponse,
} from '../../hub/generated/messages.ts';
import { addDays } from './calendar.ts';
import * as weights from './code-weights.ts';
import { optional } from './draw.ts';
import type { Draw } from './draw.ts';
import { plainFamilyName } from './person-name.ts';
import { prose } from './prose.ts';

const PROGRAMS = [
  'Anger management',
  'GED classes',
  'Parenting II',
  'Outpatient treatment (IOP)',
] as const;
const CHARGES = [
  'Theft < $500',
  'Driving while suspended',
  'Disorderly conduct',
  'Possession',
] as const;

/** A day in the months before the activity. */
function lately(draw: Draw): string {
  return addDays(draw.today, -draw.random.integer(1, 150));
}

export function conditionStatus(draw: Draw): ConditionStatus {
  const { random } = draw;
  return {
    ...optional(draw, 'conditionStatus.reference', () => `SC-${random.integer(1, 99)}`),
    text: prose(draw, 'condition', 1024, 1),
    status: random.weighted(weights.CONDITION_COMPLIANCES),
    ...optional(draw, 'conditionStatus.comment', () => prose(draw, 'conduct', 1024, 1)),
  };
}

export function program(draw: Draw): Program {
  const { random } = draw;
  const from = lately(draw);
  return {
    name: random.pick(PROGRAMS),
    status: random.weighted(weights.PROGRAM_STATUSES),
    ...optional(draw, 'program.from', () => from),
    ...optional(draw, 'program.to', () => addDays(from, random.integer(7, 90))),
    ...optional(draw, 'program.comment', () => prose(draw, 'conduct', 1024, 1)),
  };
}

export function supervisionResponse(draw: Draw): SupervisionResponse {
  return {
    kind: draw.random.weighted(weights.SUPERVISION_RESPONSE_KINDS),
    date: lately(draw),
    description: prose(draw, 'conduct', 1024, 1),
    ...optional(draw, 'supervisionResponse.outcome', () => prose(draw, 'conduct', 1024, 1)),
  };
}

export function arrest(draw: Draw): Arrest {
  const { random } = draw;
  return {
    date: lately(draw),
    charge: random.pick(CHARGES),
    ...optional(draw, 'arrest.degree', () => random.weighted(weights.OFFENSE_DEGREES)),
    ...optional(draw, 'arrest.agency', () => `${plainFamilyName(random)} Police Dept.`),
    ...optional(draw, 'arrest.disposition', () =>
      random.pick(['pending', 'dismissed', 'plea 3/2']),
    ),
  };
}

export function conviction(draw: Draw): Conviction {
  const { random } = draw;
  return {
    date: lately(draw),
    offense: random.pick(CHARGES),
    degree: random.weighted(weights.OFFENSE_DEGREES),
    ...optional(draw, 'conviction.sentence', () => `${random.integer(5, 180)} days, suspended`),
  };
}
