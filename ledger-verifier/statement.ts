import { verifyCheckpoint } from './checkpoint.ts';
import type { Checkpoint } from './checkpoint.ts';
import { equalBytes, fromBase64, fromUtf8, parseDecimal, toBase64, toUtf8 } from './encoding.ts';
import { LedgerError } from './ledger-error.ts';
import { parseNote, verifyNote } from './note.ts';
import type { ProofParts } from './proof.ts';
import { HASH_BYTES, rootOfHashes } from './tree.ts';
import type { TreeHash } from './tree.ts';

/** What one member sent to another, as far as it crossed between two sizes of the log. */
export interface Statement {
  readonly origin: string;
  readonly from: string;
  readonly to: string;
  /** The day in UTC that it closes. */
  readonly day: string;
  /** Entries from here up to, not including, `toSize`: each statement of a pair begins where the last ended. */
  readonly fromSize: bigint;
  readonly toSize: bigint;
  readonly count: number;
  /** Indexes of the first and last `transmitted` entry. */
  readonly first: bigint;
  readonly last: bigint;
  /** RFC 6962 root over the transmission ids, as text, in the order of the log. */
  readonly root: Uint8Array;
  readonly time: string;
}

const FIRST_LINE = 'hub/statement/v1';

/** The lines that are signed. A checkpoint never begins so, and its second line is a number. */
export function formatStatement(statement: Statement): string {
  const { origin, from, to, day, fromSize, toSize, count, first, last, root, time } = statement;
  const lines = [
    FIRST_LINE,
    origin,
    `from ${from}`,
    `to ${to}`,
    `day ${day}`,
    `sizes ${fromSize} ${toSize}`,
    `count ${count}`,
    `first ${first}`,
    `last ${last}`,
    `root ${toBase64(root)}`,
    `time ${time}`,
  ];
  return lines.map((line) => `${line}\n`).join('');
}

const FORM =
  /^hub\/statement\/v1\n([^\s+]+)\nfrom ([A-Z]{2})\nto ([A-Z]{2})\nday (\d{4}-\d{2}-\d{2})\nsizes (\d+) (\d+)\ncount (\d{1,15})\nfirst (\d+)\nlast (\d+)\nroot (\S+)\ntime (\S+)\n$/;

/** Reads the text of a statement; throws `malformed`. */
export function parseStatement(text: string): Statement {
  const [, origin, from, to, day, fromSize, toSize, count, first, last, root, time] =
    FORM.exec(text) ?? [];
  if (origin === undefined || from === undefined || to === undefined || day === undefined) {
    throw new LedgerError('malformed', 'not the text of a statement');
  }
  const statement: Statement = {
    origin,
    from,
    to,
    day,
    fromSize: parseDecimal(fromSize ?? ''),
    toSize: parseDecimal(toSize ?? ''),
    count: Number(parseDecimal(count ?? '')),
    first: parseDecimal(first ?? ''),
    last: parseDecimal(last ?? ''),
    root: fromBase64(root ?? ''),
    time: time ?? '',
  };
  if (statement.root.length !== HASH_BYTES || Number.isNaN(Date.parse(statement.time))) {
    throw new LedgerError('malformed', 'not the text of a statement');
  }
  return statement;
}

/** The root over transmission ids in the order of the log. */
export function rootOfTransmissions(tree: TreeHash, ids: readonly string[]): Uint8Array {
  const hashes = new Uint8Array(ids.length * HASH_BYTES);
  ids.forEach((id, at) => {
    hashes.set(tree.leaf(toUtf8(id)), at * HASH_BYTES);
  });
  return rootOfHashes(tree, hashes);
}

/** As the hub answers it (`GET /v1/statements/{statementId}`). */
export interface StatementDocument {
  /** The signed statement. */
  readonly statement: string;
  /** The signed head that it goes up to. */
  readonly checkpoint: string;
  readonly transmissions: readonly StatedTransmission[];
}

export interface StatedTransmission {
  /** Of its `transmitted` entry. */
  readonly index: number;
  readonly transmissionId: string;
}

/** Reads the document without believing it; throws `malformed`. */
export function parseStatementDocument(bytes: Uint8Array): StatementDocument {
  let value: unknown;
  try {
    value = JSON.parse(fromUtf8(bytes));
  } catch (cause) {
    throw new LedgerError('malformed', 'a statement is not JSON', { cause });
  }
  const { statement, checkpoint, transmissions } = (value ?? {}) as Partial<StatementDocument>;
  if (
    typeof statement !== 'string' ||
    typeof checkpoint !== 'string' ||
    !Array.isArray(transmissions) ||
    !transmissions.every(isStated)
  ) {
    throw new LedgerError('malformed', 'not a statement with its transmissions');
  }
  return { statement, checkpoint, transmissions };
}

function isStated(value: unknown): value is StatedTransmission {
  const { index, transmissionId } = (value ?? {}) as Partial<StatedTransmission>;
  return Number.isSafeInteger(index) && typeof transmissionId === 'string';
}

export interface VerifiedStatement {
  readonly statement: Statement;
  readonly checkpoint: Checkpoint;
  readonly transmissions: readonly StatedTransmission[];
}

/**
 * That the ledger's key signed the statement and the head it goes up to, and that these transmissions
 * are the ones it counts. Throws a `LedgerError`.
 */
export function verifyStatement(parts: ProofParts, document: StatementDocument): VerifiedStatement {
  const note = parseNote(toUtf8(document.statement));
  const signers = verifyNote(note, parts.keys, parts.check);
  const statement = parseStatement(note.text);
  if (!signers.some(({ name }) => name === statement.origin)) {
    throw new LedgerError('bad-signature', 'no key of this log signed the statement');
  }
  const { keys, check, quorum } = parts;
  const checkpoint = verifyCheckpoint(toUtf8(document.checkpoint), keys, check, quorum);
  if (checkpoint.origin !== statement.origin || checkpoint.size !== statement.toSize) {
    throw new LedgerError('bad-proof', 'the head is not the one that the statement goes up to');
  }
  requireCounted(parts.tree, statement, document.transmissions);
  return { statement, checkpoint, transmissions: document.transmissions };
}

function requireCounted(
  tree: TreeHash,
  statement: Statement,
  transmissions: readonly StatedTransmission[],
): void {
  const indexes = transmissions.map(({ index }) => BigInt(index));
  const ascends = indexes.every((index, at) => at === 0 || (indexes[at - 1] ?? index) < index);
  const ids = transmissions.map(({ transmissionId }) => transmissionId);
  const fits =
    ascends &&
    ids.length === statement.count &&
    ids.length > 0 &&
    new Set(ids).size === ids.length &&
    indexes[0] === statement.first &&
    indexes.at(-1) === statement.last &&
    statement.fromSize <= statement.first &&
    statement.last < statement.toSize;
  if (!fits || !equalBytes(rootOfTransmissions(tree, ids), statement.root)) {
    throw new LedgerError('bad-proof', 'the transmissions are not those of the statement');
  }
}
