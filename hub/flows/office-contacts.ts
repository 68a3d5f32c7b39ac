import { type Actor, NATIONAL } from '../access/actor.ts';
import { MEMBERS, isMemberCode } from '../compact/members.ts';
import {
  CONTACT_FIELDS,
  type ContactInForce,
  type ContactSource,
  type OfficeContact,
  contactInForce,
} from '../compact/office-contact.ts';
import type { Profile } from '../compact/profile.ts';
import { canonicalJson } from '../message/canonical-json.ts';
import { sha256 } from '../message/sealed-content.ts';
import type { ContactRow } from '../store/office-contacts.ts';
import type { Evidence } from './evidence.ts';
import { ExchangeError } from './exchange-error.ts';
import type { ExchangeStore } from './exchange-store.ts';
import { requirePermission } from './require-permission.ts';

export interface ContactParts {
  readonly store: ExchangeStore;
  readonly evidence: Evidence;
  readonly states: { readonly profiles: ReadonlyMap<string, Profile> };
  /** Business clock. */
  readonly now: () => Date;
}

/** What everybody may know of a member's office. */
export interface PublicContact extends OfficeContact {
  readonly member: string;
  readonly memberName: string;
  readonly source: ContactSource;
}

export interface ContactVersion extends OfficeContact {
  readonly version: number;
  readonly changedBy: string;
  readonly changedAt: string;
}

/** With what the office itself and the nation see beside it. */
export interface ContactView extends PublicContact {
  /** 0: the office said nothing yet. */
  readonly version: number;
  readonly history?: readonly ContactVersion[];
}

const MOST_VERSIONS = 50;
const NATIONAL_NAME = 'Interstate Commission, national office';

/** Every member's, and first the nation's. */
export async function readContacts({ store, states }: ContactParts): Promise<PublicContact[]> {
  const rows = await store.findContacts(store.query);
  const members = [{ code: NATIONAL, name: NATIONAL_NAME }, ...MEMBERS];
  return members.map(({ code }) => publicContact(states.profiles, rows, code));
}

/** Throws NOT_FOUND where there is no such member. */
export async function readContact(
  { store, states }: ContactParts,
  actor: Actor,
  member: string,
): Promise<ContactView> {
  requireMember(member);
  const own = actor.member === member || actor.member === NATIONAL;
  const rows = await store.contactHistory(store.query, member, own ? MOST_VERSIONS : 1);
  return {
    ...publicContact(states.profiles, rows.slice(0, 1), member),
    version: rows[0]?.version ?? 0,
    ...(own ? { history: rows.map(versionOf) } : {}),
  };
}

/**
 * What an office says of itself from now on, as a new version with a leaf that commits to it. Throws
 * CONTACT_CHANGED when `seen`, the version that the writer had before their eyes, is not in force.
 */
export async function setContact(
  { store, evidence, now }: ContactParts,
  actor: Actor,
  member: string,
  { contact, seen }: { readonly contact: OfficeContact; readonly seen: number },
): Promise<{ readonly version: number }> {
  requireMember(member);
  const record = { from_member: member, to_member: null };
  requirePermission('PUT /v1/members/{state}/contact', actor, record);
  const version = seen + 1;
  await store.withTransaction(async (tx) => {
    const before = await store.lockContact(tx, member);
    if ((before?.version ?? 0) !== seen) throw new ExchangeError('CONTACT_CHANGED');
    const at = now();
    const row = rowOf(contact, { member, version, changed_by: actor.reference, changed_at: at });
    await store.insertContacts(tx, [row]);
    const leaf = evidence.single(
      {
        type: 'configuration-changed',
        actor: actor.reference,
        channel: 'console',
        ...(member === NATIONAL ? {} : { from: member }),
        subject: 'contact',
        subjectHash: contactHash(row),
      },
      at,
    );
    await store.insertPendingLeaves(tx, [leaf]);
  });
  return { version };
}

/** Of the version as canonical JSON, its number in it. */
export function contactHash(row: ContactRow): string {
  const said = { ...contactOf(row), member: row.member, version: row.version };
  return sha256(Buffer.from(canonicalJson(said))).toString('hex');
}

function requireMember(member: string): void {
  if (member !== NATIONAL && !isMemberCode(member)) throw new ExchangeError('NOT_FOUND');
}

/** The name of a member, or of the national office. */
export function memberNameOf(member: string): string {
  return MEMBERS.find(({ code }) => code === member)?.name ?? NATIONAL_NAME;
}

/** The contact of a member by the rows in force and its pack. */
export function contactOfMember(
  profiles: ReadonlyMap<string, Profile>,
  rows: readonly ContactRow[],
  member: string,
): ContactInForce {
  const row = rows.find((one) => one.member === member);
  return contactInForce(row && contactOf(row), profiles.get(member)?.office);
}

function publicContact(
  profiles: ReadonlyMap<string, Profile>,
  rows: readonly ContactRow[],
  member: string,
): PublicContact {
  const { contact, source } = contactOfMember(profiles, rows, member);
  return { member, memberName: memberNameOf(member), ...contact, source };
}

function contactOf(row: ContactRow): Record<string, string> {
  const said = CONTACT_FIELDS.flatMap((name) => {
    const value = row[name];
    return value === null ? [] : [[name, value] as const];
  });
  return Object.fromEntries(said);
}

function versionOf(row: ContactRow): ContactVersion {
  const { version, changed_by: changedBy, changed_at } = row;
  return { ...contactOf(row), version, changedBy, changedAt: changed_at.toISOString() };
}

function rowOf(
  { name, address, phone, mailbox, hours }: OfficeContact,
  facts: Pick<ContactRow, 'member' | 'version' | 'changed_by' | 'changed_at'>,
): ContactRow {
  return {
    ...facts,
    name: name ?? null,
    address: address ?? null,
    phone: phone ?? null,
    mailbox: mailbox ?? null,
    hours: hours ?? null,
  };
}
