import type { AddressState } from '../../hub/generated/code-lists.ts';
import type { Address, OtherResident, Residence } from '../../hub/generated/messages.ts';
import { addDays } from './calendar.ts';
import { RESIDENCE_INTENTS, RESIDENCE_KINDS } from './code-weights.ts';
import { phoneNumber } from './contact-lines.ts';
import { optional } from './draw.ts';
import type { Draw } from './draw.ts';
import { fullName, plainFamilyName } from './person-name.ts';
import type { Random } from './random.ts';

const STREETS = ['St', 'Ave', 'Rd NE', 'Blvd', 'Court', 'Hwy 9', 'Lane', 'Way'] as const;
const TOWNS = ['', '', ' Springs', ' Falls', ' City', ' Junction', '-by-the-Lake'] as const;
const UNITS = ['Apt 4B', 'Unit #12', 'Lot 7 (rear)', 'c/o Norrabeth', 'Rm 101½'] as const;
const RELATIONS = ['mother', 'sister', 'wife', "partner's son", 'uncle', 'housemate', 'landlord'];

/** A made-up address in a state. */
export function address(draw: Draw, state: string): Address {
  const { random } = draw;
  return {
    line1: streetLine(random),
    ...optional(draw, 'address.line2', () => random.pick(UNITS)),
    city: plainFamilyName(random) + random.pick(TOWNS),
    ...optional(draw, 'address.county', () => plainFamilyName(random)),
    state: state as AddressState,
    ...optional(draw, 'address.postalCode', () => postalCode(random)),
  };
}

/** Where the person lives, lived or will live; the stay lies before the activity. */
export function residence(draw: Draw, state: string): Residence {
  const { random } = draw;
  const from = addDays(draw.today, -random.integer(200, 6000));
  return {
    kind: random.weighted(RESIDENCE_KINDS),
    address: address(draw, state),
    ...optional(draw, 'residence.from', () => from),
    ...optional(draw, 'residence.to', () => addDays(from, random.integer(30, 199))),
    ...optional(draw, 'residence.intent', () => random.weighted(RESIDENCE_INTENTS)),
    ...optional(draw, 'residence.primary', () => random.chance(0.8)),
    ...optional(draw, 'residence.phone', () => phoneNumber(random)),
  };
}

export function otherResident(draw: Draw): OtherResident {
  return {
    name: fullName(draw),
    relationship: draw.random.pick(RELATIONS),
    ...optional(draw, 'otherResident.age', () => draw.random.integer(0, 97)),
  };
}

function streetLine(random: Random): string {
  if (random.chance(0.05)) return `PO Box ${random.integer(1, 9999)}`;
  if (random.chance(0.02)) return 'Last trailer behind the grain silo, no number';
  const half = random.chance(0.02) ? '½' : '';
  return `${random.integer(1, 29_999)}${half} ${plainFamilyName(random)} ${random.pick(STREETS)}`;
}

function postalCode(random: Random): string {
  const digits = (count: number): string =>
    `${random.integer(1, 10 ** count - 1)}`.padStart(count, '0');
  return random.chance(0.2) ? `${digits(5)}-${digits(4)}` : digits(5);
}
