import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, truncate } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** An append-only file of JSON lines, in segments of bounded size. */
export interface Journal<Line extends object> {
  /** Resolves when the line is on the disk; lines that wait together share one fsync. */
  append(line: Line): Promise<void>;
  /** Resolves when every line that was appended is on the disk and the file is closed. */
  close(): Promise<void>;
}

export interface JournalOptions {
  /** False where a run may lose its last lines with the machine, as in a bench. */
  readonly fsync?: boolean;
  readonly segmentBytes?: number;
}

interface Waiting {
  readonly text: string;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** Opens the journal of this name in a folder for appending; a line cut off by a kill is dropped. */
export async function openJournal<Line extends object>(
  folder: string,
  name: string,
  { fsync = true, segmentBytes = 64 * 2 ** 20 }: JournalOptions = {},
): Promise<Journal<Line>> {
  await mkdir(folder, { recursive: true });
  const segments = await segmentsOf(folder, name);
  let number = Math.max(1, segments.length);
  let segment = await openSegment(folder, name, number);
  let waiting: Waiting[] = [];
  let writing: Promise<void> | undefined;

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        await writeBatch(batch.map(({ text }) => text).join(''));
        for (const { done } of batch) done();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    writing = undefined;
  }

  async function writeBatch(text: string): Promise<void> {
    if (segment.size >= segmentBytes) {
      await segment.file.close();
      number += 1;
      segment = await openSegment(folder, name, number);
    }
    await segment.file.appendFile(text);
    segment.size += Buffer.byteLength(text);
    if (fsync) await segment.file.datasync();
  }

  return {
    append(line) {
      return new Promise<void>((done, failed) => {
        waiting.push({ text: `${JSON.stringify(line)}\n`, done, failed });
        writing ??= writeAll();
      });
    },
    async close() {
      await writing;
      await segment.file.close();
    },
  };
}

/** The lines of a journal in order, one at a time; a last line that was cut off is left out. */
export async function* readJournal<Line extends object>(
  folder: string,
  name: string,
): AsyncGenerator<Line> {
  for (const path of await segmentsOf(folder, name)) {
    const lines = createInterface({ input: createReadStream(path), crlfDelay: Infinity });
    for await (const text of lines) {
      const line = parse(text);
      if (line !== undefined) yield line as Line;
    }
  }
}

async function segmentsOf(folder: string, name: string): Promise<string[]> {
  const entries = await readdir(folder).catch(() => []);
  return entries
    .filter((entry) => entry.startsWith(name) && SEGMENT.test(entry.slice(name.length)))
    .sort()
    .map((entry) => join(folder, entry));
}

const SEGMENT = /^-\d{6}\.jsonl$/;

interface Segment {
  readonly file: FileHandle;
  size: number;
}

async function openSegment(folder: string, name: string, number: number): Promise<Segment> {
  const path = join(folder, `${name}-${`${number}`.padStart(6, '0')}.jsonl`);
  const file = await open(path, 'a+');
  const size = await cutTornLine(file, path);
  return { file, size };
}

/** Cuts what follows the last line feed, so that the next line begins on its own. */
async function cutTornLine(file: FileHandle, path: string): Promise<number> {
  const { size } = await file.stat();
  const tail = Buffer.alloc(Math.min(size, 4 * 2 ** 20));
  await file.read(tail, 0, tail.length, size - tail.length);
  const whole = size - tail.length + tail.lastIndexOf(0x0a) + 1;
  if (whole < size) await truncate(path, whole);
  return whole;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
