import type { Query } from './database.ts';

/** What an id names, as far as the reader may see it. */
export interface FoundRow {
  readonly kind: 'message' | 'delivery' | 'incident' | 'statement' | 'erasure' | 'case' | 'person';
  readonly id: string;
  /** Of a delivery: the activity that it delivers. */
  readonly transmission_id: string | null;
}

// Of a delivery both are shown: its own story is that of its activity.
const BY_UUID = `
  SELECT 'message' AS kind, transmission_id::text AS id, NULL::text AS transmission_id
    FROM transmissions WHERE transmission_id = $1
   UNION ALL
  SELECT 'delivery', delivery_id::text, transmission_id::text FROM deliveries WHERE delivery_id = $1
   UNION ALL
  SELECT 'incident', incident_id::text, NULL FROM incidents WHERE incident_id = $1
   UNION ALL
  SELECT 'statement', statement_id::text, NULL FROM statements WHERE statement_id = $1
   UNION ALL
  SELECT 'erasure', erasure_id::text, NULL FROM erasures WHERE erasure_id = $1`;

/** By an id that the hub gave, in the form of a UUID. */
export function findByUuid(query: Query, id: string): Promise<FoundRow[]> {
  return query<FoundRow>(BY_UUID, [id]);
}

const BY_HUB_ID = `
  SELECT 'case' AS kind, case_id AS id, NULL::text AS transmission_id FROM cases WHERE case_id = $1
   UNION ALL
  SELECT 'person', person_id, NULL FROM person_members WHERE person_id = $1`;

/** A case, or a person whom the reader's own state may read. */
export function findByHubId(query: Query, id: string): Promise<FoundRow[]> {
  return query<FoundRow>(BY_HUB_ID, [id]);
}

const BY_CASE_END = `
  SELECT 'case' AS kind, case_id AS id, NULL::text AS transmission_id FROM cases
   WHERE case_end = $1 ORDER BY case_id LIMIT $2`;

/** By the last six characters of a case's number, by which pages show it. */
export function findByCaseEnd(query: Query, end: string, limit: number): Promise<FoundRow[]> {
  return query<FoundRow>(BY_CASE_END, [end, limit]);
}

const BY_MESSAGE_ID = `
  SELECT 'message' AS kind, transmission_id::text AS id, NULL::text AS transmission_id
    FROM transmissions WHERE from_member = ANY ($1) AND sender_message_id = $2
   ORDER BY accepted_at DESC LIMIT $3`;

/** By the sender's own id, whoever sent it. */
export function findByMessageId(
  query: Query,
  asked: { readonly members: readonly string[]; readonly id: string; readonly limit: number },
): Promise<FoundRow[]> {
  return query<FoundRow>(BY_MESSAGE_ID, [asked.members, asked.id, asked.limit]);
}

const BY_PEER_REFERENCE = `
  SELECT 'delivery' AS kind, delivery_id::text AS id, transmission_id::text AS transmission_id
    FROM deliveries d
   WHERE peer_reference = $1
     AND EXISTS (SELECT FROM transmissions t
                  WHERE t.transmission_id = d.transmission_id AND t.content = 'kept')
   ORDER BY created_at DESC LIMIT $2`;

/** By the number under which the receiving state has it; as long as its content is neither sealed nor gone. */
export function findByPeerReference(
  query: Query,
  reference: string,
  limit: number,
): Promise<FoundRow[]> {
  return query<FoundRow>(BY_PEER_REFERENCE, [reference, limit]);
}

const BY_CASE_NUMBER = `
  SELECT 'case' AS kind, case_id AS id, NULL::text AS transmission_id FROM case_identifiers
   WHERE member = $1 AND scheme = $2 AND token = $3
     AND EXISTS (SELECT FROM cases c WHERE c.case_id = case_identifiers.case_id AND c.content = 'kept')`;

/** By the member's own number of it. */
export function findByCaseNumber(
  query: Query,
  number: { readonly member: string; readonly scheme: string; readonly token: Buffer },
): Promise<FoundRow[]> {
  return query<FoundRow>(BY_CASE_NUMBER, [number.member, number.scheme, number.token]);
}
