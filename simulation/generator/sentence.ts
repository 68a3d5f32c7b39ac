import type {
  Condition,
  FinancialObligation,
  Offense,
  ProtectiveOrder,
  Supervision,
  SupervisionPeriod,
} from '../../hub/generated/messages.ts';
import { address } from './address.ts';
import { addDays } from './calendar.ts';
import * as weights from './code-weights.ts';
import { demanded, lengthOf, listOf, optional } from './draw.ts';
import type { Draw } from './draw.ts';
import { fullName, plainFamilyName } from './person-name.ts';
import { line, prose } from './prose.ts';
import { weightedSample } from './random.ts';
import type { Random } from './random.ts';
import { CHANCES } from './rates.ts';

/** Offense in words and its NCIC uniform offense code. */
const OFFENSES = [
  ['Theft II', '2399'],
  ['Burglary, dwelling', '2202'],
  ['Driving under the influence, 3rd', '5404'],
  ['Possession of a controlled substance w/ intent', '3599'],
  ['Assault "with injury"', '1399'],
  ['Forgery & uttering', '2589'],
  ['Failure to pay family support', '3806'],
  ['Robbery', '1299'],
] as const;

/** What the sending state ordered; the longest period still runs for more than 90 days (Rule 3.101). */
export function supervision(draw: Draw): Supervision {
  const { random } = draw;
  const type = random.weighted(weights.SUPERVISION_TYPES);
  const kinds = type === 'BOTH' ? (['PROBATION', 'PAROLE'] as const) : ([type] as const);
  const incarcerated = random.chance(CHANCES.incarcerated);
  return {
    type,
    periods: listOf(
      draw,
      'periods',
      (index) => period(draw, kinds[index] ?? kinds[0]),
      kinds.length,
    ),
    ...optional(draw, 'supervision.deferredSentence', () => random.chance(0.2)),
    ...demanded(draw, 'supervision.incarcerated', incarcerated, () => incarcerated),
    ...demanded(draw, 'supervision.plannedReleaseDate', incarcerated, () =>
      addDays(draw.today, random.integer(5, 110)),
    ),
  };
}

function period(draw: Draw, type: SupervisionPeriod['type']): SupervisionPeriod {
  const { random } = draw;
  const startDate = addDays(draw.today, -random.integer(3, 700));
  const indefinite = optional(draw, 'supervisionPeriod.indefinite', () => true as const);
  const endDate = addDays(draw.today, random.integer(150, 3600));
  return { type, startDate, ...(indefinite.indefinite ? indefinite : { endDate }) };
}

export function offense(draw: Draw, instant: boolean, state: string): Offense {
  const { random } = draw;
  const [description, ncicCode] = random.pick(OFFENSES);
  const degree = random.weighted(weights.OFFENSE_DEGREES);
  const sentenceDate = addDays(draw.today, -random.integer(4, 900));
  return {
    description,
    ...optional(draw, 'offense.ncicCode', () => ncicCode),
    ...optional(
      draw,
      'offense.statute',
      () => `${state} Code § ${random.integer(11, 940)}.${random.integer(1, 99)}(a)`,
    ),
    degree,
    ...optional(draw, 'offense.counties', () =>
      listOf(draw, 'counties', () => plainFamilyName(random)),
    ),
    ...optional(draw, 'offense.docketNumber', () => docketNumber(random)),
    ...optional(draw, 'offense.offenseDate', () => addDays(sentenceDate, -random.integer(30, 800))),
    sentenceDate,
    ...optional(
      draw,
      'offense.sentence',
      () => `${random.integer(12, 96)} months; fine of $${random.integer(2, 40)}00`,
    ),
    instant,
    chargeReduced: random.chance(CHANCES.chargeReduced),
    ...optional(draw, 'offense.registrable', () => random.chance(CHANCES.sexOffender)),
    ...demanded(draw, 'offense.misdemeanorCriteria', degree === 'MISDEMEANOR', () =>
      weightedSample(random, weights.MISDEMEANOR_CRITERIA, lengthOf(draw, 'misdemeanorCriteria')),
    ),
    ...optional(draw, 'offense.narrative', () => prose(draw, 'offense', 4096, 3)),
  };
}

export function condition(draw: Draw): Condition {
  const { random } = draw;
  return {
    ...optional(
      draw,
      'condition.reference',
      () => `${random.pick(['C', 'SC-', 'No. '])}${random.integer(1, 99)}`,
    ),
    kind: random.weighted(weights.CONDITION_KINDS),
    text: prose(draw, 'condition', 1024, 1),
    ...optional(draw, 'condition.imposedBy', () => random.weighted(weights.CASE_SIDES)),
  };
}

export function financialObligation(draw: Draw, state: string): FinancialObligation {
  const { random } = draw;
  return {
    kind: random.weighted(weights.FINANCIAL_OBLIGATION_KINDS),
    balance: money(random),
    ...optional(
      draw,
      'financialObligation.payee',
      () => `Clerk, ${plainFamilyName(random)} County Court`,
    ),
    ...optional(draw, 'financialObligation.payeeAddress', () => address(draw, state)),
  };
}

export function protectiveOrder(draw: Draw): ProtectiveOrder {
  const { random } = draw;
  return {
    kind: random.weighted(weights.PROTECTIVE_ORDER_KINDS),
    ...optional(draw, 'protectiveOrder.protectedParty', () => fullName(draw)),
    ...optional(
      draw,
      'protectiveOrder.issuedBy',
      () => `${plainFamilyName(random)} County Family Court`,
    ),
    ...optional(draw, 'protectiveOrder.number', () => docketNumber(random)),
    ...optional(draw, 'protectiveOrder.expiresOn', () =>
      addDays(draw.today, random.integer(60, 2000)),
    ),
    terms: line(draw, 'condition', 1024),
  };
}

/** Dollars and cents: none, round, odd and very much. */
export function money(random: Random): string {
  if (random.chance(0.05)) return '0.00';
  if (random.chance(0.01)) return '999999999.99';
  const cents = random.chance(0.5) ? '00' : `${random.integer(0, 99)}`.padStart(2, '0');
  return `${random.integer(1, 48_000)}.${cents}`;
}

function docketNumber(random: Random): string {
  const year = random.integer(10, 26);
  return `${year}-${random.pick(['CR', 'CF', 'F', 'VOP'])}-${random.integer(100, 99_999)}`;
}
