import { randomBytes } from 'node:crypto';
import { checkSignature, sha256 } from '../ledger-verifier/node-crypto.ts';
import { parseVerifierKey } from '../ledger-verifier/note.ts';
import type { Clocks } from './clock.ts';
import type { Config } from './config.ts';
import { checkLedgerOfNow } from './flows/check-ledger.ts';
import {
  type LedgerKeyParts,
  createSignersInForce,
  enterLedgerKeys,
  knownKeyLines,
} from './flows/ledger-keys.ts';
import type { Witness } from './flows/collect-cosignatures.ts';
import type { HeadFile } from './flows/kept-head.ts';
import { type WatchedLedgerLock, createLedgerLock } from './flows/ledger-lock.ts';
import type { LedgerStore } from './flows/sequence.ts';
import { openHeadFile } from './head-file.ts';
import { loadLedgerKeys } from './key-files.ts';
import { mintOrigin } from './ledger/origin.ts';
import { type Signer, type SignersInForce, createSigner } from './ledger/signer.ts';
import { treeHash } from './ledger/tree-hash.ts';
import { beginSnapshot } from './store/audit-reads.ts';
import type { Database } from './store/database.ts';
import * as ledger from './store/ledger.ts';
import type { ClosedLedgerRow, LedgerLockCode } from './store/ledger.ts';
import * as ledgerKeys from './store/ledger-keys.ts';
import { WALL_CLOCKS } from './wall-clocks.ts';
import { reachWitness } from './witness-client.ts';

/** The ledger as the hub writes to it, and what it says of itself. */
export interface Evidence {
  readonly ledgerStore: LedgerStore;
  readonly origin: string;
  readonly signers: SignersInForce;
  readonly headFile: HeadFile;
  readonly lock: WatchedLedgerLock;
  readonly witnesses: readonly Witness[];
  /** The ledgers before it, the first first. */
  readonly closed: readonly ClosedLedgerRow[];
}

interface LedgerSite {
  readonly config: Config;
  readonly clocks: Clocks;
  readonly parts: {
    readonly decorate?: LedgerDecorators;
  };
}

/** Wraps the ledger's calls to the outside, for fault tests. */
export interface LedgerDecorators {
  readonly ledgerStore?: (store: LedgerStore) => LedgerStore;
  readonly signer?: (signer: Signer) => Signer;
  readonly headFile?: (file: HeadFile) => HeadFile;
}

/**
 * Begins the first ledger, or checks the tail of what is there (throws LEDGER_DAMAGED) and compares it
 * with the head that is kept beside the database: where it is behind or another, the lock says so.
 */
export async function openLedger(
  { config, parts, clocks }: LedgerSite,
  database: Database,
  onLocked: (code: LedgerLockCode) => void,
): Promise<Evidence> {
  const { decorate = {} } = parts;
  const plainStore = { ...ledger, ...database };
  const ledgerStore = decorate.ledgerStore?.(plainStore) ?? plainStore;
  const host = new URL(config.publicUrl ?? 'http://localhost').host;
  const { origin } = await ledger.startLedger(database.query, {
    origin: mintOrigin(host, randomBytes),
    emptyRoot: Buffer.from(treeHash.empty),
    now: clocks.process.now(),
  });
  const keyParts = ledgerKeysOf(config, database, {
    origin,
    now: () => clocks.wall.now(),
    ...(decorate.signer === undefined ? {} : { decorate: decorate.signer }),
  });
  const keys = (await knownKeyLines(keyParts)).map((line) => parseVerifierKey(sha256, line));
  await checkLedgerOfNow({ store: { ...ledgerStore, beginSnapshot }, keys, checkSignature });
  const plainFile = openHeadFile(config.ledgerHeadFile);
  const headFile = decorate.headFile?.(plainFile) ?? plainFile;
  const now = (): Date => clocks.process.now();
  const lock = createLedgerLock({ store: ledgerStore, headFile, origin, now, onLocked });
  await lock.look();
  const signers = createSignersInForce(keyParts);
  if (lock.code() === undefined) {
    await enterLedgerKeys(keyParts);
    await signers();
  }
  const closed = await ledger.findClosedLedgers(database.query);
  const witnesses = config.ledgerWitnesses.map(reachWitness);
  return { ledgerStore, origin, signers, headFile, lock, witnesses, closed };
}

/** In which ledger the leaf of something accepted then appears: receipts are made again, never changed. */
export function originAt({ origin, closed }: Evidence, acceptedAt: Date): string {
  return closed.find(({ closed_at }) => acceptedAt < closed_at)?.origin ?? origin;
}

/** The keys of the ledger: rows that say which sign, a file that holds their private halves. */
export function ledgerKeysOf(
  { keyFiles }: Pick<Config, 'keyFiles'>,
  database: Pick<Database, 'query' | 'withTransaction'>,
  ledgerOf: {
    readonly origin: string;
    readonly now?: () => Date;
    readonly decorate?: (signer: Signer) => Signer;
  },
): LedgerKeyParts {
  const { origin, now = () => WALL_CLOCKS.wall.now(), decorate } = ledgerOf;
  return {
    store: { ...ledgerKeys, ...database },
    origin,
    now,
    loadSigners: () =>
      loadLedgerKeys(keyFiles.ledger).map((key) => {
        const signer = createSigner(origin, key);
        return decorate?.(signer) ?? signer;
      }),
  };
}
