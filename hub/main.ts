import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS } from './cli/commands.ts';
import {
  type Command,
  type CommandContext,
  FOUND_WRONG,
  UsageError,
  WRONG_USE,
} from './cli/command.ts';
import { readConfig } from './config.ts';
import { HubError } from './errors.ts';
import { describeError } from './http/describe-error.ts';
import { createLog } from './log.ts';
import { PROJECT_ROOT } from './project-root.ts';

const HELP: ReadonlySet<string> = new Set(['--help', '-h']);

type Environment = Readonly<Record<string, string | undefined>>;

/** The process edge: arguments and environment in, exit code out (0 done, 1 found wrong, 2 wrong use). */
export async function main(args: readonly string[], environment: Environment): Promise<number> {
  const print = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  if (args.length === 0 || ['help', '--help', '-h'].includes(args[0] ?? '')) {
    print(helpText());
    return args.length === 0 ? WRONG_USE : 0;
  }
  process.on('uncaughtException', crash);
  const found = findCommand(args);
  if (found === undefined) return tellCommands(args[0] ?? '', print);
  if (found.rest.some((arg) => HELP.has(arg))) {
    print(`usage: ${helpOn(found.command)}`);
    return 0;
  }
  const context: CommandContext = {
    config: () => readConfig(environment, process.cwd()),
    environment,
    print,
    signal: stopSignal(),
    softwareVersion: softwareVersion(),
  };
  try {
    return await found.command.run(found.rest, context);
  } catch (error) {
    return tell(error, found.command, print);
  }
}

/** Nobody knows what holds after it: others take over what this process had. Its message may quote anything. */
function crash(error: unknown): never {
  createLog('error', process.stderr).error('hub-crashed', describeError(error));
  process.exit(FOUND_WRONG);
}

function findCommand(args: readonly string[]) {
  const command =
    COMMANDS.find(({ name }) => name === args.slice(0, 2).join(' ')) ??
    COMMANDS.find(({ name }) => name === args[0]);
  return command && { command, rest: args.slice(command.name.split(' ').length) };
}

/** What begins with the same word, where that much of a command was typed. */
function tellCommands(word: string, print: (line: string) => void): number {
  const group = COMMANDS.filter(({ name }) => name.startsWith(`${word} `));
  print(
    group.length === 0
      ? 'there is no such command; compact-hub --help lists them'
      : `one of these is needed:\n${group.map((command) => `  ${helpOn(command)}`).join('\n')}`,
  );
  return WRONG_USE;
}

const helpOn = ({ usage, summary }: Command): string => `compact-hub ${usage}\n      ${summary}`;

function helpText(): string {
  const lines = COMMANDS.map(({ usage, summary }) => `  ${usage}\n      ${summary}`);
  return [
    'compact-hub: connects the case-management systems of the members of the interstate compact',
    '',
    ...lines,
    '',
    'Settings come from the environment (docs/operations.md). Exit codes: 0 done, 1 something was',
    'found wrong, 2 wrong use.',
  ].join('\n');
}

function tell(error: unknown, command: Command, print: (line: string) => void): number {
  if (error instanceof UsageError) {
    print(error.message);
    print(`usage: compact-hub ${command.usage}`);
    return WRONG_USE;
  }
  if (!(error instanceof HubError)) {
    print(`the command failed: ${JSON.stringify(describeError(error))}`);
    return FOUND_WRONG;
  }
  print(`${error.message} (${error.code})`);
  for (const { pointer, detail } of error.problems) print(`  ${pointer}: ${detail}`);
  return error.code === 'CONFIGURATION_INVALID' ? WRONG_USE : FOUND_WRONG;
}

/** npm passes the Ctrl-C that the terminal sent to both of them on a second time. */
const SAME_CTRL_C_MS = 1_000;

/** The first signal asks for a clean stop; a later one ends the process at once. */
function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  let first = 0;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (!stopping.signal.aborted) first = performance.now();
      else if (performance.now() - first > SAME_CTRL_C_MS) process.exit(130);
      stopping.abort();
    });
  }
  return stopping.signal;
}

function softwareVersion(): string {
  const text = readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
