import { formatNote } from '../../ledger-verifier/note.ts';
import { formatStatement, rootOfTransmissions } from '../../ledger-verifier/statement.ts';
import { after } from '../clock.ts';
import { NONCE_BYTES } from '../ledger/entry.ts';
import type { Signer, SignersInForce } from '../ledger/signer.ts';
import { treeHash } from '../ledger/tree-hash.ts';
import { mintUuid, type RandomBytes } from '../message/identifiers.ts';
import { sha256 } from '../message/sealed-content.ts';
import type * as pendingLeaves from '../store/pending-leaves.ts';
import type * as statements from '../store/statements.ts';
import type { StatementRow } from '../store/statements.ts';
import type { Evidence } from './evidence.ts';
import type { LedgerStore } from './sequence.ts';

export interface StatementParts {
  readonly store: LedgerStore &
    typeof statements &
    Pick<typeof pendingLeaves, 'insertPendingLeaves'>;
  readonly signers: SignersInForce;
  readonly evidence: Evidence;
  readonly random: RandomBytes;
  /** Business clock. */
  readonly now: () => Date;
}

const DAY_MS = 24 * 3_600_000;
const WINDOW = 2_000;

/**
 * States for every ordered pair what crossed since its last statement, once a day of UTC is over: from
 * where the round before ended up to the head that is signed now. After days of rest one round covers
 * them all; the first of a ledger only notes that it began. A pair of which nothing crossed gets none; its next one begins where its last ended.
 * Returns how many statements it made.
 */
export async function makeStatements(parts: StatementParts): Promise<number> {
  const { store, now } = parts;
  const moment = now();
  const day = after(moment, -DAY_MS).toISOString().slice(0, 10);
  const head = await store.findHead(store.query);
  const { origin, signed_size: toSize, checkpoint } = head;
  const last = await store.lastStatementRound(store.query, origin);
  if (checkpoint === null || (last !== undefined && last.day >= day)) return 0;
  const round = { origin, day, checkpoint, made_at: moment };
  if (last === undefined) {
    // The first day of a ledger is not over yet.
    await store.withTransaction((tx) =>
      store.insertStatementRound(tx, { ...round, from_size: 0, to_size: 0 }),
    );
    return 0;
  }
  const fromSize = last.toSize;
  const pairs = await findCrossed(parts, fromSize, toSize);
  const ends = await store.statementEnds(store.query, origin);
  const signers = await parts.signers();
  const rows: StatementRow[] = [];
  for (const { from, to, crossed } of pairs) {
    const end = ends.find(({ from_member, to_member }) => from_member === from && to_member === to);
    const facts = { origin, day, from, to, fromSize: end?.to_size ?? 0, toSize, moment };
    rows.push(await stateOne(parts, signers, facts, crossed));
  }
  const isMine = await store.withTransaction(async (tx) => {
    const mine = { ...round, from_size: fromSize, to_size: toSize };
    if (!(await store.insertStatementRound(tx, mine))) return false;
    for (const row of rows) await store.insertStatement(tx, row);
    await store.insertPendingLeaves(
      tx,
      rows.map((row) => leafOf(parts, row)),
    );
    return true;
  });
  return isMine ? rows.length : 0;
}

interface Crossed {
  readonly index: number;
  readonly transmissionId: string;
}

interface Pair {
  readonly from: string;
  readonly to: string;
  readonly crossed: Crossed[];
}

/** What the `transmitted` entries of a range say, by pair. */
async function findCrossed(
  { store }: StatementParts,
  start: number,
  end: number,
): Promise<readonly Pair[]> {
  const pairs = new Map<string, Pair>();
  for (let at = start; at < end; at += WINDOW) {
    const entries = await store.findEntries(store.query, at, Math.min(end, at + WINDOW));
    for (const { index, entry } of entries) {
      if (!entry.includes('"type":"transmitted"')) continue;
      const event = JSON.parse(entry.subarray(NONCE_BYTES).toString()) as Record<string, string>;
      const { type, from = '', to = '', transmissionId = '' } = event;
      if (type !== 'transmitted') continue;
      const pair = pairs.get(`${from}>${to}`) ?? { from, to, crossed: [] };
      pair.crossed.push({ index, transmissionId });
      pairs.set(`${from}>${to}`, pair);
    }
  }
  return [...pairs.values()];
}

interface StatedFacts {
  readonly origin: string;
  readonly day: string;
  readonly from: string;
  readonly to: string;
  readonly fromSize: number;
  readonly toSize: number;
  readonly moment: Date;
}

async function stateOne(
  { random }: StatementParts,
  signers: readonly Signer[],
  { origin, day, from, to, fromSize, toSize, moment }: StatedFacts,
  crossed: readonly Crossed[],
): Promise<StatementRow> {
  const ids = crossed.map(({ transmissionId }) => transmissionId);
  const text = formatStatement({
    origin,
    from,
    to,
    day,
    fromSize: BigInt(fromSize),
    toSize: BigInt(toSize),
    count: ids.length,
    first: BigInt(crossed[0]?.index ?? 0),
    last: BigInt(crossed.at(-1)?.index ?? 0),
    root: rootOfTransmissions(treeHash, ids),
    time: moment.toISOString(),
  });
  const signatures = await Promise.all(
    signers.map(async (signer) => ({
      name: signer.name,
      keyId: signer.keyId,
      signature: await signer.sign(Buffer.from(text)),
    })),
  );
  return {
    statement_id: mintUuid(moment, random),
    origin,
    day,
    from_member: from,
    to_member: to,
    from_size: fromSize,
    to_size: toSize,
    note: formatNote({ text, signatures }),
    transmission_ids: ids,
    leaf_indexes: crossed.map(({ index }) => index),
    made_at: moment,
  };
}

/** The leaf commits to the lines that were signed. */
function leafOf({ evidence }: StatementParts, row: StatementRow) {
  const [text = ''] = row.note.split('\n\n');
  return evidence.single(
    {
      type: 'statement-signed',
      from: row.from_member,
      to: row.to_member,
      actor: 'hub',
      channel: 'hub',
      subject: row.statement_id,
      subjectHash: sha256(Buffer.from(`${text}\n`)).toString('hex'),
    },
    row.made_at,
  );
}
