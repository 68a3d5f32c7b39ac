import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runVerifier } from '../../ledger-verifier/cli.ts';
import { EXIT_CODES } from '../../ledger-verifier/exit-code.ts';
import { checkSignature, sha256 } from '../../ledger-verifier/node-crypto.ts';
import { formatVerifierKey } from '../../ledger-verifier/note.ts';
import { type Actor, NATIONAL } from '../access/actor.ts';
import { exportLedgerTo } from '../flows/export-ledger.ts';
import { readProof } from '../flows/read-ledger.ts';
import { isUuid } from '../message/identifiers.ts';
import {
  type Command,
  type CommandContext,
  DONE,
  FOUND_WRONG,
  UsageError,
  WRONG_USE,
  parseCommandLine,
} from './command.ts';
import { openExportFolder } from './export-folder.ts';
import { ledgerAudit } from './ledger-audit.ts';
import { rotateKey } from './ledger-keys-command.ts';
import { ledgerNewEpoch, ledgerRecover } from './ledger-recovery-commands.ts';
import { ledgerKeyLines, readLedger } from './ledger-reading.ts';

/** Who administers this machine may read every proof, as an auditor may; no body is opened. */
const ON_THIS_MACHINE: Actor = {
  principalId: '',
  kind: 'person',
  member: NATIONAL,
  roles: ['auditor'],
  reference: 'command',
};

const NOT_SIGNED = 'no head of the ledger has been signed yet';

const ledgerCheckpoint: Command = {
  name: 'ledger checkpoint',
  usage: 'ledger checkpoint',
  summary: 'the signed head of the ledger, as the hub serves it',
  run: async (args, context) => {
    const { positionals } = parseCommandLine(args, {});
    if (positionals.length > 0) throw new UsageError('it takes nothing');
    const checkpoint = await servedCheckpoint(context);
    context.print(checkpoint?.replace(/\n$/, '') ?? NOT_SIGNED);
    return checkpoint === undefined ? FOUND_WRONG : DONE;
  },
};

const ledgerProve: Command = {
  name: 'ledger prove',
  usage: 'ledger prove TRANSMISSION [--out FILE]',
  summary: 'every leaf of a transmission with its proof, for "ledger verify"',
  run: async (args, context) => {
    const { positionals, values } = parseCommandLine(args, { out: { type: 'string' } });
    const [transmissionId, ...others] = positionals;
    if (transmissionId === undefined || others.length > 0 || !isUuid(transmissionId)) {
      throw new UsageError('one transmission is needed, by its id');
    }
    const proof = await readLedger(context, (reading) =>
      readProof(reading, ON_THIS_MACHINE, transmissionId),
    );
    if (proof.entries.length === 0) {
      context.print('no leaf of it is under a signed head yet; ask again in a second');
      return FOUND_WRONG;
    }
    const text = JSON.stringify(proof);
    const out = values['out'];
    if (typeof out !== 'string') {
      context.print(text);
      return DONE;
    }
    writeFileSync(out, `${text}\n`);
    const later = proof.awaiting === 0 ? '' : `; ${proof.awaiting} more are not signed for yet`;
    context.print(`${proof.entries.length} leaves with their proofs in ${out}${later}`);
    return DONE;
  },
};

const ledgerExport: Command = {
  name: 'ledger export',
  usage: 'ledger export FOLDER',
  summary: 'the whole ledger as files (C2SP tlog-tiles); run again, it goes on',
  run: async (args, context) => {
    const [target, ...others] = parseCommandLine(args, {}).positionals;
    if (target === undefined || others.length > 0) throw new UsageError('one folder is needed');
    const checkpoint = await servedCheckpoint(context);
    if (checkpoint === undefined) {
      context.print(NOT_SIGNED);
      return FOUND_WRONG;
    }
    const { head, complete } = await readLedger(context, async (reading) =>
      exportLedgerTo({
        ...reading,
        sha256,
        checkSignature,
        keys: await ledgerKeyLines(reading),
        folder: openExportFolder(target),
        onProgress: progressLines(context.print),
        signal: context.signal,
      }),
    );
    if (!complete) {
      context.print('stopped; the same command goes on from here');
      return FOUND_WRONG;
    }
    context.print(`${head.size} entries under the signed head in ${target}`);
    const [key] = head.signers.map((signer) => formatVerifierKey(signer));
    context.print(`to verify it: compact-hub ledger verify ${target} --key '${key ?? ''}'`);
    return DONE;
  },
};

const ledgerVerify: Command = {
  name: 'ledger verify',
  usage: 'ledger verify FOLDER|FILE [--key LINE|FILE] [--checkpoint FILE]',
  summary: 'checks an export, evidence, a proof or a checkpoint; needs no hub and no settings',
  run: async (args, { print }) => {
    const { positionals, values } = parseCommandLine(args, {
      key: { type: 'string' },
      checkpoint: { type: 'string' },
    });
    const [path, ...others] = positionals;
    if (path === undefined || others.length > 0)
      throw new UsageError('one folder or file is needed');
    const kind = kindOf(path);
    const kept = values['checkpoint'];
    if (typeof kept === 'string' && kind !== 'full') {
      throw new UsageError('--checkpoint is for the export of a whole ledger');
    }
    const key = keyFor(path, values['key'], kind, print);
    const options = ['--key', key, ...(typeof kept === 'string' ? ['--checkpoint', kept] : [])];
    return exitCodeOf(await runVerifier([kind, path, ...options], print));
  },
};

export const LEDGER_COMMANDS: readonly Command[] = [
  ledgerCheckpoint,
  ledgerProve,
  ledgerVerify,
  ledgerExport,
  rotateKey,
  ledgerRecover,
  ledgerNewEpoch,
  ledgerAudit,
];

function servedCheckpoint(context: CommandContext): Promise<string | undefined> {
  return readLedger(
    context,
    async ({ store, reader }) => (await store.readHead(reader.query)).checkpoint,
  );
}

/** Twenty lines for what takes long, and none for what does not. */
function progressLines(print: (line: string) => void): (done: number, total: number) => void {
  return (done, total) => {
    const step = Math.ceil(total / 20);
    if (total >= 100 && done > 0 && done % step === 0) print(`${done} of ${total} files`);
  };
}

type Checked = 'full' | 'evidence' | 'inclusion' | 'checkpoint';

/** What the path holds, by its first bytes: each kind of file begins in its own way. */
function kindOf(path: string): Checked {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new UsageError(`there is no ${path}`);
  if (found.isDirectory()) return 'full';
  const start = readFileSync(path).subarray(0, 64).toString().trimStart();
  if (start.startsWith('{')) return 'evidence';
  return start.startsWith('c2sp.org/tlog-proof@') ? 'inclusion' : 'checkpoint';
}

function keyFor(
  path: string,
  given: string | boolean | undefined,
  kind: Checked,
  print: (line: string) => void,
): string {
  if (typeof given === 'string') return given;
  if (kind !== 'full')
    throw new UsageError('--key is needed: the key line of the log, or its file');
  print(
    'warning: the key comes out of the folder itself, so this shows only that it fits together;',
  );
  print('         give --key with a key line that you have from elsewhere');
  return join(path, 'keys');
}

/** The verifier tells its findings apart by code; here they are one: found wrong. */
function exitCodeOf(code: number): number {
  if (code === EXIT_CODES.erased) return DONE;
  return code === DONE || code === WRONG_USE ? code : FOUND_WRONG;
}
