import { parseArgs } from 'node:util';
import type { Config } from '../config.ts';

/** Exit codes of every command: done, something found wrong, wrong use. */
export const DONE = 0;
export const FOUND_WRONG = 1;
export const WRONG_USE = 2;

/** What a command gets of the world. */
export interface CommandContext {
  /** The settings, read and checked when a command first asks for them. */
  readonly config: () => Config;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly print: (line: string) => void;
  /** Aborts on the first Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
  readonly softwareVersion: string;
}

export interface Command {
  /** As it is typed: `state list`. */
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  run(args: readonly string[], context: CommandContext): Promise<number>;
}

/** The command was typed wrong; the message says how. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

type Options = Readonly<
  Record<string, { readonly type: 'string' | 'boolean'; readonly multiple?: boolean }>
>;

export interface ParsedArguments {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  /** What was given of an option that may be given more than once. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
}

/** Options and positional arguments; throws UsageError for what the command does not know. */
export function parseCommandLine(args: readonly string[], options: Options): ParsedArguments {
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    const values: Record<string, string | boolean | undefined> = {};
    const lists: Record<string, readonly string[]> = {};
    for (const [name, value] of Object.entries(parsed.values)) {
      if (Array.isArray(value)) lists[name] = value.filter((item) => typeof item === 'string');
      else values[name] = value;
    }
    return { positionals: parsed.positionals, values, lists };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'wrong arguments');
  }
}
