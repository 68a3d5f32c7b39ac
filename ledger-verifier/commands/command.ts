import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { verifyCheckpoint } from '../checkpoint.ts';
import type { Checkpoint } from '../checkpoint.ts';
import { fromUtf8 } from '../encoding.ts';
import { LedgerError } from '../ledger-error.ts';
import { checkSignature, sha256 } from '../node-crypto.ts';
import { parseVerifierKey } from '../note.ts';
import type { VerifierKey } from '../note.ts';
import type { ProofParts } from '../proof.ts';
import { createTreeHash } from '../tree.ts';

/** What a command gets from its call, and where it writes to. */
export interface CommandCall {
  readonly operands: readonly string[];
  /** Values of each option, in the order given; a flag has one empty value. */
  readonly options: Readonly<Record<string, readonly string[] | undefined>>;
  readonly print: (line: string) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Resolves when somebody asks the command to end. */
  readonly stopped: () => Promise<void>;
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly fetch: typeof fetch;
}

/** Of the machine, for commands that run on; a test gives its own. */
export type VerifierWorld = Pick<CommandCall, 'now' | 'stopped' | 'pause' | 'fetch'>;

/** Runs one command; returns its exit code, or throws `LedgerError` or `UsageError`. */
export type Command = (call: CommandCall) => Promise<number>;

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export function requireOperands(call: CommandCall, ...names: readonly string[]): string[] {
  if (call.operands.length !== names.length) {
    throw new UsageError(`expected ${names.map((name) => `<${name}>`).join(' ')}`);
  }
  return [...call.operands];
}

const KEY_LINE = /^[^\s+]+\+[0-9a-f]{8}\+/;

/** The keys of `--key`: each value is a key line, or a file of such lines. */
export async function readKeys(
  call: Pick<CommandCall, 'options'>,
  option = 'key',
): Promise<VerifierKey[]> {
  const values = call.options[option] ?? [];
  if (values.length === 0) throw new UsageError(`--${option} <key line or file> is needed`);
  const lines = await Promise.all(
    values.map(async (value) =>
      KEY_LINE.test(value) ? [value] : fromUtf8(await readBytes(value)).split('\n'),
    ),
  );
  return lines
    .flat()
    .filter((line) => line.trim() !== '')
    .map((line) => parseVerifierKey(sha256, line));
}

/** What every check needs: hashes, trusted keys, signatures. */
export async function readProofParts(call: CommandCall): Promise<ProofParts> {
  return {
    tree: createTreeHash(sha256),
    keys: await readKeys(call),
    check: checkSignature,
    ...(await readQuorum(call)),
  };
}

/** `--witness` once for each witness, and `--quorum`: all of them unless fewer are said to do. */
async function readQuorum(call: CommandCall): Promise<Pick<ProofParts, 'quorum'>> {
  const { witness, quorum } = call.options;
  if (witness === undefined && quorum === undefined) return {};
  const witnesses = await readKeys(call, 'witness');
  const least = Number(quorum?.[0] ?? witnesses.length);
  if (!Number.isInteger(least) || least < 1 || least > witnesses.length) {
    throw new UsageError('--quorum is a number from 1 to that of the witnesses');
  }
  return { quorum: { witnesses, least } };
}

export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new LedgerError('missing', `cannot read ${path}`, { cause });
  }
}

export async function readCheckpoint(parts: ProofParts, path: string): Promise<Checkpoint> {
  return verifyCheckpoint(await readBytes(path), parts.keys, parts.check, parts.quorum);
}

/** Every file below the paths, by name; a path may be a file itself. */
export async function listFiles(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    paths.map(async (path) => {
      const kind = await stat(path).catch((cause: unknown) => {
        throw new LedgerError('missing', `cannot read ${path}`, { cause });
      });
      if (!kind.isDirectory()) return [path];
      const entries = await readdir(path, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
    }),
  );
  return found.flat().sort();
}
