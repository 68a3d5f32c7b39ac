import type { ReadTile } from '../../ledger-verifier/tile-proof.ts';
import { TILE_WIDTH, type TileAddress, encodeBundle } from '../../ledger-verifier/tile.ts';
import { HASH_BYTES } from '../../ledger-verifier/tree.ts';
import type { Actor } from '../access/actor.ts';
import { NONCE_BYTES } from '../ledger/entry.ts';
import { proveTransmission } from '../ledger/transmission-evidence.ts';
import type { Query } from '../store/database.ts';
import type { EntryRow, LedgerKeyRead } from '../store/ledger-reads.ts';
import type { ReadParts } from './read-store.ts';
import type {
  EventBatch,
  LedgerEventView,
  LedgerKeysView,
  LedgerKeyView,
  MessageProof,
} from './reads.ts';
import { requirePermission } from './require-permission.ts';

/** The text of an entry, which the hub itself wrote and checked. */
export function viewEvent({ index, entry }: EntryRow): LedgerEventView {
  const text = entry.subarray(NONCE_BYTES).toString('utf8');
  return { index, event: JSON.parse(text) as LedgerEventView['event'] };
}

/** What a proof is made from. */
export interface ProofParts extends Pick<ReadParts, 'reader'> {
  readonly store: Pick<
    ReadParts['store'],
    'findMessage' | 'deliveriesOf' | 'entriesOf' | 'readHead' | 'readTileHashes'
  >;
}

/** Every leaf of the transmission that the signed head covers, each with its proof under that head. */
export async function readProof(
  { store, reader }: ProofParts,
  actor: Actor,
  transmissionId: string,
): Promise<MessageProof> {
  return reader.as(actor.member, async (query) => {
    const row = await store.findMessage(query, transmissionId);
    requirePermission('GET /v1/messages/{transmissionId}/proof', actor, row);
    const deliveries = await store.deliveriesOf(query, transmissionId);
    const head = await store.readHead(query);
    const entries = await store.entriesOf(query, transmissionId);
    const signed = { size: head.signedSize, checkpoint: head.checkpoint ?? '' };
    const proven = await proveTransmission(tileReader(store, query), signed, {
      transmissionId,
      entries,
    });
    const written = [row, ...deliveries].reduce((sum, chain) => sum + chain.event_no, 0);
    return { ...proven, awaiting: Math.max(0, written - proven.entries.length) };
  });
}

/** One look at each tile, for all proofs of an answer: they lie mostly in the same few. */
function tileReader(store: ProofParts['store'], query: Query): ReadTile {
  const seen = new Map<string, Promise<Buffer>>();
  const read = async (level: number, tile: number): Promise<Buffer> => {
    const hashes = await store.readTileHashes(query, level, tile);
    if (hashes === undefined) throw new Error(`tile ${level}/${tile} of the ledger is missing`);
    return hashes;
  };
  return (level, tile) => {
    const key = `${level}/${tile}`;
    const hashes = seen.get(key) ?? read(level, tile);
    seen.set(key, hashes);
    return hashes;
  };
}

export async function readCheckpoint({ store, reader }: ReadParts): Promise<string | undefined> {
  return (await store.readHead(reader.query)).checkpoint;
}

export async function readLedgerKeys({ store, reader }: ReadParts): Promise<LedgerKeysView> {
  const rows = await store.listLedgerKeys(reader.query);
  const closed = await store.listClosedLedgers(reader.query);
  const { origin } = await store.readHead(reader.query);
  const keysOf = (ledger: string): LedgerKeyView[] =>
    rows.filter((row) => row.origin === ledger).map(viewKey);
  return {
    origin: origin ?? '',
    keys: keysOf(origin ?? ''),
    closed: closed.map((row) => ({
      origin: row.origin,
      successor: row.successor,
      checkpoint: row.checkpoint,
      reason: row.reason,
      closedAt: row.closed_at.toISOString(),
      keys: keysOf(row.origin),
    })),
  };
}

function viewKey({ key_line, signs_from, signs_until }: LedgerKeyRead): LedgerKeyView {
  const until = signs_until === null ? {} : { until: signs_until.toISOString() };
  return { key: key_line, from: signs_from.toISOString(), ...until };
}

/** The first `width` hashes of a tile; undefined while it has fewer. */
export async function readTile(
  { store, reader }: ReadParts,
  { level, index, width }: TileAddress & { readonly level: number },
): Promise<Buffer | undefined> {
  const hashes = await store.readTileHashes(reader.query, level, index);
  if (hashes === undefined || hashes.length < width * HASH_BYTES) return undefined;
  return hashes.subarray(0, width * HASH_BYTES);
}

/** A bundle of `width` entries (C2SP tlog-tiles); undefined while there are fewer. */
export async function readEntryBundle(
  { store, reader }: ReadParts,
  actor: Actor,
  { index, width }: TileAddress,
): Promise<Buffer | undefined> {
  const start = index * TILE_WIDTH;
  const rows = await reader.as(actor.member, (query) =>
    store.readEntries(query, { start, end: start + width, limit: width }),
  );
  if (rows.length < width) return undefined;
  return Buffer.from(encodeBundle(rows.map(({ entry }) => entry)));
}

/** So many entries are looked at in one go, and so many of them returned at most. */
const EVENT_WINDOW = 20_000;
const MOST_EVENTS = 500;

/**
 * Indexes are given in order by one sequencer, in the transaction that moves the head's size: what
 * lies below the size is complete, so an index is a safe place to go on from.
 */
export async function readEvents(
  { store, reader }: ReadParts,
  actor: Actor,
  after: number,
): Promise<EventBatch> {
  return reader.as(actor.member, async (query) => {
    const { size } = await store.readHead(query);
    const range = { start: after + 1, end: Math.min(size, after + 1 + EVENT_WINDOW) };
    if (range.start >= range.end) return { events: [], last: after, more: false };
    const rows = await store.readEntries(query, { ...range, limit: MOST_EVENTS });
    const lastRow = rows.at(-1);
    const isFull = rows.length === MOST_EVENTS && lastRow !== undefined;
    const last = isFull ? lastRow.index : range.end - 1;
    return { events: rows.map(viewEvent), last, more: last < size - 1 };
  });
}

export async function readLastEventIndex({ store, reader }: ReadParts): Promise<number> {
  return (await store.readHead(reader.query)).size - 1;
}
