import type { AddressState } from '../../hub/generated/code-lists.ts';
import type {
  ArrivalNotice,
  DepartureNotice,
  FailureToArriveNotice,
} from '../../hub/generated/messages.ts';
import { head, tail } from './activity-frame.ts';
import { address } from './address.ts';
import { addDays } from './calendar.ts';
import type { CaseFacts } from './case-facts.ts';
import { DEPARTURE_DIRECTIONS, TRAVEL_METHODS } from './code-weights.ts';
import { phoneNumber } from './contact-lines.ts';
import { contact } from './contact.ts';
import { demanded, optional } from './draw.ts';
import type { Draw } from './draw.ts';
import { employment } from './person.ts';
import { travelPermit } from './plan.ts';
import { prose } from './prose.ts';
import { receivingAuthor } from './replies.ts';

export interface DepartureChoices {
  readonly direction?: DepartureNotice['direction'];
}

const THIRD_STATES: readonly AddressState[] = ['NV', 'OK', 'AL', 'PR'];

/** The state that the person leaves says so. */
export function departureNotice(
  draw: Draw,
  facts: CaseFacts,
  choices: DepartureChoices,
): DepartureNotice {
  const { random, today } = draw;
  const direction = choices.direction ?? random.weighted(DEPARTURE_DIRECTIONS);
  const outbound = direction === 'OUTBOUND';
  const author = outbound
    ? { state: facts.sending, caseNumber: facts.caseNumbers.sending }
    : receivingAuthor(facts);
  const goal = outbound ? facts.receiving : facts.sending;
  return {
    ...head(draw, 'compact.departure-notice.v1', author),
    direction,
    departureDate: today,
    ...optional(draw, 'departure-notice.expectedArrivalDate', () =>
      addDays(today, random.integer(0, 5)),
    ),
    ...optional(draw, 'departure-notice.reportDate', () => addDays(today, random.integer(1, 7))),
    ...optional(draw, 'departure-notice.destinationAddress', () =>
      outbound ? facts.residence.address : address(draw, goal),
    ),
    ...demanded(draw, 'departure-notice.subsequentState', direction === 'SUBSEQUENT', () =>
      random.pick(THIRD_STATES),
    ),
    ...optional(draw, 'departure-notice.methodOfTravel', () => random.weighted(TRAVEL_METHODS)),
    ...optional(draw, 'departure-notice.travelPermit', () => travelPermit(draw)),
    ...tail(draw),
  };
}

/** The receiving state says that the person has arrived. */
export function arrivalNotice(draw: Draw, facts: CaseFacts): ArrivalNotice {
  return {
    ...head(draw, 'compact.arrival-notice.v1', receivingAuthor(facts)),
    arrivalDate: draw.today,
    officer: contact(draw),
    residence: facts.residence,
    ...optional(draw, 'arrival-notice.phone', () => phoneNumber(draw.random)),
    ...optional(draw, 'arrival-notice.employment', () => employment(draw, facts.receiving)),
    ...tail(draw),
  };
}

/** The receiving state says that the person did not come. */
export function failureToArriveNotice(draw: Draw, facts: CaseFacts): FailureToArriveNotice {
  const { random, today } = draw;
  return {
    ...head(draw, 'compact.failure-to-arrive-notice.v1', receivingAuthor(facts)),
    reportDate: addDays(today, -random.integer(1, 4)),
    efforts: prose(draw, 'efforts', 2048),
    ...optional(draw, 'failure-to-arrive-notice.lastContactDate', () =>
      addDays(today, -random.integer(5, 30)),
    ),
    ...optional(draw, 'failure-to-arrive-notice.lastKnownAddress', () => facts.residence.address),
    ...optional(draw, 'failure-to-arrive-notice.lastKnownPhone', () => phoneNumber(random)),
    ...tail(draw),
  };
}
