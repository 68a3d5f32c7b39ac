import type { LeftFile } from './sftp-listing.ts';

/** Remembers at which files the connection broke. */
export interface Turns {
  /** The same files in their order, but behind all others those at which it broke time and again. */
  order(files: readonly LeftFile[]): LeftFile[];
  /** Called when a file was looked at, with whether the connection stands after it. */
  note(file: LeftFile, isConnected: boolean): void;
}

/** Files go in the order of their times, so one is passed only when chance does not explain it any more. */
const MOST_BREAKS = 3;

/** A file that a server cannot read without breaking off or falling silent must not keep all others back. */
export function createTurns(): Turns {
  const breaks = new Map<string, number>();
  const isStuck = (file: LeftFile): boolean => (breaks.get(keyOf(file)) ?? 0) >= MOST_BREAKS;
  return {
    order: (files) => [
      ...files.filter((file) => !isStuck(file)),
      ...files.filter((file) => isStuck(file)),
    ],
    note: (file, isConnected) => {
      const key = keyOf(file);
      if (isConnected) breaks.delete(key);
      else breaks.set(key, (breaks.get(key) ?? 0) + 1);
    },
  };
}

function keyOf({ folder, name }: LeftFile): string {
  return `${folder}/${name}`;
}
