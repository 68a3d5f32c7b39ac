import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** What is looked for, by a name that says what it is. */
export interface Needle {
  readonly what: string;
  readonly bytes: Buffer;
}

export interface FoundBytes {
  readonly files: number;
  readonly bytes: number;
  /** Of what something was found, in which file below the folder. */
  readonly hits: readonly { readonly what: string; readonly file: string }[];
}

/** Looks for bytes as they are in every file below a folder, of a server that runs too. */
export async function findBytes(folder: string, needles: readonly Needle[]): Promise<FoundBytes> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const hits: { what: string; file: string }[] = [];
  let bytes = 0;
  for (const entry of files) {
    const path = join(entry.parentPath, entry.name);
    const found = await searchFile(path, needles);
    bytes += found.size;
    hits.push(...found.whats.map((what) => ({ what, file: path.slice(folder.length + 1) })));
  }
  return { files: files.length, bytes, hits };
}

/** Needles by their first two bytes: a thousand cost little more than one. */
type ByStart = readonly (readonly Needle[] | undefined)[];

function byStart(needles: readonly Needle[]): ByStart {
  const starts: Needle[][] = [];
  for (const needle of needles) {
    const start = needle.bytes.readUInt16BE(0);
    (starts[start] ??= []).push(needle);
  }
  return Array.from({ length: 0x10000 }, (_, start) => starts[start]);
}

async function searchFile(
  file: string,
  needles: readonly Needle[],
): Promise<{ size: number; whats: string[] }> {
  const longest = Math.max(...needles.map(({ bytes }) => bytes.length));
  const starts = byStart(needles);
  const found = new Set<string>();
  let rest = Buffer.alloc(0);
  let size = 0;
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
      const piece = chunk as Buffer;
      size += piece.length;
      const window = Buffer.concat([rest, piece]);
      for (const what of searchWindow(window, starts)) found.add(what);
      rest = Buffer.from(window.subarray(-longest));
    }
  } catch (error) {
    // A server that runs removes files while they are looked at.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return { size, whats: [...found] };
}

function searchWindow(window: Buffer, starts: ByStart): string[] {
  const found: string[] = [];
  let start = 0;
  for (let at = 0; at < window.length; at += 1) {
    // Much of a server's files was never written.
    while (start === 0 && at + ZEROS.length <= window.length && isZero(window, at)) {
      at += ZEROS.length;
    }
    start = ((start << 8) | (window[at] ?? 0)) & 0xffff;
    for (const { what, bytes } of starts[start] ?? NONE) {
      if (window.subarray(at - 1, at - 1 + bytes.length).equals(bytes)) found.push(what);
    }
  }
  return found;
}

const ZEROS = Buffer.alloc(4_096);

function isZero(window: Buffer, at: number): boolean {
  return window.compare(ZEROS, 0, ZEROS.length, at, at + ZEROS.length) === 0;
}

const NONE: readonly Needle[] = [];
