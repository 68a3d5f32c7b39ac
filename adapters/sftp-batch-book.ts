import type { RemoteFiles } from './sftp-files.ts';
import { isMissing } from './sftp-request.ts';
import { batchFileName, localDate, nextSequence, readBatchName } from './sftp-batch-names.ts';
import type { PathOf } from './sftp-names.ts';
import { forget } from './sftp-upload.ts';

/** A batch of before, as its note in the staging folder tells. */
export interface KnownBatch {
  /** Its final name. */
  readonly name: string;
  readonly deliveryIds: readonly string[];
  /** True when its file lies where the state takes it, or was taken from there. */
  readonly finished: boolean;
  /** Its temporary files, by path. */
  readonly parts: readonly string[];
  readonly note: string;
}

/** What lies in the folders, as far as batches are concerned. */
export interface BatchBook {
  /** Names of batch files of before, wherever they are now. */
  readonly names: readonly string[];
  /** Batches whose notes were read: those of the last weeks, when some parcel may be a repeat. */
  readonly batches: readonly KnownBatch[];
  /** Notes of batches so old that no parcel of theirs comes again. */
  readonly outdated: readonly string[];
}

/** A delivery is given up long before, so no list with one of an older batch comes again. */
const KEPT_DAYS = 60;
const LISTED = 50_000;
const NOTE_BYTES = 1_000_000;
const NOTE = '.ids';

export const noteName = (final: string): string => `${final}${NOTE}`;
export const batchPartName = (final: string, attempt: number): string => `${final}.${attempt}.part`;

export interface ReadingBook {
  readonly pathOf: PathOf;
  readonly now: Date;
  readonly timeZone: string;
  /** False when no parcel of the list was ever tried: then no note needs to be read. */
  readonly mayRepeat: boolean;
}

/** Reads which batches there were, and which of them the state got. */
export async function readBatchBook(
  files: RemoteFiles,
  { pathOf, now, timeZone, mayRepeat }: ReadingBook,
): Promise<BatchBook> {
  const [staging, inbound, processed] = [
    await namesIn(files, pathOf('staging', '')),
    await namesIn(files, pathOf('inbound', '')),
    await namesIn(files, pathOf('processed', '')).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    }),
  ];
  const oldest = localDate(new Date(now.getTime() - KEPT_DAYS * 86_400_000), timeZone);
  const noted = staging.flatMap((name) => {
    const final = name.endsWith(NOTE) ? name.slice(0, -NOTE.length) : '';
    return readBatchName(final) === undefined ? [] : [final];
  });
  const isOld = (final: string): boolean => (readBatchName(final)?.date ?? '') < oldest;
  const placed = new Set([...inbound, ...processed]);
  const batches: KnownBatch[] = [];
  for (const name of mayRepeat ? noted.filter((final) => !isOld(final)) : []) {
    const note = pathOf('staging', noteName(name));
    const parts = staging.filter((part) => part.startsWith(`${name}.`) && part.endsWith('.part'));
    batches.push({
      name,
      note,
      deliveryIds: linesOf(await files.read(note, NOTE_BYTES)),
      parts: parts.map((part) => pathOf('staging', part)),
      // A note without its temporary file: the rename has happened, and the file was collected.
      finished: placed.has(name) || parts.length === 0,
    });
  }
  return {
    names: [...noted, ...placed],
    batches,
    outdated: noted.filter(isOld).map((name) => pathOf('staging', noteName(name))),
  };
}

/** The name of a new batch. */
export function newBatchName(
  { names }: BatchBook,
  { now, timeZone }: Pick<ReadingBook, 'now' | 'timeZone'>,
  { batchId, extension }: { readonly batchId: string; readonly extension: string },
): string {
  const date = localDate(now, timeZone);
  return batchFileName({ date, sequence: nextSequence(names, date), batchId, extension });
}

/**
 * Takes back a batch that never reached its final name, as its parcels go in another one. The note
 * goes first: alone it would say that the batch was collected.
 */
export async function takeBack(files: RemoteFiles, { note, parts }: KnownBatch): Promise<void> {
  await files.remove(note);
  await forget(files, parts);
}

async function namesIn(files: RemoteFiles, path: string): Promise<string[]> {
  return (await files.list(path, LISTED)).files.map(({ name }) => name);
}

function linesOf(bytes: Buffer | undefined): string[] {
  return (bytes?.toString('latin1') ?? '').split('\n').filter((line) => line !== '');
}
