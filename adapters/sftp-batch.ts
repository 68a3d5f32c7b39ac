import type { DeliveryOutcome, Parcel, ProbeAnswer } from './adapter.ts';
import { batchIdOf } from './sftp-batch-names.ts';
import {
  type BatchBook,
  type KnownBatch,
  batchPartName,
  newBatchName,
  noteName,
  readBatchBook,
  takeBack,
} from './sftp-batch-book.ts';
import type { SftpLayout } from './sftp-delivery.ts';
import type { RemoteFiles } from './sftp-files.ts';
import { extensionOf, isDeliveryId } from './sftp-names.ts';
import { HANDED_OVER, type HandOver, SftpFailure, failed, failureOf } from './sftp-outcome.ts';
import { sidePartsOf, writeSideFiles } from './sftp-side-files.ts';
import { forget, holds, manifestOf, upload, writeManifest } from './sftp-upload.ts';

/** What batch files of one state are made with. */
export interface BatchParts {
  readonly layout: SftpLayout;
  readonly joinDocuments: (documents: readonly Buffer[]) => Buffer;
  readonly sizeLimitBytes: number;
  readonly timeZone: string;
  readonly now: () => Date;
}

type Parcels = readonly [Parcel, ...Parcel[]];

/**
 * Hands over a list as one file, or as a few where one would be too long. All parcels of a file share
 * its outcome; after the first file that fails the rest is `not-sent`. Parcels that a finished batch
 * holds already are not sent again (docs/adapters-sftp.md, batch files).
 */
export async function deliverBatch(
  files: RemoteFiles,
  parts: BatchParts,
  parcels: readonly Parcel[],
): Promise<DeliveryOutcome[]> {
  const outcomes = new Map<Parcel, DeliveryOutcome>();
  const sendable = withoutUnsendable(parcels, parts.sizeLimitBytes, outcomes);
  const handOver = { mayLieThere: false };
  let under: readonly Parcel[] = sendable;
  try {
    const book = await readBook(files, parts, sendable);
    const held = new Set(
      book.batches.flatMap(({ finished, deliveryIds }) => (finished ? deliveryIds : [])),
    );
    await finishManifests(files, parts, { book, sendable });
    for (const parcel of sendable) {
      if (held.has(parcel.deliveryId)) outcomes.set(parcel, HANDED_OVER);
    }
    const names = [...book.names];
    for (const list of listsOf(
      parts,
      sendable.filter((parcel) => !outcomes.has(parcel)),
    )) {
      under = list;
      handOver.mayLieThere = false;
      names.push(await deliverList(files, parts, { list, book: { ...book, names } }, handOver));
      for (const parcel of list) outcomes.set(parcel, HANDED_OVER);
    }
    await tidy(files, parts, { book, sendable });
  } catch (error) {
    const outcome = failureOf(error, handOver);
    for (const parcel of under) if (!outcomes.has(parcel)) outcomes.set(parcel, outcome);
  }
  return parcels.map((parcel) => outcomes.get(parcel) ?? { kind: 'not-sent' });
}

/** Whether some batch that the state got holds the delivery; the notes of batches know for weeks. */
export async function probeBatches(
  files: RemoteFiles,
  { layout: { pathOf }, now, timeZone }: BatchParts,
  deliveryId: string,
): Promise<ProbeAnswer> {
  const book = await readBatchBook(files, { pathOf, now: now(), timeZone, mayRepeat: true });
  const held = book.batches.some(
    ({ finished, deliveryIds }) => finished && deliveryIds.includes(deliveryId),
  );
  return held ? 'held' : 'not-held';
}

function readBook(
  files: RemoteFiles,
  { layout: { pathOf }, now, timeZone }: BatchParts,
  parcels: readonly Parcel[],
): Promise<BatchBook> {
  const mayRepeat = parcels.some(
    ({ attempt, possibleDuplicate }) => attempt > 1 || possibleDuplicate,
  );
  return readBatchBook(files, { pathOf, now: now(), timeZone, mayRepeat });
}

/** Leaves out what can never be in a file, and what follows it in its case. */
function withoutUnsendable(
  parcels: readonly Parcel[],
  limit: number,
  outcomes: Map<Parcel, DeliveryOutcome>,
): Parcel[] {
  const stopped = new Set<string>();
  return parcels.filter((parcel) => {
    const { body, caseId, deliveryId } = parcel;
    if (stopped.has(caseId)) return false;
    const outcome =
      body.length > limit
        ? failed('DOCUMENT_TOO_LARGE', `${body.length} bytes`)
        : isDeliveryId(deliveryId)
          ? undefined
          : failed('DOCUMENT_REFUSED', 'ID_UNUSABLE');
    if (outcome === undefined) return true;
    outcomes.set(parcel, outcome);
    stopped.add(caseId);
    return false;
  });
}

/** Cuts a list in halves until each makes a file that is not too long. */
function listsOf(parts: BatchParts, parcels: readonly Parcel[]): Parcels[] {
  const [first, ...others] = parcels;
  if (first === undefined) return [];
  const list: Parcels = [first, ...others];
  if (others.length === 0 || join(parts, list).length <= parts.sizeLimitBytes) return [list];
  const half = Math.ceil(list.length / 2);
  return [...listsOf(parts, list.slice(0, half)), ...listsOf(parts, list.slice(half))];
}

function join({ joinDocuments }: BatchParts, parcels: Parcels): Buffer {
  try {
    return joinDocuments(parcels.map(({ body }) => body));
  } catch {
    // The state's format holds one record, but its profile says that it takes batches.
    throw new SftpFailure('UNROUTABLE', 'FORMAT_WITHOUT_BATCHES');
  }
}

interface ListToDeliver {
  readonly list: Parcels;
  readonly book: BatchBook;
}

/** Puts one file where the state takes it, and returns its name. */
async function deliverList(
  files: RemoteFiles,
  parts: BatchParts,
  { list, book }: ListToDeliver,
  handOver: HandOver,
): Promise<string> {
  const { pathOf, manifests } = parts.layout;
  const [first, ...others] = list;
  const ids = [first.deliveryId, ...others.map(({ deliveryId }) => deliveryId)] as const;
  const begun = await takeBackOthers(files, book, ids);
  const extension = extensionOf(first.contentType);
  const name =
    begun?.name ?? newBatchName(book, dated(parts), { batchId: batchIdOf(ids), extension });
  const attempt = Math.max(...list.map((parcel) => parcel.attempt));
  const body = join(parts, list);
  const note = Buffer.from(ids.map((id) => `${id}\n`).join(''));
  for (const parcel of list) await writeSideFiles(files, pathOf, parcel);
  const whole = await wholePart(files, begun, body);
  await upload(
    files,
    {
      body,
      final: pathOf('inbound', name),
      temporary: whole ?? pathOf('staging', batchPartName(name, attempt)),
      staged: { path: pathOf('staging', noteName(name)), text: note },
      manifest: manifests ? manifestOf(pathOf, name) : undefined,
    },
    handOver,
    begun === undefined ? 'nothing' : whole === undefined ? 'noted' : 'staged',
  );
  await forget(files, begun?.parts ?? []);
  return name;
}

const dated = ({ now, timeZone }: BatchParts): { now: Date; timeZone: string } => ({
  now: now(),
  timeZone,
});

/** The batch of this very list that did not reach its final name; others with its ids are taken back. */
async function takeBackOthers(
  files: RemoteFiles,
  { batches }: BatchBook,
  ids: readonly string[],
): Promise<KnownBatch | undefined> {
  const wanted = new Set(ids);
  let begun: KnownBatch | undefined;
  for (const batch of batches) {
    if (batch.finished) continue;
    if (batch.deliveryIds.join('\n') === ids.join('\n')) begun = batch;
    else if (batch.deliveryIds.some((id) => wanted.has(id))) await takeBack(files, batch);
  }
  return begun;
}

async function wholePart(
  files: RemoteFiles,
  begun: KnownBatch | undefined,
  body: Buffer,
): Promise<string | undefined> {
  for (const part of begun?.parts ?? []) if ((await holds(files, part, body)) === true) return part;
  return undefined;
}

/** A file that was placed as the connection broke may still want its manifest: nobody takes it before. */
async function finishManifests(
  files: RemoteFiles,
  { layout: { pathOf, manifests }, sizeLimitBytes }: BatchParts,
  { book, sendable }: Delivered,
): Promise<void> {
  const ids = new Set(sendable.map(({ deliveryId }) => deliveryId));
  for (const { name, finished, deliveryIds } of manifests ? book.batches : []) {
    if (!finished || !deliveryIds.some((id) => ids.has(id))) continue;
    const final = pathOf('inbound', name);
    if ((await files.look(final)) === undefined) continue;
    const body = await files.read(final, sizeLimitBytes);
    if (body !== undefined) await writeManifest(files, manifestOf(pathOf, name), body);
  }
}

interface Delivered {
  readonly book: BatchBook;
  readonly sendable: readonly Parcel[];
}

/** Notes of finished batches stay, as a list may still come that names their parcels. */
async function tidy(
  files: RemoteFiles,
  { layout: { pathOf } }: BatchParts,
  { book, sendable }: Delivered,
): Promise<void> {
  const finished = book.batches.filter((batch) => batch.finished);
  await forget(files, [
    ...finished.flatMap(({ parts }) => parts),
    ...sendable.flatMap(sidePartsOf).map((name) => pathOf('staging', name)),
    ...book.outdated,
  ]);
}
