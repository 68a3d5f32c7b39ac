import { after } from '../clock.ts';
import { HubError } from '../errors.ts';
import type { Signer, SignersInForce } from '../ledger/signer.ts';
import type { Database } from '../store/database.ts';
import type * as ledgerKeys from '../store/ledger-keys.ts';
import type { LedgerKeyRow } from '../store/ledger-keys.ts';
import type * as pendingLeaves from '../store/pending-leaves.ts';
import type { Evidence } from './evidence.ts';

export type LedgerKeyStore = Pick<Database, 'query' | 'withTransaction'> & typeof ledgerKeys;

export interface LedgerKeyParts {
  readonly store: LedgerKeyStore;
  readonly origin: string;
  /** Reads the key file anew. */
  readonly loadSigners: () => readonly Signer[];
  readonly now: () => Date;
}

/**
 * The keys of this ledger by its rows. Before the first row, at the first start of all and at the
 * first of a release that has rows, those of the file; `enterLedgerKeys` then writes them.
 */
export async function knownKeyLines({
  store,
  origin,
  loadSigners,
}: Omit<LedgerKeyParts, 'now'>): Promise<string[]> {
  const rows = await rowsOf(store, origin);
  if (rows.length > 0) return rows.map(({ key_line }) => key_line);
  return loadSigners().map(({ verifierKey }) => verifierKey);
}

/** Publishes the keys of the file where none is published yet. */
export async function enterLedgerKeys(parts: LedgerKeyParts): Promise<void> {
  const { store, origin, loadSigners, now } = parts;
  await store.withTransaction(async (tx) => {
    await store.lockLedgerKeys(tx);
    const rows = await store.findLedgerKeys(tx.query);
    if (rows.some((row) => row.origin === origin)) return;
    for (const { verifierKey } of loadSigners()) {
      const row = { key_line: verifierKey, origin, signs_from: now(), signs_until: null };
      await store.insertLedgerKey(tx.query, row);
    }
  });
}

/**
 * Asks for each head which published keys sign now, and reads the file again when one of them is not
 * known yet. A key that stands in the file alone signs nothing. Throws KEY_FILE_INVALID when the file
 * holds none that signs now: no head is signed by anything else.
 */
export function createSignersInForce(parts: LedgerKeyParts): SignersInForce {
  const { store, origin, loadSigners, now } = parts;
  let signers: readonly Signer[] = [];
  return async () => {
    const rows = (await rowsOf(store, origin)).filter((row) => signsAt(row, now()));
    const isKnown = ({ key_line }: LedgerKeyRow): boolean =>
      signers.some(({ verifierKey }) => verifierKey === key_line);
    if (!rows.every(isKnown)) signers = loadSigners();
    const inForce = signers.filter(({ verifierKey }) =>
      rows.some(({ key_line }) => key_line === verifierKey),
    );
    if (inForce.length > 0) return inForce;
    const text = 'the ledger key file holds no key that signs this ledger now';
    throw new HubError('KEY_FILE_INVALID', text);
  };
}

/**
 * Whether the key signs then. Every key begins when it is published: a clock that says that this is to
 * come went back (docs/decisions/0044-clocks-that-are-moved.md).
 */
export function signsAt({ signs_until }: LedgerKeyRow, moment: Date): boolean {
  return signs_until === null || moment < signs_until;
}

async function rowsOf(store: LedgerKeyStore, origin: string): Promise<LedgerKeyRow[]> {
  return (await store.findLedgerKeys(store.query)).filter((row) => row.origin === origin);
}

export interface RotateKeyParts extends LedgerKeyParts {
  readonly store: LedgerKeyStore & Pick<typeof pendingLeaves, 'insertPendingLeaves'>;
  /** Puts a new private key into the file. */
  readonly makeKey: () => void;
  readonly evidence: Evidence;
  /** Opaque reference of who administers. */
  readonly actor: string;
}

export interface Rotation {
  /** How long the keys of before go on to sign beside the new one; undefined: without an end. */
  readonly overlapMs: number | undefined;
}

/**
 * Brings a new key into force: its private half is in the file before its row and the `key-rotated`
 * leaf are committed, so a kill between the two leaves a key that signs nothing, and the next call
 * takes that one. The keys of before sign for the overlap, the leaf included. Returns the new line.
 * Throws KEY_FILE_INVALID unless the file holds a key that signs now.
 */
export async function rotateLedgerKey(
  parts: RotateKeyParts,
  { overlapMs }: Rotation,
): Promise<string> {
  const { store, origin, evidence, now } = parts;
  await createSignersInForce(parts)();
  return store.withTransaction(async (tx) => {
    await store.lockLedgerKeys(tx);
    const known = (await store.findLedgerKeys(tx.query)).map(({ key_line }) => key_line);
    const keyLine = unpublishedKey(parts, known) ?? madeKey(parts, known);
    const moment = now();
    const row = { key_line: keyLine, origin, signs_from: moment, signs_until: null };
    await store.insertLedgerKey(tx.query, row);
    if (overlapMs !== undefined) {
      await store.endOtherLedgerKeys(tx, { origin, keyLine }, after(moment, overlapMs));
    }
    const leaf = evidence.single(
      { type: 'key-rotated', actor: parts.actor, channel: 'command', subject: keyLine },
      moment,
    );
    await store.insertPendingLeaves(tx, [leaf]);
    return keyLine;
  });
}

function unpublishedKey(
  { loadSigners }: LedgerKeyParts,
  known: readonly string[],
): string | undefined {
  return loadSigners().find(({ verifierKey }) => !known.includes(verifierKey))?.verifierKey;
}

function madeKey(parts: RotateKeyParts, known: readonly string[]): string {
  parts.makeKey();
  const made = unpublishedKey(parts, known);
  if (made === undefined) throw new Error('the key file does not hold the key that was made');
  return made;
}
