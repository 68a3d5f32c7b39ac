import type { LedgerChannel } from '../ledger/event.ts';
import { mintUuid } from '../message/identifiers.ts';
import type { JsonObject } from '../message/json.ts';
import { openRecord } from '../message/sealed-content.ts';
import type { CaseRow } from '../store/cases.ts';
import type { Transaction } from '../store/database.ts';
import type { TransmissionRow, TransmissionStatus } from '../store/transmissions.ts';
import type { AcceptGroupParts } from './accept-group.ts';
import type { Chain } from './evidence.ts';
import { ExchangeError } from './exchange-error.ts';
import { type Keepsake, makeKeepsake } from './keep-person.ts';
import {
  type SaidAttachment,
  byToken,
  differencesOf,
  namedAttachments,
} from './named-attachments.ts';
import { correctionName, readFailedBefore } from './failed-before.ts';
import { type AllowedMove, type Transmittable, allowMove, transmit } from './transmit.ts';
import { type WorkingSet, crossedIn, emptySet, writeAll } from './working-set.ts';

export interface WaitingParts extends AcceptGroupParts {
  readonly pulls: (member: string) => boolean;
  readonly onTransmitted: () => void;
}

/** Who lets a waiting activity go on, or ends its wait. */
export interface By {
  readonly actor: string;
  readonly channel: LedgerChannel;
}

/** A transmission that waits, locked with its case until the transaction ends. */
export interface LockedTransmission {
  readonly row: TransmissionRow;
  readonly set: WorkingSet;
}

/**
 * Case first, then transmission: the order in which every flow takes these locks. Throws NOT_FOUND,
 * or STATE_FORBIDS when it does not wait (any more) for what the caller expects.
 */
export async function lockWaiting(
  parts: WaitingParts,
  tx: Transaction,
  transmissionId: string,
  expected: TransmissionStatus,
): Promise<LockedTransmission> {
  const { store } = parts;
  const seen = await store.findTransmission(tx.query, transmissionId);
  if (seen === undefined) throw new ExchangeError('NOT_FOUND');
  const { locked } = await store.lockCases(tx, [seen.case_id], true);
  const row = await store.lockTransmission(tx, transmissionId);
  if (row?.status !== expected) throw new ExchangeError('STATE_FORBIDS');
  const set = emptySet(parts.now());
  for (const [caseId, found] of locked) set.cases.set(caseId, found);
  return { row, set };
}

/** The next leaf of a waiting transmission; the caller writes it with what it says. */
export function chainTransmission(
  { evidence }: WaitingParts,
  { row, set }: LockedTransmission,
  type: 'released' | 'returned',
  by: By & { readonly code?: string },
): Chain {
  const made = evidence.chained(
    chainOf(row),
    {
      type,
      transmissionId: row.transmission_id,
      from: row.from_member,
      activityType: row.type,
      schema: row.schema_hash,
      ...by,
    },
    set.now,
  );
  set.writes.leaves.push(made.leaf);
  return made.chain;
}

export function chainOf(row: TransmissionRow): Chain {
  return { eventNo: row.event_no, lastLeafHash: row.last_leaf_hash };
}

/**
 * All conditions hold: transmits and writes. Throws, with nothing written, OUT_OF_ORDER where the
 * lifecycle forbids the activity now, and ATTACHMENT_DIFFERS where its files are not as it says.
 */
export async function cross(
  parts: WaitingParts,
  tx: Transaction,
  { row, set }: LockedTransmission,
  crossing: OpenedActivity & { readonly by: By; readonly chain: Chain },
): Promise<void> {
  const before = set.cases.get(row.case_id);
  if (before === undefined) throw new ExchangeError('NOT_FOUND');
  await requireAsSaid(parts, tx, row.from_member, crossing.data);
  const activity = {
    transmissionId: row.transmission_id,
    deliveryId: mintUuid(set.now, parts.random),
    messageId: row.sender_message_id,
    type: row.type,
    from: row.from_member,
    to: row.destination,
    caseId: row.case_id,
    schemaHash: row.schema_hash,
    data: crossing.data,
    keepsake: crossing.keepsake,
    hasAttachments: Array.isArray(crossing.data['attachments']),
    pulled: parts.pulls(row.destination),
    ...crossing.by,
  };
  const move = await allowWaiting(parts, tx, set, { before, activity });
  const chain = transmit(parts, set, activity, move, crossing.chain);
  await writeAll(parts.store, tx, set);
  await parts.store.changeTransmission(tx, {
    ...row,
    status: 'transmitted',
    to_member: row.destination,
    transmitted_at: set.now,
    event_no: chain.eventNo,
    last_leaf_hash: chain.lastLeafHash,
    case_position: crossedIn(set.cases.get(row.case_id) ?? before),
  });
}

/** What it may correct is asked for only where no row lets it pass. */
async function allowWaiting(
  { store }: WaitingParts,
  tx: Transaction,
  set: WorkingSet,
  { before, activity }: { readonly before: CaseRow; readonly activity: Transmittable },
): Promise<AllowedMove> {
  try {
    return allowMove(before, activity);
  } catch (error) {
    if (!(error instanceof ExchangeError && error.code === 'OUT_OF_ORDER')) throw error;
    await readFailedBefore(store, tx.query, set, [activity]);
    return allowMove(before, activity, set.failed.get(correctionName(activity)));
  }
}

async function requireAsSaid(
  { store, memberKeys }: WaitingParts,
  tx: Transaction,
  member: string,
  data: JsonObject,
): Promise<void> {
  const said = (data['attachments'] ?? []) as unknown as readonly SaidAttachment[];
  const named = namedAttachments(memberKeys, member, said);
  const keys = named.map(({ token }) => ({ member, token }));
  const stored = byToken(await store.findStoredAttachments(tx.query, keys));
  const differences = differencesOf(named, stored);
  if (differences.length > 0) throw new ExchangeError('ATTACHMENT_DIFFERS', differences);
}

/** Ends the wait without crossing: the activity leaves no gap in the order of its case. */
export async function giveBack(
  parts: WaitingParts,
  tx: Transaction,
  waiting: LockedTransmission,
  by: By & { readonly code?: string },
): Promise<void> {
  const chain = chainTransmission(parts, waiting, 'returned', by);
  await writeAll(parts.store, tx, waiting.set);
  await parts.store.changeTransmission(tx, {
    ...waiting.row,
    status: 'returned',
    event_no: chain.eventNo,
    last_leaf_hash: chain.lastLeafHash,
  });
}

/** A waiting activity's data, and what is kept of it when it crosses. */
export interface OpenedActivity {
  readonly data: JsonObject;
  readonly keepsake: Keepsake;
}

/** Opens a transmission outside of any transaction. Throws NOT_FOUND or ERASED. */
export async function openWaiting(
  { store, memberKeys }: WaitingParts,
  transmissionId: string,
): Promise<OpenedActivity> {
  const row = await store.findTransmission(store.query, transmissionId);
  if (row === undefined) throw new ExchangeError('NOT_FOUND');
  const [record] = await store.findRecords(store.query, [transmissionId], ['canonical']);
  if (record === undefined) throw new ExchangeError('ERASED');
  const content = await memberKeys.open(record);
  const canonical = openRecord(content, record.record_id, record.ciphertext).toString();
  const { data } = JSON.parse(canonical) as { data: JsonObject };
  return { data, keepsake: await makeKeepsake(memberKeys, row.from_member, data) };
}
