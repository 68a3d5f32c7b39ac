import type { AddressState } from '../../hub/generated/code-lists.ts';
import type {
  ArrivalNotice,
  DepartureNotice,
  FailureToArriveNotice,
} from '../../hub/generated/messages.ts';
import { head, tail } from './activity-frame.ts';
import { address, residence } from './address.ts';
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
import { receivingAuthor, sendingAuthor } from './replies.ts';

export interface DepartureChoices {
  readonly direction?: DepartureNotice['direction'];
}

export interface SideChoices {
  /** Which side of the case acts, where either may. */
  readonly by?: 'sending' | 'receiving';
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

/** The state that the person reached says so: the sending state after a return. */
export function arrivalNotice(draw: Draw, facts: CaseFacts, { by }: SideChoices): ArrivalNotice {
  const back = by === 'sending';
  const author = back ? sendingAuthor(facts) : receivingAuthor(facts);
  return {
    ...head(draw, 'compact.arrival-notice.v1', author),
    arrivalDate: draw.today,
    officer: contact(draw),
    residence: back ? residence(draw, facts.sending) : facts.residence,
    ...optional(draw, 'arrival-notice.phone', () => phoneNumber(draw.random)),
    ...optional(draw, 'arrival-notice.employment', () => employment(draw, author.state)),
    ...tail(draw),
  };
}

/** The state that expected the person says that nobody came. */
export function failureToArriveNotice(
  draw: Draw,
  facts: CaseFacts,
  { by }: SideChoices,
): FailureToArriveNotice {
  const { random, today } = draw;
  const author = by === 'sending' ? sendingAuthor(facts) : receivingAuthor(facts);
  return {
    ...head(draw, 'compact.failure-to-arrive-notice.v1', author),
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
