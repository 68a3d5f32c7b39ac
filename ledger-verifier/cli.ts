import { checkpointCommand } from './commands/checkpoint-command.ts';
import { UsageError } from './commands/command.ts';
import type { Command, CommandCall } from './commands/command.ts';
import { consistencyCommand } from './commands/consistency-command.ts';
import { evidenceCommand } from './commands/evidence-command.ts';
import { fullCommand } from './commands/full-command.ts';
import { inclusionCommand } from './commands/inclusion-command.ts';
import { openCommand } from './commands/open-command.ts';
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

Every command takes --key: a key line (name+id+key) or a file of such lines, again for each key.
Take the key from where you trust it, not from the folder you check.

Exit codes: 0 holds, 1 malformed, 2 wrong use, 3 bad signature, 4 bad proof, 5 fork, 6 missing,
7 holds, and content was erased, 8 a chain of events is broken.`;

const COMMANDS: Readonly<Record<string, { command: Command; options: readonly string[] }>> = {
  checkpoint: { command: checkpointCommand, options: [] },
  inclusion: { command: inclusionCommand, options: ['entry'] },
  evidence: { command: evidenceCommand, options: [] },
  consistency: { command: consistencyCommand, options: ['proof', 'tiles'] },
  full: { command: fullCommand, options: ['checkpoint', 'kept-tiles', 'no-chains'] },
  open: { command: openCommand, options: ['salt'] },
};
const FLAGS = new Set(['no-chains']);

/** Runs the command line; returns the exit code. Prints through `print`, never exits itself. */
export async function runVerifier(
  args: readonly string[],
  print: (line: string) => void,
): Promise<number> {
  const [name = 'help', ...rest] = args;
  if (['help', '--help', '-h'].includes(name)) {
    print(USAGE);
    return args.length === 0 ? WRONG_USE : HOLDS;
  }
  try {
    const entry = COMMANDS[name];
    if (entry === undefined) throw new UsageError(`there is no command ${name}`);
    return await entry.command({ ...parseArguments(rest, ['key', ...entry.options]), print });
  } catch (error) {
    return reportError(error, print);
  }
}

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
