import { NATIONAL } from '../access/actor.ts';
import { isAskedForOutcomes } from '../compact/profile.ts';
import { NONCE_BYTES } from '../ledger/entry.ts';
import type { DeliveryEvent, LedgerEventType, TransmissionEvent } from '../ledger/event.ts';
import type { Query, Transaction } from '../store/database.ts';
import type * as ledgerReads from '../store/ledger-reads.ts';
import type { FollowedEntry, NoticeCursor } from '../store/notices.ts';
import type * as notices from '../store/notices.ts';
import { adviseFailure } from './failure-advice.ts';
import {
  type TellOfficesParts,
  type Told,
  findAudience,
  hasAudience,
  tellOffices,
} from './tell-offices.ts';

export interface FollowParts extends TellOfficesParts {
  readonly store: TellOfficesParts['store'] &
    Pick<typeof ledgerReads, 'readHead'> &
    Pick<
      typeof notices,
      'lockCursor' | 'moveCursor' | 'followEntries' | 'followClosedEntries' | 'closedLedgerSize'
    > & {
      readonly withTransaction: <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;
    };
}

/** So many entries are looked at in one transaction. */
const WINDOW = 2_000;
/** So many transactions in one round: what is behind catches up in the next. */
const MOST_WINDOWS = 10;

/** Entries by which an office hears of something. */
const FOLLOWED: readonly LedgerEventType[] = [
  'accepted',
  'transmitted',
  'reminded',
  'dead-letter',
  'outcome-unknown',
  'refused',
];

/**
 * Reads the ledger on from where it was read before, and writes what the offices are told of it. The
 * indexes are given in order by one sequencer, so that none is passed over, however late its fact
 * was committed; and it takes nothing from the transactions of the facts themselves.
 */
export async function followLedger(parts: FollowParts): Promise<void> {
  for (let window = 0; window < MOST_WINDOWS; window += 1) {
    const isBehind = await parts.store.withTransaction((tx) => followWindow(parts, tx));
    if (!isBehind) return;
  }
}

/** True when there is more to read. */
async function followWindow(parts: FollowParts, tx: Transaction): Promise<boolean> {
  const { store } = parts;
  const cursor = await store.lockCursor(tx);
  if (cursor === undefined) return false;
  const { origin, size } = await store.readHead(tx.query);
  if (origin === undefined) return false;
  if (cursor.origin === origin && cursor.next >= size) return false;
  const audience = await findAudience(parts, tx.query);
  if (!hasAudience(audience)) {
    // Nobody is told of what was before anybody asked.
    await store.moveCursor(tx, { origin, next: size });
    return false;
  }
  const read = await readWindow(parts, tx.query, { cursor, origin, size });
  if (read === undefined) return false;
  const told = read.entries.flatMap((entry) => toldBy(parts, entry));
  await tellOffices(parts, tx, audience, told);
  await store.moveCursor(tx, read.next);
  return read.more;
}

interface Window {
  readonly entries: readonly FollowedEntry[];
  readonly next: NoticeCursor;
  readonly more: boolean;
}

/** Where one ledger ended and another began, the rest of the old one comes first. */
async function readWindow(
  { store }: FollowParts,
  query: Query,
  at: { readonly cursor: NoticeCursor; readonly origin: string; readonly size: number },
): Promise<Window | undefined> {
  const { cursor, origin } = at;
  const isClosed = cursor.origin !== origin;
  const size = isClosed ? await store.closedLedgerSize(query, cursor.origin) : at.size;
  const end = Math.min(size, cursor.next + WINDOW);
  if (cursor.next >= end) {
    return isClosed ? { entries: [], next: { origin, next: 0 }, more: true } : undefined;
  }
  const range = { start: cursor.next, end, types: FOLLOWED };
  const entries = isClosed
    ? await store.followClosedEntries(query, cursor.origin, range)
    : await store.followEntries(query, range);
  return { entries, next: { origin: cursor.origin, next: end }, more: isClosed || end < size };
}

type Followed = TransmissionEvent | DeliveryEvent;

function toldBy(parts: FollowParts, row: FollowedEntry): Told[] {
  const event = JSON.parse(row.entry.subarray(NONCE_BYTES).toString('utf8')) as Followed;
  if ('deliveryId' in event) return failed(parts, event, row);
  if (event.type === 'reminded') return reminded(event, row);
  if (event.type === 'accepted') {
    return row.accepted_status === 'awaiting-release' ? [waiting(event, row)] : [];
  }
  return event.to === undefined ? [] : [arrived(event, event.to, row)];
}

function factsOf({ transmissionId, activityType: type }: Followed, { case_id }: FollowedEntry) {
  return { transmissionId, type, ...(case_id === null ? {} : { caseId: case_id }) };
}

function waiting(event: Followed, row: FollowedEntry): Told {
  const facts = { ...factsOf(event, row), other: row.destination ?? '' };
  return toldOf(event.from, 'release-waiting', event, facts, event.transmissionId);
}

function arrived(event: Followed, to: string, row: FollowedEntry): Told {
  const facts = { ...factsOf(event, row), other: event.from };
  return toldOf(to, 'activity-arrived', event, facts, event.transmissionId);
}

/** `subject` is the state that owes, `code` the duty. */
function reminded(event: Followed, row: FollowedEntry): Told[] {
  const owedBy = event.subject;
  if (owedBy === undefined) return [];
  const other = owedBy === event.from ? (row.destination ?? '') : event.from;
  const facts = {
    ...factsOf(event, row),
    other,
    owedBy,
    duty: event.code ?? '',
    ...(row.due_on === null ? {} : { dueOn: row.due_on }),
  };
  const name = event.outcome === 'overdue' ? 'deadline-missed' : 'deadline-near';
  const cause = `${event.transmissionId} ${facts.duty} ${event.outcome ?? ''}`;
  return [toldOf(owedBy, name, event, facts, cause)];
}

/** Who has to do something about it hears of it; what the hub asks by itself nobody. */
function failed({ states }: FollowParts, event: DeliveryEvent, row: FollowedEntry): Told[] {
  const { type: state, code = '', from, to, deliveryId } = event;
  const asked = isAskedForOutcomes(states.profiles.get(to));
  const { owner, next } = adviseFailure({ state: stateOf(state), code, asked });
  if (next === 'wait') return [];
  const whose = { 'sending-state': from, 'receiving-state': to, hub: NATIONAL }[owner];
  const other = whose === to ? from : to;
  const facts = { ...factsOf(event, row), other, code, next };
  const told = toldOf(whose, 'delivery-failed', event, facts, `${code} ${from} ${to}`);
  return [{ ...told, deliveryId }];
}

type FailedState = Parameters<typeof adviseFailure>[0]['state'];
const stateOf = (type: DeliveryEvent['type']): FailedState =>
  type === 'refused' || type === 'outcome-unknown' ? type : 'dead-letter';

function toldOf(
  member: string,
  event: Told['notice']['event'],
  { occurredAt }: Followed,
  facts: Told['notice']['facts'],
  cause: string,
): Told {
  return { member, cause, notice: { event, facts, happenedAt: new Date(occurredAt) } };
}
