import { checkpointCommand } from './commands/checkpoint-command.ts';
import { UsageError } from './commands/command.ts';
import type { Command, CommandCall, VerifierWorld } from './commands/command.ts';
import { bundleCommand } from './commands/bundle-command.ts';
import { consistencyCommand } from './commands/consistency-command.ts';
import { evidenceCommand } from './commands/evidence-command.ts';
import { fullCommand } from './commands/full-command.ts';
import { inclusionCommand } from './commands/inclusion-command.ts';
import { openCommand } from './commands/open-command.ts';
import { receiptsCommand } from './commands/receipts-command.ts';
import { statementCommand } from './commands/statement-command.ts';
import { watchCommand } from './commands/watch-command.ts';
import { witnessCommand } from './commands/witness-command.ts';
import { EXIT_CODES, HOLDS, WRONG_USE } from './exit-code.ts';
import { LedgerError } from './ledger-error.ts';

export const USAGE = `ledger-verifier: checks what the hub's ledger says, without the hub

  checkpoint <checkpoint>            signatures of a checkpoint
  inclusion <proof> [--entry FILE]   that an entry lies in the log (.tlog-proof)
  evidence <file>                    every entry of one transmission, as the hub answers it
  consistency <older> <newer> (--proof FILE | --tiles FOLDER)
                                     that one checkpoint extends another
  full <folder> [--checkpoint FILE]... [--kept-tiles FOLDER] [--no-chains]
                                     a whole export, against checkpoints and hash tiles kept elsewhere
  open <proof> <content> --salt HEX  that an entry commits to this content
  statement <statement>... (--receipts DIR | --deliveries DIR) [--proofs DIR] [--export FOLDER]
                                     that what a state sent or got is what the hub counts
  receipts <file or folder>... --receipt-keys FILE [--proofs DIR]
                                     signatures of receipts, and that their leaves are in the log
  bundle <evidence> <folder>         a folder for a court: entries, proofs, keys and what they say
  watch <url> --state FOLDER [--every SECONDS] [--once] [--stale MINUTES]
                                     follows a log, and alarms when it forks
  witness <folder> --name NAME       makes a new witness, and prints its key line
  witness <folder> [--port N] [--host ADDRESS]
                                     cosigns heads that extend the ones before (C2SP tlog-witness)

Every command takes --key: a key line (name+id+key) or a file of such lines, again for each key.
Take the key from where you trust it, not from the folder you check. With --witness (a key line or file,
again for each) and --quorum N a checkpoint must also be cosigned by so many of them.

Exit codes: 0 holds, 1 malformed, 2 wrong use, 3 bad signature, 4 bad proof, 5 fork, 6 missing,
7 holds, and content was erased, 8 a chain of events is broken, 9 a statement counts more than is held,
10 the log stands still.`;

const COMMANDS: Readonly<Record<string, { command: Command; options: readonly string[] }>> = {
  checkpoint: { command: checkpointCommand, options: [] },
  inclusion: { command: inclusionCommand, options: ['entry'] },
  evidence: { command: evidenceCommand, options: [] },
  consistency: { command: consistencyCommand, options: ['proof', 'tiles'] },
  full: { command: fullCommand, options: ['checkpoint', 'kept-tiles', 'no-chains'] },
  open: { command: openCommand, options: ['salt'] },
  statement: {
    command: statementCommand,
    options: ['receipts', 'deliveries', 'proofs', 'export'],
  },
  receipts: { command: receiptsCommand, options: ['receipt-keys', 'proofs'] },
  bundle: { command: bundleCommand, options: [] },
  watch: { command: watchCommand, options: ['state', 'every', 'once', 'stale'] },
  witness: { command: witnessCommand, options: ['name', 'port', 'host'] },
};
const TRUST = ['key', 'witness', 'quorum'];
const FLAGS = new Set(['no-chains', 'once']);

/** Runs the command line; returns the exit code. Prints through `print`, never exits itself. */
export async function runVerifier(
  args: readonly string[],
  print: (line: string) => void,
  world: Partial<VerifierWorld> = {},
): Promise<number> {
  const [name = 'help', ...rest] = args;
  if (['help', '--help', '-h'].includes(name)) {
    print(USAGE);
    return args.length === 0 ? WRONG_USE : HOLDS;
  }
  try {
    const entry = COMMANDS[name];
    if (entry === undefined) throw new UsageError(`there is no command ${name}`);
    const parsed = parseArguments(rest, [...TRUST, ...entry.options]);
    return await entry.command({ ...parsed, ...THIS_MACHINE, ...world, print });
  } catch (error) {
    return reportError(error, print);
  }
}

const THIS_MACHINE: VerifierWorld = {
  now: () => Date.now(),
  pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  fetch,
  stopped: () =>
    new Promise((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        process.once(signal, () => {
          resolve();
        });
      }
    }),
};

function parseArguments(
  args: readonly string[],
  known: readonly string[],
): Pick<CommandCall, 'operands' | 'options'> {
  const operands: string[] = [];
  const options: Record<string, string[]> = {};
  const left = [...args];
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    if (!arg.startsWith('--')) {
      operands.push(arg);
      continue;
    }
    const option = arg.slice(2);
    const value = FLAGS.has(option) ? '' : left.shift();
    if (value === undefined || !known.includes(option)) {
      throw new UsageError(`${arg} has no value or no meaning here`);
    }
    options[option] = [...(options[option] ?? []), value];
  }
  return { operands, options };
}

function reportError(error: unknown, print: (line: string) => void): number {
  if (error instanceof LedgerError) {
    print(`${error.code}: ${error.message}`);
    return EXIT_CODES[error.code];
  }
  if (error instanceof UsageError) {
    print(`${error.message}; see ledger-verifier --help`);
    return WRONG_USE;
  }
  throw error;
}
