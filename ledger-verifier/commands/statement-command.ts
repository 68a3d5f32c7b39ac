import { exitCodeFor } from '../exit-code.ts';
import { LedgerError } from '../ledger-error.ts';
import type { LedgerErrorCode } from '../ledger-error.ts';
import type { ProofParts } from '../proof.ts';
import { parseJson, parseReceipt } from '../receipt.ts';
import { parseStatementDocument, verifyStatement } from '../statement.ts';
import type { VerifiedStatement } from '../statement.ts';
import { listFiles, readBytes, readProofParts, UsageError } from './command.ts';
import type { Command, CommandCall } from './command.ts';
import { readCrossed, readProofs } from './held-proofs.ts';
import type { ProvenEvents } from './held-proofs.ts';

/** A leaf of something accepted may be that late. */
const MERGE_DELAY_MS = 60_000;

/**
 * Compares what a state sent (its receipts) or got (its deliveries) with what the hub states for one
 * ordered pair, without trusting the hub: what the statements leave out, and what they count that the
 * state does not hold.
 */
export const statementCommand: Command = async (call) => {
  if (call.operands.length === 0) throw new UsageError('expected <statement>...');
  const parts = await readProofParts(call);
  const statements = await readStatements(parts, call.operands);
  const proven = await readCrossings(call, parts);
  const held = ofPair(statements, await readHeld(call, statements), proven);
  const problems = compare(statements, held, proven);
  for (const { statement } of statements) {
    const { from, to, day, fromSize, toSize, count } = statement;
    call.print(`${from} to ${to}, ${day}: ${count} crossed in entries ${fromSize} to ${toSize}`);
  }
  for (const { code, text } of problems.found) call.print(`${code}: ${text}`);
  if (problems.unplaced > 0) {
    call.print(
      `${problems.unplaced} held are in no statement given, and no proof says that they belong to one`,
    );
  }
  if (problems.found.length === 0) call.print(`holds: ${held.size} held`);
  return exitCodeFor(problems.found.map(({ code }) => code));
};

/** Verified, of one pair, each beginning where the one before ended. */
async function readStatements(
  parts: ProofParts,
  files: readonly string[],
): Promise<VerifiedStatement[]> {
  const documents = await Promise.all(
    files.map(async (file) =>
      verifyStatement(parts, parseStatementDocument(await readBytes(file))),
    ),
  );
  documents.sort((one, other) => (one.statement.fromSize < other.statement.fromSize ? -1 : 1));
  documents.forEach(({ statement }, at) => {
    const before = documents[at - 1]?.statement;
    if (before === undefined) return;
    const isSamePair =
      before.from === statement.from &&
      before.to === statement.to &&
      before.origin === statement.origin;
    if (!isSamePair) throw new UsageError('the statements are of different pairs or logs');
    if (before.toSize !== statement.fromSize) {
      throw new LedgerError('missing', `no statement covers entries from ${before.toSize} on`);
    }
  });
  return documents;
}

/** What the state holds of the pair: since when it must have crossed, if that can be told. */
type Held = ReadonlyMap<string, { readonly mustBeThereSince: number | undefined }>;

async function readHeld(
  { options }: CommandCall,
  [first]: readonly VerifiedStatement[],
): Promise<Held> {
  const { receipts, deliveries } = options;
  const given = [receipts, deliveries].filter((option) => option !== undefined);
  if (given.length !== 1) throw new UsageError('--receipts or --deliveries is needed, one of them');
  const held = new Map<string, { mustBeThereSince: number | undefined }>();
  for (const file of await listFiles(given[0] ?? [])) {
    const bytes = await readBytes(file);
    const items = receipts === undefined ? deliveredIds(bytes) : sentIds(bytes, first);
    for (const [id, since] of items) held.set(id, { mustBeThereSince: since });
  }
  return held;
}

type HeldItem = readonly [id: string, since: number | undefined];

/** A receipt says when it was accepted; one that waits for a release crosses later or never. */
function sentIds(bytes: Uint8Array, first: VerifiedStatement | undefined): HeldItem[] {
  const receipt = parseReceipt(bytes);
  if (receipt === undefined) throw new LedgerError('malformed', 'a file is no receipt');
  const { from, to } = first?.statement ?? {};
  if (receipt.from !== from || receipt.to !== to) return [];
  const crossed = receipt.status === 'transmitted';
  const since = Date.parse(receipt.acceptedAt) + MERGE_DELAY_MS;
  return [[receipt.transmissionId, crossed ? since : undefined]];
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/** JSON with `transmissionId` (an item of the inbox, or a list of them), or one id a line. */
function deliveredIds(bytes: Uint8Array): HeldItem[] {
  const text = Buffer.from(bytes).toString().trimStart();
  if (!/^[[{]/.test(text)) {
    return text.split('\n').flatMap((line) => {
      const [id] = UUID.exec(line) ?? [];
      return id === undefined ? [] : [[id, undefined] as const];
    });
  }
  const value = parseJson(bytes) as { readonly items?: unknown };
  const items: unknown[] = Array.isArray(value)
    ? value
    : Array.isArray(value.items)
      ? value.items
      : [value];
  return items.flatMap((item) => {
    const { transmissionId } = item as { readonly transmissionId?: unknown };
    return typeof transmissionId === 'string' ? [[transmissionId, undefined] as const] : [];
  });
}

/** The `transmitted` entries by transmission, as far as proofs or an export show them. */
type Crossings = ReadonlyMap<string, ProvenEvents[number]>;

async function readCrossings({ options }: CommandCall, parts: ProofParts): Promise<Crossings> {
  const crossings = new Map<string, ProvenEvents[number]>();
  for (const [id, events] of await readProofs(parts, options['proofs']?.[0])) {
    const crossed = events.find(({ event }) => event.type === 'transmitted');
    if (crossed !== undefined) crossings.set(id, crossed);
  }
  const [folder] = options['export'] ?? [];
  if (folder === undefined) return crossings;
  for (const [id, crossed] of await readCrossed(parts, folder)) crossings.set(id, crossed);
  return crossings;
}

/** Without what is proven to have crossed between others: an inbox holds what came from every state. */
function ofPair([first]: readonly VerifiedStatement[], held: Held, proven: Crossings): Held {
  const { from, to } = first?.statement ?? {};
  return new Map(
    [...held].filter(([id]) => {
      const event = proven.get(id)?.event;
      return event === undefined || (event.from === from && event.to === to);
    }),
  );
}

interface Problem {
  readonly code: LedgerErrorCode;
  readonly text: string;
}

function compare(
  statements: readonly VerifiedStatement[],
  held: Held,
  crossings: Crossings,
): { readonly found: readonly Problem[]; readonly unplaced: number } {
  const first = statements[0]?.statement;
  const last = statements.at(-1)?.statement;
  if (first === undefined || last === undefined) return { found: [], unplaced: 0 };
  const stated = statements.flatMap(({ transmissions }) => transmissions);
  const ids = new Set(stated.map(({ transmissionId }) => transmissionId));
  const found: Problem[] = [];
  let unplaced = 0;
  for (const { transmissionId, index } of stated) {
    const proven = crossings.get(transmissionId)?.index;
    if (!held.has(transmissionId)) {
      found.push({ code: 'extra', text: `${transmissionId} is counted and not held` });
    }
    if (proven !== undefined && proven !== index) {
      found.push({ code: 'bad-proof', text: `${transmissionId} is proven at another index` });
    }
  }
  for (const [id, { mustBeThereSince }] of held) {
    if (ids.has(id)) continue;
    const index = crossings.get(id)?.index;
    const isWithin =
      index === undefined
        ? first.fromSize === 0n && isBefore(mustBeThereSince, last.time)
        : BigInt(index) >= first.fromSize && BigInt(index) < last.toSize;
    if (isWithin) found.push({ code: 'missing', text: `${id} is held and not counted` });
    else if (index === undefined) unplaced += 1;
  }
  return { found, unplaced };
}

function isBefore(since: number | undefined, time: string): boolean {
  return since !== undefined && since < Date.parse(time);
}
