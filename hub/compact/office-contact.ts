import type { Office } from './state-facts.ts';

/** How a compact office is reached: what everybody may know. */
export interface OfficeContact {
  readonly name?: string;
  /** Lines with `\n` between them. */
  readonly address?: string;
  readonly phone?: string;
  readonly mailbox?: string;
  /** When somebody answers, in the office's own words. */
  readonly hours?: string;
}

export const CONTACT_FIELDS = ['name', 'address', 'phone', 'mailbox', 'hours'] as const;

/** By whom a contact is said: the office itself, the pack of its state, or nobody. */
export type ContactSource = 'office' | 'pack' | 'none';

export interface ContactInForce {
  readonly contact: OfficeContact;
  readonly source: ContactSource;
}

/**
 * What an office said of itself takes the place of the pack as a whole: of what it left out nothing is
 * known any more. Without a word of it the pack's published facts stand.
 */
export function contactInForce(
  registered: OfficeContact | undefined,
  office: Office | undefined,
): ContactInForce {
  if (registered !== undefined) return { contact: registered, source: 'office' };
  const contact = {
    ...valueOf('name', office?.name),
    ...valueOf('address', office?.address),
    ...valueOf('phone', office?.phone),
    ...valueOf('mailbox', office?.mail),
  };
  return { contact, source: Object.keys(contact).length > 0 ? 'pack' : 'none' };
}

function valueOf(name: keyof OfficeContact, fact: Office[keyof Office]): OfficeContact {
  return fact === undefined ? {} : { [name]: fact.value };
}
