import { bulkInsert } from './bulk-insert.ts';
import type { Query, Transaction } from './database.ts';
import { rowSet } from './row-set.ts';
import type { ContentState } from './transmissions.ts';

export interface CaseRow {
  readonly case_id: string;
  readonly person_id: string;
  /** The sending state. */
  readonly from_member: string;
  /** The receiving state, once anything was transmitted to it. */
  readonly to_member: string | null;
  readonly receiving_member: string;
  readonly supervision_type: string | null;
  readonly status: string;
  readonly reporting_instructions: string;
  readonly instructions_reason: string | null;
  readonly transfer: string;
  readonly location: string;
  readonly violation: string;
  readonly retaking: string;
  readonly return_instructions: string;
  readonly closure: string;
  readonly supervising_member: string;
  /** Whether the sending state marked the person as one who has to register. */
  readonly registrable: boolean;
  readonly sequence_to_sending: number;
  readonly sequence_to_receiving: number;
  readonly opened_at: Date;
  readonly changed_at: Date;
  readonly content: ContentState;
}

const CASE_COLUMNS = {
  case_id: 'text',
  person_id: 'text',
  from_member: 'text',
  to_member: 'text',
  receiving_member: 'text',
  supervision_type: 'text',
  status: 'text',
  reporting_instructions: 'text',
  instructions_reason: 'text',
  transfer: 'text',
  location: 'text',
  violation: 'text',
  retaking: 'text',
  return_instructions: 'text',
  closure: 'text',
  supervising_member: 'text',
  registrable: 'boolean',
  sequence_to_sending: 'integer',
  sequence_to_receiving: 'integer',
  opened_at: 'timestamptz',
  changed_at: 'timestamptz',
  content: 'text',
} as const;

export const insertCases = bulkInsert<CaseRow>('cases', CASE_COLUMNS);

const CASES = rowSet<CaseRow>(CASE_COLUMNS);
const UPDATE_CASES = `
  UPDATE cases
     SET ${CASES.names
       .filter((name) => name !== 'case_id')
       .map((name) => `${name} = ${CASES.value(name)}`)
       .join(', ')}
    FROM ${CASES.from} WHERE cases.case_id = new.case_id`;

/** Writes cases that this transaction locked. */
export async function updateCases(tx: Transaction, rows: readonly CaseRow[]): Promise<void> {
  if (rows.length > 0) await tx.query(UPDATE_CASES, CASES.parameters(rows));
}

// A case that another transaction holds comes back with `free` false, one that is not there not at all.
const LOCK_FREE_CASES = `
  WITH free AS MATERIALIZED (
    SELECT * FROM cases WHERE case_id = ANY ($1) ORDER BY case_id FOR UPDATE SKIP LOCKED)
  SELECT asked.case_id AS asked_case_id, free.case_id IS NOT NULL AS free, free.*
    FROM cases AS asked LEFT JOIN free ON free.case_id = asked.case_id
   WHERE asked.case_id = ANY ($1)`;
const LOCK_CASES = `
  SELECT case_id AS asked_case_id, true AS free, * FROM cases
   WHERE case_id = ANY ($1) ORDER BY case_id FOR UPDATE`;

export interface LockedCases {
  readonly locked: ReadonlyMap<string, CaseRow>;
  /** Held by another transaction now. */
  readonly busy: ReadonlySet<string>;
}

/** Locks case rows until the transaction ends: what is free, or with `wait` all of them. */
export async function lockCases(
  tx: Transaction,
  caseIds: readonly string[],
  wait: boolean,
): Promise<LockedCases> {
  if (caseIds.length === 0) return { locked: new Map(), busy: new Set() };
  const rows = await tx.query<CaseRow & { asked_case_id: string; free: boolean }>(
    wait ? LOCK_CASES : LOCK_FREE_CASES,
    [caseIds],
  );
  const free = rows.filter((row) => row.free);
  return {
    locked: new Map(free.map((row) => [row.asked_case_id, row])),
    busy: new Set(rows.filter((row) => !row.free).map((row) => row.asked_case_id)),
  };
}

export interface CaseIdentifierRow {
  readonly member: string;
  readonly scheme: string;
  readonly token: Buffer;
  readonly value: Buffer;
  readonly case_id: string;
}

export const insertCaseIdentifiers = bulkInsert<CaseIdentifierRow>('case_identifiers', {
  member: 'text',
  scheme: 'text',
  token: 'bytea',
  value: 'bytea',
  case_id: 'text',
});

export interface IdentifierKey {
  readonly member: string;
  readonly scheme: string;
  readonly token: Buffer;
}

const FIND_IDENTIFIERS = `
  SELECT i.member, i.scheme, i.token, i.case_id
    FROM unnest($1::text[], $2::text[], $3::bytea[]) AS asked (member, scheme, token)
    JOIN case_identifiers i USING (member, scheme, token)`;

/** The cases that these identifiers name, as far as the crosswalk knows them. */
export function findIdentifiers(
  query: Query,
  keys: readonly IdentifierKey[],
): Promise<Omit<CaseIdentifierRow, 'value'>[]> {
  if (keys.length === 0) return Promise.resolve([]);
  return query(FIND_IDENTIFIERS, [
    keys.map(({ member }) => member),
    keys.map(({ scheme }) => scheme),
    keys.map(({ token }) => token),
  ]);
}

const IDENTIFIERS_OF_CASES = `
  SELECT member, scheme, token, value, case_id FROM case_identifiers WHERE case_id = ANY ($1)`;

/** Every identifier that any member gave these cases. */
export function identifiersOfCases(
  query: Query,
  caseIds: readonly string[],
): Promise<CaseIdentifierRow[]> {
  return query<CaseIdentifierRow>(IDENTIFIERS_OF_CASES, [caseIds]);
}

export const insertPersons = bulkInsert<{ person_id: string; created_at: Date }>('persons', {
  person_id: 'text',
  created_at: 'timestamptz',
});

const ADD_PERSON_MEMBERS = `
  INSERT INTO person_members (person_id, member, since)
  SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[])
  ON CONFLICT DO NOTHING`;

export interface PersonMemberRow {
  readonly person_id: string;
  readonly member: string;
  readonly since: Date;
}

/** From now on these members may read these persons; said twice, it stays said once. */
export async function addPersonMembers(
  tx: Transaction,
  rows: readonly PersonMemberRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(ADD_PERSON_MEMBERS, [
    rows.map((row) => row.person_id),
    rows.map((row) => row.member),
    rows.map((row) => row.since),
  ]);
}

const FIND_PERSON_MEMBERS = `
  SELECT m.person_id, m.member, m.since
    FROM unnest($1::text[], $2::text[]) AS asked (person_id, member)
    JOIN person_members m USING (person_id, member)`;

/** Which of these (person, member) pairs exist. */
export function findPersonMembers(
  query: Query,
  keys: readonly { personId: string; member: string }[],
): Promise<PersonMemberRow[]> {
  if (keys.length === 0) return Promise.resolve([]);
  return query<PersonMemberRow>(FIND_PERSON_MEMBERS, [
    keys.map(({ personId }) => personId),
    keys.map(({ member }) => member),
  ]);
}
