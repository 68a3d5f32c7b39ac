import type { Actor, Attestation, Contact, Office } from '../../hub/generated/messages.ts';
import { address } from './address.ts';
import { momentOn } from './calendar.ts';
import { ACTOR_ROLES } from './code-weights.ts';
import { optional } from './draw.ts';
import type { Draw } from './draw.ts';
import { emailAddress, phoneNumber } from './contact-lines.ts';
import { fullName, plainFamilyName } from './person-name.ts';

const TITLES = [
  'Probation Officer',
  'Parole Officer II',
  'Senior P&P Officer',
  'Supervisor, Unit 4',
  'Deputy Compact Administrator',
] as const;

/** A member of staff of a state, under an account of that person's own. */
export function actor(draw: Draw, state: string, role?: Actor['role']): Actor {
  return {
    name: fullName(draw),
    ...optional(draw, 'actor.title', () => draw.random.pick(TITLES)),
    role: role ?? draw.random.weighted(ACTOR_ROLES),
    reference: `${state.toLowerCase()}-u${draw.random.integer(1000, 99_999)}`,
    ...optional(draw, 'actor.phone', () => phoneNumber(draw.random)),
    ...optional(draw, 'actor.email', () => emailAddress(draw.random)),
  };
}

/** The compact office's approval on the day of the activity. */
export function attestation(draw: Draw, state: string): Attestation {
  return {
    actor: actor(draw, state, 'COMPACT_OFFICE'),
    releasedAt: momentOn(draw.today, draw.random.integer(13 * 3600, 23 * 3600)),
  };
}

export function contact(draw: Draw): Contact {
  return {
    name: fullName(draw),
    ...optional(draw, 'contact.title', () => draw.random.pick(TITLES)),
    ...optional(draw, 'contact.phone', () => phoneNumber(draw.random)),
    ...optional(draw, 'contact.email', () => emailAddress(draw.random)),
  };
}

/** As an officer is named whose title must be given. */
export function titledContact(draw: Draw): Contact & { title: string } {
  return { ...contact(draw), title: draw.random.pick(TITLES) };
}

export function office(draw: Draw, state: string): Office {
  return {
    name: `${plainFamilyName(draw.random)} County Field Office`,
    ...optional(draw, 'office.address', () => address(draw, state)),
    ...optional(draw, 'office.phone', () => phoneNumber(draw.random)),
  };
}
