import { createPrivateKey } from 'node:crypto';
import { encodeEntry, leafHashOf } from '../../../hub/ledger/entry.ts';
import type { LedgerEvent } from '../../../hub/ledger/event.ts';
import { signCheckpoint } from '../../../hub/ledger/checkpoint.ts';
import { createSigner } from '../../../hub/ledger/signer.ts';
import type { Signer } from '../../../hub/ledger/signer.ts';
import { exportLedger } from '../../../hub/ledger/export-ledger.ts';
import type { LedgerRows } from '../../../hub/ledger/export-ledger.ts';
import { appendLeaves, EMPTY_EDGE } from '../../../hub/ledger/tree-edge.ts';
import type { TreeEdge } from '../../../hub/ledger/tree-edge.ts';
import { sha256 } from '../../../ledger-verifier/node-crypto.ts';

export const ORIGIN = 'hub.example/ledger/test';

/** A signer on a fixed key: the seed is SHA-256 of the name. */
export function testSigner(name = ORIGIN, seedText = name): Signer {
  return createSigner(name, ed25519Key(Buffer.from(sha256(Buffer.from(seedText)))));
}

/** The private key of an Ed25519 seed of 32 bytes (RFC 8410). */
export function ed25519Key(seed: Buffer): ReturnType<typeof createPrivateKey> {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

export interface MemoryLedger extends LedgerRows {
  readonly entries: Buffer[];
  edge: TreeEdge;
  root: Buffer;
  append(entries: readonly Buffer[]): void;
}

/** A ledger whose rows are maps. */
export function createMemoryLedger(): MemoryLedger {
  const tiles = new Map<string, Buffer>();
  const ledger: MemoryLedger = {
    entries: [],
    edge: EMPTY_EDGE,
    root: appendLeaves(EMPTY_EDGE, []).root,
    append(entries) {
      const result = appendLeaves(ledger.edge, entries.map(leafHashOf));
      ledger.edge = result.edge;
      ledger.root = result.root;
      for (const entry of entries) ledger.entries.push(entry);
      for (const { level, index, hashes } of result.tiles) tiles.set(`${level}/${index}`, hashes);
    },
    readTile: (level, index) => {
      const tile = tiles.get(`${level}/${index}`);
      return tile === undefined
        ? Promise.reject(new Error(`no tile ${level}/${index}`))
        : Promise.resolve(tile);
    },
    readEntries: (first, count) => Promise.resolve(ledger.entries.slice(first, first + count)),
  };
  return ledger;
}

/** The files of an export of all that the ledger holds, by path. */
export async function exportFiles(
  ledger: MemoryLedger,
  signers: readonly Signer[] = [testSigner()],
): Promise<Map<string, Uint8Array>> {
  const size = ledger.entries.length;
  const checkpoint = await signCheckpoint({ origin: ORIGIN, size, root: ledger.root }, signers);
  const keys = signers.map(({ verifierKey }) => verifierKey);
  const files = new Map<string, Uint8Array>();
  for await (const { path, bytes } of exportLedger(ledger, { size, checkpoint, keys })) {
    files.set(path, Buffer.from(bytes));
  }
  return files;
}

const uuid = (kind: number, number: number): string =>
  `018f2d0e-0000-7000-8${kind.toString().padStart(3, '0')}-${number.toString(16).padStart(12, '0')}`;

/** Entries of transmissions that cross and are acknowledged, `open` of them under way at a time. */
export function trafficEntries(count: number, open = 7): Buffer[] {
  const entries: Buffer[] = [];
  const heads = new Map<number, { step: number; prev: string | undefined }>();
  for (let at = 0; at < count; at += 1) {
    const lane = at % open;
    const transmission = lane + open * Math.floor(at / (open * STEPS.length));
    const head = heads.get(transmission) ?? { step: 0, prev: undefined };
    const event = stepEvent(transmission, head, at);
    const entry = encodeEntry(event, sha256(Buffer.from(`nonce ${at}`)).subarray(0, 16));
    entries.push(entry);
    heads.set(transmission, { step: head.step + 1, prev: leafHashOf(entry).toString('hex') });
  }
  return entries;
}

const STEPS = ['accepted', 'transmitted', 'dispatching', 'handed-over', 'acknowledged'] as const;

function stepEvent(
  transmission: number,
  { step, prev }: { step: number; prev: string | undefined },
  at: number,
): LedgerEvent {
  const type = STEPS[step % STEPS.length] ?? 'accepted';
  const chained = {
    v: 1,
    eventId: uuid(1, at),
    transmissionId: uuid(2, transmission),
    occurredAt: new Date(Date.UTC(2026, 2, 1) + at).toISOString(),
    from: 'OR',
    activityType: 'compact.progress-report.v1',
    schema: '5e'.repeat(32),
    actor: 'A-1',
    channel: 'rest',
    softwareVersion: '0.1.0',
    payloadCommit: 'c0'.repeat(32),
    ...(prev === undefined ? {} : { prevEventHash: prev }),
  } as const;
  if (type === 'accepted') return { ...chained, type, eventNo: 1 };
  if (type === 'transmitted') return { ...chained, type, eventNo: 2, to: 'TX' };
  const deliveryId = uuid(3, transmission);
  return { ...chained, type, eventNo: step - 1, to: 'TX', deliveryId, attempt: 1 };
}
