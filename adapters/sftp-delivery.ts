import type { Parcel, ProbeAnswer } from './adapter.ts';
import { type RemoteFiles, sha256Of } from './sftp-files.ts';
import { isMissing } from './sftp-request.ts';
import {
  type PathOf,
  extensionOf,
  isDeliveryId,
  manifestText,
  partName,
  stagedName,
} from './sftp-names.ts';
import { type HandOver, SftpFailure } from './sftp-outcome.ts';
import { sidePartsOf, writeSideFiles } from './sftp-side-files.ts';
import { type Upload, forget, holds, manifestOf, upload } from './sftp-upload.ts';

/** How one state takes files. */
export interface SftpLayout {
  readonly pathOf: PathOf;
  /** Whether the state waits for `<file>.ok` before it takes a file. */
  readonly manifests: boolean;
}

/**
 * Hands over one parcel as a file of its own, whatever earlier attempts left: the recovery table of
 * docs/adapters-sftp.md. Rejects with what `failureOf` reads.
 */
export async function deliverFile(
  files: RemoteFiles,
  layout: SftpLayout,
  parcel: Parcel,
  handOver: HandOver,
): Promise<void> {
  if (!isDeliveryId(parcel.deliveryId)) throw new SftpFailure('DOCUMENT_REFUSED', 'ID_UNUSABLE');
  const { pathOf } = layout;
  const planned = uploadOf(layout, parcel);
  const left = await leftovers(files, pathOf, parcel);
  if (!(await isTaken(files, pathOf, parcel, left))) {
    await place(files, layout, { parcel, planned, left }, handOver);
  }
  // Temporary files first: a note without its file means that the file was handed over.
  const parts = left.flatMap(({ part }) => (part === undefined ? [] : [part]));
  const sideParts = sidePartsOf(parcel).map((name) => pathOf('staging', name));
  const notes = left.flatMap(({ note }) => (note === undefined ? [] : [note]));
  await forget(files, [...parts, ...sideParts, ...notes]);
  await forgetOwn(files, planned);
}

/**
 * Whether the state holds a delivery, by what lies in the folders. Only a state that keeps what it took
 * can deny one: else a file that is not there may have been taken and deleted.
 */
export async function probeFile(
  files: RemoteFiles,
  pathOf: PathOf,
  deliveryId: string,
): Promise<ProbeAnswer> {
  if (!isDeliveryId(deliveryId)) return 'unknown';
  const isFinal = ({ name }: { name: string }): boolean =>
    /^\d+-([A-Za-z0-9_-]+)\.[a-z]+$/.exec(name)?.[1] === deliveryId;
  const inbound = await files.list(pathOf('inbound', ''), PROBE_LIMIT);
  if (inbound.files.some(isFinal)) return 'held';
  const processed = await files
    .list(pathOf('processed', ''), PROBE_LIMIT)
    .catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    });
  if (processed?.files.some(isFinal) === true) return 'held';
  const staging = await files.list(pathOf('staging', ''), PROBE_LIMIT);
  const names = new Set(staging.files.map(({ name }) => name));
  const collected = [...names].some((name) => isNoteAlone(name, deliveryId, names));
  if (collected) return 'held';
  const complete = inbound.complete && staging.complete && processed?.complete === true;
  return complete ? 'not-held' : 'unknown';
}

const PROBE_LIMIT = 50_000;

function isNoteAlone(name: string, deliveryId: string, names: ReadonlySet<string>): boolean {
  const attempt = /^(.+)\.(\d+)\.staged$/.exec(name);
  if (attempt?.[1] !== deliveryId) return false;
  return !names.has(partName(deliveryId, Number(attempt[2])));
}

function finalName({ caseSequence, deliveryId, contentType }: Parcel): string {
  return `${caseSequence}-${deliveryId}.${extensionOf(contentType)}`;
}

function uploadOf({ pathOf, manifests }: SftpLayout, parcel: Parcel): Upload {
  const { deliveryId, attempt, body } = parcel;
  const name = finalName(parcel);
  return {
    body,
    final: pathOf('inbound', name),
    temporary: pathOf('staging', partName(deliveryId, attempt)),
    staged: {
      path: pathOf('staging', stagedName(deliveryId, attempt)),
      text: Buffer.from(manifestText(body.length, sha256Of(body))),
    },
    manifest: manifests ? manifestOf(pathOf, name) : undefined,
  };
}

/** What one earlier attempt left, by path. */
interface Leftover {
  readonly part: string | undefined;
  readonly note: string | undefined;
}

async function leftovers(
  files: RemoteFiles,
  pathOf: PathOf,
  { deliveryId, attempt }: Parcel,
): Promise<Leftover[]> {
  const ifThere = async (path: string): Promise<string | undefined> =>
    (await files.look(path)) === undefined ? undefined : path;
  return Promise.all(
    Array.from({ length: attempt - 1 }, async (_, index) => {
      const [note, part] = await Promise.all([
        ifThere(pathOf('staging', stagedName(deliveryId, index + 1))),
        ifThere(pathOf('staging', partName(deliveryId, index + 1))),
      ]);
      return { part, note };
    }),
  );
}

/** True when the state took the file from where the hub put it. */
async function isTaken(
  files: RemoteFiles,
  pathOf: PathOf,
  parcel: Parcel,
  left: readonly Leftover[],
): Promise<boolean> {
  if (parcel.attempt === 1) return false;
  const name = finalName(parcel);
  if ((await files.look(pathOf('inbound', name))) !== undefined) return false;
  // Its rename happened, as the temporary file cannot vanish otherwise, and the file was collected.
  if (left.some(({ note, part }) => note !== undefined && part === undefined)) return true;
  return (await files.look(pathOf('processed', name))) !== undefined;
}

interface Placing {
  readonly parcel: Parcel;
  readonly planned: Upload;
  readonly left: readonly Leftover[];
}

async function place(
  files: RemoteFiles,
  { pathOf }: SftpLayout,
  { parcel, planned, left }: Placing,
  handOver: HandOver,
): Promise<void> {
  if (parcel.attempt > 1) {
    const there = await holds(files, planned.final, planned.body);
    if (there === false) throw new SftpFailure('ID_CONFLICT', 'OTHER_CONTENT');
    if (there === true) {
      handOver.mayLieThere = true;
      await upload(files, planned, handOver, 'placed');
      return;
    }
  }
  await writeSideFiles(files, pathOf, parcel);
  const whole = await stagedPart(files, left, planned.body);
  if (whole === undefined) await upload(files, planned, handOver);
  else await upload(files, { ...planned, temporary: whole }, handOver, 'staged');
}

/** The file of an earlier attempt that only has to be renamed again. */
async function stagedPart(
  files: RemoteFiles,
  left: readonly Leftover[],
  body: Buffer,
): Promise<string | undefined> {
  for (const { part, note } of left) {
    if (part === undefined || note === undefined) continue;
    if ((await holds(files, part, body)) === true) return part;
  }
  return undefined;
}

/** A server that renames by link and unlink may have left the temporary file. */
async function forgetOwn(files: RemoteFiles, { temporary, staged }: Upload): Promise<void> {
  await forget(files, [temporary, staged.path]);
}
