import type { CaseRow, IdentifierKey, LockedCases } from './cases.ts';
import type { Transaction } from './database.ts';
import type { RepeatKey } from './transmissions.ts';

/** What a group of activities asks for before any of them is decided. */
export interface GatherRequest {
  /** Advisory locks to try. */
  readonly keys: readonly bigint[];
  readonly repeats: readonly RepeatKey[];
  readonly identifiers: readonly IdentifierKey[];
  /** Cases named by the hub's ids; those that the identifiers name are locked too. */
  readonly caseIds: readonly string[];
}

export interface Gathered extends LockedCases {
  readonly held: ReadonlySet<bigint>;
  /** Those of the asked (source, id) that were accepted before, as `member id`. */
  readonly repeated: ReadonlySet<string>;
  /** Case ids by token, in hexadecimal. */
  readonly named: ReadonlyMap<string, string>;
}

// Locks and reads in one round trip. What another transaction committed between this statement's
// snapshot and its locks is not seen: a repeat or an identifier is then caught by its unique key, and
// a case that seems unknown is asked for again with the locks held (hub/flows/accept-group.ts).
const GATHER = `
  WITH held AS MATERIALIZED (
         SELECT key FROM unnest($1::bigint[]) AS key WHERE pg_try_advisory_xact_lock(key)),
       named AS MATERIALIZED (
         SELECT i.token, i.case_id
           FROM unnest($4::text[], $5::text[], $6::bytea[]) AS asked (member, scheme, token)
           JOIN case_identifiers i USING (member, scheme, token)),
       asked_cases AS MATERIALIZED (
         SELECT case_id FROM cases WHERE case_id = ANY ($7)
          UNION SELECT case_id FROM named),
       free AS MATERIALIZED (
         SELECT * FROM cases WHERE case_id IN (SELECT case_id FROM asked_cases)
          ORDER BY case_id FOR UPDATE SKIP LOCKED)
  SELECT 'key' AS what, key::text AS name, NULL::jsonb AS body FROM held
   UNION ALL
  SELECT 'repeat', t.from_member || ' ' || t.sender_message_id, NULL
    FROM unnest($2::text[], $3::text[]) AS asked (member, id)
    JOIN transmissions t ON t.from_member = asked.member AND t.sender_message_id = asked.id
   UNION ALL
  SELECT 'identifier', encode(token, 'hex'), to_jsonb(case_id) FROM named
   UNION ALL
  SELECT 'case', asked_cases.case_id, to_jsonb(free)
    FROM asked_cases LEFT JOIN free ON free.case_id = asked_cases.case_id`;

type GatheredRow =
  | { readonly what: 'key' | 'repeat'; readonly name: string; readonly body: null }
  | { readonly what: 'identifier'; readonly name: string; readonly body: string }
  | { readonly what: 'case'; readonly name: string; readonly body: CaseInJson | null };

type CaseInJson = Omit<CaseRow, 'opened_at' | 'changed_at'> & {
  readonly opened_at: string;
  readonly changed_at: string;
};

/** Tries the locks of a group and reads what stands under them; waits for nothing. */
export async function gather(tx: Transaction, asked: GatherRequest): Promise<Gathered> {
  const rows = await tx.open<GatheredRow>(GATHER, [
    asked.keys.map(String),
    asked.repeats.map(({ member }) => member),
    asked.repeats.map(({ id }) => id),
    asked.identifiers.map(({ member }) => member),
    asked.identifiers.map(({ scheme }) => scheme),
    asked.identifiers.map(({ token }) => token),
    asked.caseIds,
  ]);
  const held = new Set<bigint>();
  const repeated = new Set<string>();
  const named = new Map<string, string>();
  const locked = new Map<string, CaseRow>();
  const busy = new Set<string>();
  for (const row of rows) {
    if (row.what === 'key') held.add(BigInt(row.name));
    else if (row.what === 'repeat') repeated.add(row.name);
    else if (row.what === 'identifier') named.set(row.name, row.body);
    else if (row.body === null) busy.add(row.name);
    else locked.set(row.name, caseOf(row.body));
  }
  return { held, repeated, named, locked, busy };
}

function caseOf(row: CaseInJson): CaseRow {
  return { ...row, opened_at: new Date(row.opened_at), changed_at: new Date(row.changed_at) };
}
