import { type Actor, NATIONAL } from '../access/actor.ts';
import { after } from '../clock.ts';
import { MEMBER_CODES } from '../compact/members.ts';
import { traitsOfQuery } from '../compact/person-traits.ts';
import { RETRY_HORIZON_MS } from '../delivery/retry-delay.ts';
import type { Query } from '../store/database.ts';
import type { DeliveryRow } from '../store/deliveries.ts';
import type { MessageLogQuery, MessageLogRow } from '../store/message-log.ts';
import type { TransmissionRow } from '../store/transmissions.ts';
import { authorOf } from './author.ts';
import { ExchangeError } from './exchange-error.ts';
import { adviseFailure } from './failure-advice.ts';
import { CASE_NUMBER } from './prepared-activity.ts';
import { viewEvent } from './read-ledger.ts';
import type { ReadParts } from './read-store.ts';
import { openReasons } from './refusal-reason.ts';
import type {
  Blocker,
  DecisionView,
  DeliveryView,
  FailureView,
  MessageFilter,
  MessageStory,
  MessageSummary,
  Page,
  PageRequest,
} from './reads.ts';
import { requirePermission } from './require-permission.ts';

/** A page of the message log, newest first, as far as the actor may see it. */
export async function readMessages(
  parts: ReadParts,
  actor: Actor,
  filter: MessageFilter,
  page: PageRequest,
): Promise<Page<MessageSummary>> {
  const asked = { ...logQuery(parts, actor, filter), after: page.after ?? null };
  // One more than asked for says whether there is a next page.
  const limit = page.limit + 1;
  const { store, reader } = parts;
  const rows = await reader.as(actor.member, (query) =>
    store.listMessages(query, { ...asked, limit }),
  );
  return pageOf(rows, page.limit, summarise, (row) => ({
    at: row.accepted_at,
    id: row.transmission_id,
  }));
}

/** Lines of one export: whoever wants more asks for less at a time. */
const MOST_EXPORTED = 10_000;

/** All that a filter matches, newest first; throws EXPORT_TOO_LARGE where that is too much. */
export async function exportMessages(
  parts: ReadParts,
  actor: Actor,
  filter: MessageFilter,
): Promise<MessageSummary[]> {
  const { items, next } = await readMessages(parts, actor, filter, { limit: MOST_EXPORTED });
  if (next !== undefined) throw new ExchangeError('EXPORT_TOO_LARGE');
  return [...items];
}

function logQuery(
  { memberKeys, profileOf }: ReadParts,
  actor: Actor,
  filter: MessageFilter,
): Omit<MessageLogQuery, 'after' | 'limit'> {
  const { personId, caseNumber, identifiers } = filter;
  // The nation does not know whose cases are of one person, nor a state's numbers: it may not ask either.
  const asksWho = personId ?? caseNumber ?? identifiers;
  if (actor.member === NATIONAL && asksWho !== undefined) throw new ExchangeError('NOT_PERMITTED');
  const { member } = actor;
  return {
    ...sidesFor(actor, filter),
    everybody: MEMBER_CODES,
    from: filter.from,
    destination: filter.to,
    party: filter.state,
    type: filter.type,
    status: filter.status,
    group: filter.group,
    confirming: MEMBER_CODES.filter(
      (code) => profileOf(code)?.capabilities.acknowledgement !== 'none',
    ),
    caseId: filter.caseId,
    personId,
    messageId: filter.messageId,
    ...(caseNumber === undefined
      ? {}
      : {
          caseNumber: {
            member,
            token: memberKeys.identifierToken(member, CASE_NUMBER, caseNumber),
          },
        }),
    ...(identifiers === undefined
      ? {}
      : {
          personTokens: traitsOfQuery({ identifiers }).map(({ kind, value }) =>
            memberKeys.personToken(kind, value),
          ),
        }),
    failureCode: filter.failureCode,
    finding: filter.finding,
    field: filter.field,
    acceptedFrom: filter.acceptedFrom,
    acceptedBefore: filter.acceptedBefore,
  };
}

/** Whose indexes to scan: the narrowest sides that hold everything the filter can match. */
function sidesFor(
  { member }: Actor,
  { from, to, status, group }: MessageFilter,
): Pick<MessageLogQuery, 'senders' | 'receivers'> {
  if (member === NATIONAL) {
    return { senders: from === undefined ? MEMBER_CODES : [from], receivers: [] };
  }
  // What did not cross is known to its sender alone, and so is, of two states, what goes to another one.
  const isOwn =
    from === member ||
    (to ?? member) !== member ||
    (status ?? 'transmitted') !== 'transmitted' ||
    group === 'waiting';
  const isForeign = (from ?? member) !== member || to === member;
  return { senders: isForeign ? [] : [member], receivers: isOwn ? [] : [member] };
}

/** Cuts the row that is there beyond the limit, and says where the next page begins. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  view: (row: Row) => Item,
  position: (row: Row) => Page<Item>['next'] & object,
): Page<Item> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(view),
    ...(rows.length > limit && last !== undefined ? { next: position(last) } : {}),
  };
}

function summarise(row: MessageLogRow): MessageSummary {
  return {
    ...envelopeOf(row),
    ...(row.delivery_id === null || row.state === null
      ? {}
      : {
          delivery: {
            deliveryId: row.delivery_id,
            state: row.state,
            attempt: row.attempt ?? 0,
            ...(row.failure_code === null ? {} : { failureCode: row.failure_code }),
          },
        }),
  };
}

type EnvelopeColumns = Omit<MessageLogRow, 'delivery_id' | 'state' | 'attempt' | 'failure_code'>;

function envelopeOf(row: EnvelopeColumns): Omit<MessageSummary, 'delivery'> {
  return {
    transmissionId: row.transmission_id,
    messageId: row.sender_message_id,
    type: row.type,
    from: row.from_member,
    to: row.destination,
    caseId: row.case_id,
    ...(row.supervision_type === null ? {} : { supervisionType: row.supervision_type }),
    status: row.status,
    submittedAt: row.submitted_at.toISOString(),
    acceptedAt: row.accepted_at.toISOString(),
    ...(row.transmitted_at === null ? {} : { transmittedAt: row.transmitted_at.toISOString() }),
    ...contentTaken(row),
  };
}

/** What was done to the content; absent where it is open to its two states. */
export function contentTaken({
  content,
}: Pick<TransmissionRow, 'content'>): Pick<MessageSummary, 'content'> {
  return content === 'kept' ? {} : { content };
}

/** The whole story of one: envelope, deliveries, and what the ledger holds of it. */
export async function readMessage(
  parts: ReadParts,
  actor: Actor,
  transmissionId: string,
): Promise<MessageStory> {
  const { store, reader, memberKeys } = parts;
  return reader.as(actor.member, async (query) => {
    const row = await store.findMessage(query, transmissionId);
    requirePermission('GET /v1/messages/{transmissionId}', actor, row);
    const stored = await store.deliveriesOf(query, transmissionId);
    const deliveries = await openReasons(memberKeys, actor, stored);
    const findings = row.content === 'kept' ? await store.findingsOf(query, transmissionId) : [];
    const entries = await store.entriesOf(query, transmissionId);
    const views: DeliveryView[] = [];
    for (const delivery of deliveries) {
      const blocker = WAITS_IN_ITS_CASE.has(delivery.state)
        ? await store.blockerOf(query, delivery)
        : undefined;
      views.push({
        ...viewDelivery(parts, actor, row, delivery),
        ...(blocker === undefined ? {} : { blockedBy: viewBlocker(blocker) }),
      });
    }
    return {
      ...envelopeOf(row),
      ...provenanceOf(row),
      deliveries: views,
      findings,
      decisions: await readDecisions(parts, actor, row, query),
      events: entries.map(viewEvent),
    };
  });
}

/** Whoever decides belongs to the sending state, and that state alone reads why. */
async function readDecisions(
  { store, memberKeys }: ReadParts,
  { member }: Actor,
  { transmission_id, from_member, content }: TransmissionRow,
  query: Query,
): Promise<DecisionView[]> {
  if (member !== from_member) return [];
  const rows = await store.decisionsOf(query, transmission_id);
  const names = await store.accountNames(
    query,
    rows.map(({ actor }) => actor),
  );
  const views = rows.map(async ({ action, actor, decided_at, reason }): Promise<DecisionView> => ({
    action,
    ...authorOf(actor, names),
    at: decided_at.toISOString(),
    ...(reason === null || content !== 'kept'
      ? {}
      : { reason: await memberKeys.openValue(reason) }),
  }));
  return Promise.all(views);
}

function provenanceOf(
  row: TransmissionRow,
): Omit<MessageStory, keyof MessageSummary | 'deliveries' | 'findings' | 'decisions' | 'events'> {
  return {
    channel: row.channel,
    submittedBy: row.actor,
    ...(row.released_by === null ? {} : { releasedBy: row.released_by }),
    schemaHash: row.schema_hash,
    ...hashesOf(row),
  };
}

function hashesOf(
  row: Pick<TransmissionRow, 'profile_hash' | 'mapping_hash'>,
): Pick<DeliveryView, 'profileHash' | 'mappingHash'> {
  return {
    ...(row.profile_hash === null ? {} : { profileHash: row.profile_hash }),
    ...(row.mapping_hash === null ? {} : { mappingHash: row.mapping_hash }),
  };
}

const WAITS_IN_ITS_CASE: ReadonlySet<string> = new Set(['queued', 'retry-wait']);

function viewBlocker(row: DeliveryRow): Blocker {
  return {
    deliveryId: row.delivery_id,
    transmissionId: row.transmission_id,
    caseSequence: row.case_sequence,
    state: row.state,
    ...(row.failure_code === null ? {} : { failureCode: row.failure_code }),
  };
}

const WAITS_FOR_ITS_TIME: ReadonlySet<string> = new Set(['queued', 'retry-wait', 'held']);

function viewDelivery(
  parts: ReadParts,
  actor: Actor,
  { content }: Pick<TransmissionRow, 'content'>,
  row: DeliveryRow,
): DeliveryView {
  const showsReference =
    row.peer_reference !== null && actor.member !== NATIONAL && content === 'kept';
  return {
    deliveryId: row.delivery_id,
    to: row.to_member,
    caseSequence: row.case_sequence,
    state: row.state,
    attempt: row.attempt,
    createdAt: row.created_at.toISOString(),
    ...(WAITS_FOR_ITS_TIME.has(row.state) ? { dueAt: row.due_at.toISOString() } : {}),
    ...(row.handed_over_at === null ? {} : { handedOverAt: row.handed_over_at.toISOString() }),
    ...(row.acknowledged_at === null ? {} : { acknowledgedAt: row.acknowledged_at.toISOString() }),
    ...(showsReference ? { peerReference: row.peer_reference } : {}),
    ...hashesOf(row),
    ...(row.failure_code === null ? {} : { failure: viewFailure(parts, row, row.failure_code) }),
  };
}

/** The failure of a delivery with whose turn it is. */
export function viewFailure(
  { isAsked, now }: Pick<ReadParts, 'isAsked' | 'now'>,
  row: Pick<DeliveryRow, 'state' | 'failure_detail' | 'to_member' | 'created_at'>,
  code: string,
): FailureView {
  const isPastHorizon = row.created_at <= after(now(), -RETRY_HORIZON_MS);
  return {
    code,
    ...(row.failure_detail === null ? {} : { detail: row.failure_detail }),
    ...adviseFailure({ state: row.state, code, asked: isAsked(row.to_member) && !isPastHorizon }),
  };
}
