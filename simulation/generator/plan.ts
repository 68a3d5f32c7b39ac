import type {
  Application,
  ApplicationFee,
  EmployerLetter,
  MeansOfSupport,
  MilitaryOrders,
  QualifyingEvent,
  Sponsor,
  TravelPermit,
  VeteranReferral,
} from '../../hub/generated/messages.ts';
import { address } from './address.ts';
import { addDays } from './calendar.ts';
import * as weights from './code-weights.ts';
import { phoneNumber } from './contact-lines.ts';
import { demanded, optional } from './draw.ts';
import type { Draw } from './draw.ts';
import { employment } from './person.ts';
import { fullName, personName, plainFamilyName } from './person-name.ts';
import { companyName, prose } from './prose.ts';
import { CHANCES } from './rates.ts';
import { money } from './sentence.ts';

/** Who takes the person in; resident in the receiving state for at least 180 days (Rule 1.101). */
export function sponsor(draw: Draw, receiving: string): Sponsor {
  const { random } = draw;
  return {
    name: personName(draw),
    relationship: random.weighted(weights.SPONSOR_RELATIONSHIPS),
    ...optional(draw, 'sponsor.phone', () => phoneNumber(random)),
    ...optional(draw, 'sponsor.address', () => address(draw, receiving)),
    ...optional(draw, 'sponsor.residentSince', () =>
      addDays(draw.today, -random.integer(181, 9000)),
    ),
    willing: random.chance(CHANCES.sponsorWilling),
    ...optional(draw, 'sponsor.able', () => random.chance(CHANCES.sponsorWilling)),
  };
}

export function meansOfSupport(draw: Draw, receiving: string): MeansOfSupport {
  return {
    kind: draw.random.weighted(weights.MEANS_OF_SUPPORT_KINDS),
    description: prose(draw, 'plan', 1024, 1),
    ...optional(draw, 'meansOfSupport.employment', () => employment(draw, receiving)),
  };
}

export function militaryOrders(draw: Draw): MilitaryOrders {
  const { random } = draw;
  const issuedOn = addDays(draw.today, -random.integer(3, 60));
  return {
    branch: random.weighted(weights.MILITARY_BRANCHES),
    ...optional(
      draw,
      'militaryOrders.orderNumber',
      () => `${random.integer(1, 365)}-${random.integer(100, 9999)}`,
    ),
    issuedOn,
    ...optional(draw, 'militaryOrders.reportOn', () => addDays(draw.today, random.integer(10, 90))),
    ...optional(draw, 'militaryOrders.installation', () => `Fort ${plainFamilyName(random)}`),
    ...optional(draw, 'militaryOrders.servingMember', () => fullName(draw)),
  };
}

export function employerLetter(draw: Draw, receiving: string): EmployerLetter {
  const { random } = draw;
  return {
    employer: companyName(random),
    issuedOn: addDays(draw.today, -random.integer(2, 40)),
    ...optional(draw, 'employerLetter.position', () =>
      random.pick(['Shift lead', 'Driver/loader', 'Estimator']),
    ),
    ...optional(draw, 'employerLetter.startDate', () =>
      addDays(draw.today, random.integer(10, 70)),
    ),
    ...optional(draw, 'employerLetter.address', () => address(draw, receiving)),
    ...optional(draw, 'employerLetter.transferredMember', () => fullName(draw)),
  };
}

export function veteranReferral(draw: Draw, receiving: string): VeteranReferral {
  const { random } = draw;
  return {
    facility: `${plainFamilyName(random)} Veterans Medical Center`,
    issuedOn: addDays(draw.today, -random.integer(2, 50)),
    ...optional(draw, 'veteranReferral.reference', () => `R/${random.integer(1000, 99_999)}`),
    ...optional(draw, 'veteranReferral.address', () => address(draw, receiving)),
  };
}

export function qualifyingEvent(draw: Draw): QualifyingEvent {
  return {
    kind: draw.random.weighted(weights.QUALIFYING_EVENT_KINDS),
    date: addDays(draw.today, -draw.random.integer(0, 9)),
  };
}

export function travelPermit(draw: Draw): TravelPermit {
  const issued = draw.random.chance(CHANCES.permitIssued);
  return {
    issued,
    ...demanded(draw, 'travelPermit.issuedOn', issued, () => draw.today),
    ...optional(draw, 'travelPermit.expiresOn', () =>
      addDays(draw.today, draw.random.integer(3, 30)),
    ),
  };
}

export function application(draw: Draw): Application {
  return {
    signedOn: addDays(draw.today, -draw.random.integer(0, 20)),
    extraditionWaived: draw.random.chance(CHANCES.extraditionWaived),
  };
}

export function applicationFee(draw: Draw): ApplicationFee {
  const amount = draw.random.chance(0.5) ? '50.00' : money(draw.random);
  return { amount, status: draw.random.weighted(weights.FEE_STATUSES) };
}
