import { type Actor, NATIONAL } from '../access/actor.ts';
import { type Route, decide } from '../access/policy.ts';
import { MEMBER_CODES } from '../compact/members.ts';
import { caseEndIn, isHubId, isUuid } from '../message/identifiers.ts';
import type { Query } from '../store/database.ts';
import type { FoundRow } from '../store/find-reads.ts';
import { CASE_NUMBER } from './prepared-activity.ts';
import type { ReadParts } from './read-store.ts';
import type { FindQuery, FoundObject } from './reads.ts';

const MOST_FOUND = 10;

/** By which route each kind is opened: who may not, does not find it either. */
const OPENED_BY: Readonly<Record<FoundRow['kind'], Route>> = {
  message: 'GET /v1/messages/{transmissionId}',
  delivery: 'GET /v1/messages/{transmissionId}',
  case: 'GET /v1/cases/{caseId}',
  person: 'POST /v1/persons/search',
  incident: 'GET /v1/incidents/{incidentId}',
  statement: 'GET /v1/statements/{statementId}',
  erasure: 'GET /v1/erasures',
};

/**
 * What an identifier names: an id of the hub, the end of a case's number, an activity's own id, and, where the
 * text does not stand in an address, the numbers that states gave: the actor's own to a case, the receiving one to
 * a message.
 */
export async function findObject(
  parts: ReadParts,
  actor: Actor,
  asked: FindQuery,
): Promise<FoundObject[]> {
  const rows = await parts.reader.as(actor.member, (query) => look(parts, actor, asked, query));
  return rows
    .filter(({ kind }) => decide(OPENED_BY[kind], actor) === 'allowed')
    .slice(0, MOST_FOUND)
    .map(({ kind, id, transmission_id }) => ({
      kind,
      id,
      ...(transmission_id === null ? {} : { transmissionId: transmission_id }),
    }));
}

async function look(
  { store, memberKeys }: ReadParts,
  { member }: Actor,
  { text, byStateNumber }: FindQuery,
  query: Query,
): Promise<FoundRow[]> {
  const id = text.trim();
  if (isUuid(id.toLowerCase())) return store.findByUuid(query, id.toLowerCase());
  if (isHubId(id.toUpperCase())) return store.findByHubId(query, id.toUpperCase());
  const end = caseEndIn(id);
  const shown = end === undefined ? [] : await store.findByCaseEnd(query, end, MOST_FOUND);
  const messages = await store.findByMessageId(query, {
    members: MEMBER_CODES,
    id,
    limit: MOST_FOUND,
  });
  if (!byStateNumber || member === NATIONAL) return [...shown, ...messages];
  const token = memberKeys.identifierToken(member, CASE_NUMBER, id);
  const cases = await store.findByCaseNumber(query, { member, scheme: CASE_NUMBER, token });
  const others = cases.filter((one) => !shown.some((other) => other.id === one.id));
  const deliveries = await store.findByPeerReference(query, id, MOST_FOUND);
  return [...shown, ...others, ...messages, ...deliveries];
}
