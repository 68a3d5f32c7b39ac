import { plainFamilyName } from './person-name.ts';
import type { Random } from './random.ts';

/** Ten digits whose middle three are 555-01xx, which no telephone has. */
export function phoneNumber(random: Random): string {
  const extension = random.chance(0.08) ? `x${random.integer(1, 99_999)}` : '';
  return `${random.integer(201, 989)}55501${`${random.integer(0, 99)}`.padStart(2, '0')}${extension}`;
}

/** An address below a domain that is kept free for examples (RFC 2606). */
export function emailAddress(random: Random): string {
  const host = random.pick(['example.org', 'mail.example.com', 'example.net']);
  const tag = random.chance(0.1) ? "+o'x" : '';
  return `${plainFamilyName(random).toLowerCase()}.${random.integer(1, 999)}${tag}@${host}`;
}
