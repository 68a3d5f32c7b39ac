import { bulkInsert } from './bulk-insert.ts';
import type { Query, Transaction } from './database.ts';

/** A version of how an office is reached; the highest of its member is in force. */
export interface ContactRow {
  /** USPS code, or `national`. */
  readonly member: string;
  readonly version: number;
  readonly name: string | null;
  readonly address: string | null;
  readonly phone: string | null;
  readonly mailbox: string | null;
  readonly hours: string | null;
  /** Reference of who said so. */
  readonly changed_by: string;
  readonly changed_at: Date;
}

export const insertContacts = bulkInsert<ContactRow>('office_contacts', {
  member: 'text',
  version: 'integer',
  name: 'text',
  address: 'text',
  phone: 'text',
  mailbox: 'text',
  hours: 'text',
  changed_by: 'text',
  changed_at: 'timestamptz',
});

const LOCK_CONTACT = `SELECT pg_advisory_xact_lock(hashtextextended('contact:' || $1, 0))`;
const FIND_CONTACTS = `
  SELECT DISTINCT ON (member) * FROM office_contacts
   WHERE $1::text[] IS NULL OR member = ANY ($1) ORDER BY member, version DESC`;

/** Those in force: of these members, or of all. */
export function findContacts(query: Query, members?: readonly string[]): Promise<ContactRow[]> {
  return query<ContactRow>(FIND_CONTACTS, [members ?? null]);
}

/** The one in force; until the transaction ends nobody else changes it. */
export async function lockContact(
  tx: Transaction,
  member: string,
): Promise<ContactRow | undefined> {
  await tx.query(LOCK_CONTACT, [member]);
  const [row] = await findContacts(tx.query, [member]);
  return row;
}

const CONTACT_HISTORY = `
  SELECT * FROM office_contacts WHERE member = $1 ORDER BY version DESC LIMIT $2`;

/** The newest first. */
export function contactHistory(query: Query, member: string, limit: number): Promise<ContactRow[]> {
  return query<ContactRow>(CONTACT_HISTORY, [member, limit]);
}
