import { readFileSync } from 'node:fs';

/** What a process of the bench does when it is asked. */
export type Commands = Readonly<Record<string, (argument: never) => unknown>>;

interface Order {
  readonly id: number;
  readonly command: string;
  readonly argument: never;
}

/** The options of this process: in a file, because everybody on a machine can read a command line. */
export function workerOptions(): unknown {
  return JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
}

/**
 * Says that the process is ready and answers the one that started it, until that one lets go: then
 * the process closes what it holds and ends, also when its parent was killed.
 */
export function serveParent(ready: object, commands: Commands, close: () => unknown): void {
  const answer = async ({ id, command, argument }: Order): Promise<void> => {
    try {
      const run = commands[command];
      if (run === undefined) throw new Error(`there is no command ${command}`);
      process.send?.({ id, result: await run(argument) });
    } catch (error) {
      process.send?.({ id, error: String(error) });
    }
  };
  process.on('message', (order) => void answer(order as Order));
  process.once('disconnect', () => {
    void Promise.resolve(close()).finally(() => process.exit(0));
  });
  // Ctrl-C reaches every process of the terminal; the parent decides when this one ends.
  process.on('SIGINT', () => undefined);
  process.send?.({ id: 0, result: ready });
}
