import type { TraitKind } from '../compact/person-traits.ts';
import { bulkInsert } from './bulk-insert.ts';
import type { Query, Transaction } from './database.ts';
import { rowSet } from './row-set.ts';

/** Which transmission's record describes the person of a case. */
export interface PersonDescriptionRow {
  readonly case_id: string;
  readonly transmission_id: string;
  readonly from_member: string;
  readonly to_member: string;
}

const DESCRIPTIONS = rowSet<PersonDescriptionRow>({
  case_id: 'text',
  transmission_id: 'uuid',
  from_member: 'text',
  to_member: 'text',
});
const SET_DESCRIPTIONS = `
  INSERT INTO person_descriptions (${DESCRIPTIONS.names.join(', ')})
  SELECT ${DESCRIPTIONS.names.map(DESCRIPTIONS.value).join(', ')} FROM ${DESCRIPTIONS.from}
  ON CONFLICT (case_id) DO UPDATE SET transmission_id = excluded.transmission_id`;

const DROP_TOKENS = `
  DELETE FROM person_tokens USING person_descriptions d
   WHERE d.case_id = ANY ($1) AND person_tokens.transmission_id = d.transmission_id`;

/**
 * Descriptions of cases that the transaction has locked, at most one of each; the tokens of those
 * that they take the place of go.
 */
export async function setDescriptions(
  tx: Transaction,
  rows: readonly PersonDescriptionRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(DROP_TOKENS, [rows.map(({ case_id }) => case_id)]);
  await tx.query(SET_DESCRIPTIONS, DESCRIPTIONS.parameters(rows));
}

export interface PersonTokenRow {
  readonly transmission_id: string;
  readonly token: Buffer;
  readonly kind: TraitKind;
  readonly from_member: string;
  readonly to_member: string;
}

export const insertPersonTokens = bulkInsert<PersonTokenRow>('person_tokens', {
  transmission_id: 'uuid',
  token: 'bytea',
  kind: 'text',
  from_member: 'text',
  to_member: 'text',
});

/** Tokens of whom a caller looks for, by kind. */
export type AskedTokens = Readonly<Record<TraitKind, readonly Buffer[]>>;

/** A case whose person may be the one looked for, and the transmission that describes the person. */
export interface Candidate {
  readonly case_id: string;
  readonly transmission_id: string;
}

// A family name is the most telling trait that names have: what else agrees is asked of those only.
const FIND_CANDIDATES = `
  WITH by_identifier AS (
    SELECT DISTINCT transmission_id FROM person_tokens WHERE token = ANY ($1::bytea[])),
  by_family AS (
    SELECT transmission_id, max(CASE WHEN token = ANY ($2::bytea[]) THEN 3 ELSE 1 END) AS weight
      FROM person_tokens WHERE token = ANY ($2::bytea[] || $3::bytea[]) GROUP BY transmission_id),
  by_name AS (
    SELECT f.transmission_id, f.weight + coalesce(more.weight, 0) AS weight
      FROM by_family f
      LEFT JOIN LATERAL (
        SELECT sum(CASE WHEN token = ANY ($4::bytea[]) THEN 2 ELSE 1 END) AS weight
          FROM person_tokens t
         WHERE t.transmission_id = f.transmission_id
           AND t.token = ANY ($4::bytea[] || $5::bytea[])) AS more ON true
     WHERE $6 OR more.weight IS NOT NULL)
  SELECT d.case_id, d.transmission_id
    FROM (SELECT transmission_id, max(weight) AS weight
            FROM (SELECT transmission_id, 100 AS weight FROM by_identifier
                   UNION ALL SELECT transmission_id, weight FROM by_name) AS found
           GROUP BY transmission_id) AS best
    JOIN person_descriptions d USING (transmission_id)
   ORDER BY best.weight DESC, d.transmission_id DESC LIMIT $7`;

/**
 * Cases with any of the identifiers; or with a family name, exact or by its sound, and beside it a
 * given name or the year of birth, where one of these is asked for. The likeliest first.
 */
export function findCandidates(
  query: Query,
  asked: AskedTokens,
  limit: number,
): Promise<Candidate[]> {
  const exact = [...asked['given-name'], ...asked['birth-date']];
  const near = [...asked['given-sound'], ...asked['birth-year']];
  return query<Candidate>(FIND_CANDIDATES, [
    asked.identifier,
    asked['family-name'],
    asked['family-sound'],
    exact,
    near,
    exact.length + near.length === 0,
    limit,
  ]);
}

const DESCRIPTION_OF = `SELECT transmission_id FROM person_descriptions WHERE case_id = $1`;

/** Which transmission describes the person of a case, where the reader may know. */
export async function descriptionOf(query: Query, caseId: string): Promise<string | undefined> {
  const [row] = await query<{ transmission_id: string }>(DESCRIPTION_OF, [caseId]);
  return row?.transmission_id;
}
