import { type RemoteFiles, sha256Of } from './sftp-files.ts';
import { SftpStatusError, isMissing } from './sftp-request.ts';
import { type PathOf, manifestName, manifestText } from './sftp-names.ts';
import { type HandOver, SftpFailure } from './sftp-outcome.ts';

/** Longest file that is read back to be compared; of a longer one the size says enough. */
const READ_BACK_BYTES = 10 * 1024 * 1024;

/** One file on its way to its final name. All paths are remote. */
export interface Upload {
  readonly body: Buffer;
  readonly final: string;
  /** Where it is written first, in a folder that nobody but the hub looks into. */
  readonly temporary: string;
  /**
   * The hub's note that the temporary file is whole and may be renamed now. As long as it lies there
   * without the temporary file, the rename has happened, whatever became of its answer.
   */
  readonly staged: { readonly path: string; readonly text: Buffer };
  /** Where a manifest is written last, if the state wants one. */
  readonly manifest: ManifestPlace | undefined;
}

interface ManifestPlace {
  readonly path: string;
  readonly temporary: string;
}

/** Where the manifest of a file in `in` goes, and where it is written before. */
export function manifestOf(pathOf: PathOf, final: string): ManifestPlace {
  const name = manifestName(final);
  return { path: pathOf('inbound', name), temporary: pathOf('staging', name) };
}

/** Where an upload begins: what an earlier attempt left can save its first steps. */
export type Beginning =
  | 'nothing'
  /** The note lies there already; its temporary file must be written. */
  | 'noted'
  /** Note and temporary file lie there, and the file has been compared. */
  | 'staged'
  /** The final file lies there, and has been compared. */
  | 'placed';

/**
 * Writes, compares, notes and renames (docs/adapters-sftp.md, step by step). The target is never
 * overwritten: if it is there with these very bytes the file is handed over, with others it is an
 * `ID_CONFLICT`. Rejects with the errors of `RemoteFiles` and with `SftpFailure`.
 */
export async function upload(
  files: RemoteFiles,
  { body, final, temporary, staged, manifest }: Upload,
  handOver: HandOver,
  beginning: Beginning = 'nothing',
): Promise<void> {
  if (beginning === 'nothing' || beginning === 'noted') await writeWhole(files, temporary, body);
  if (beginning === 'nothing') await files.writeNew(staged.path, staged.text);
  const place =
    beginning === 'placed'
      ? 'there'
      : await renameOnce(files, { from: temporary, to: final, body }, handOver);
  if (manifest !== undefined && place === 'there') await writeManifest(files, manifest, body);
}

/** Writes a new file and makes sure that the server holds what was sent. */
export async function writeWhole(files: RemoteFiles, path: string, body: Buffer): Promise<void> {
  await files.writeNew(path, body);
  if (!(await holds(files, path, body))) throw new SftpFailure('REMOTE_ERROR', 'WRITTEN_OTHERWISE');
}

/** True when the name is there with these very bytes; undefined when there is nothing. */
export async function holds(
  files: RemoteFiles,
  path: string,
  body: Buffer,
): Promise<boolean | undefined> {
  const facts = await files.look(path);
  if (facts === undefined) return undefined;
  if (facts.kind !== 'file' || facts.size !== body.length) return false;
  if (body.length > READ_BACK_BYTES) return true;
  try {
    const there = await files.read(path, body.length);
    return there !== undefined && sha256Of(there) === sha256Of(body);
  } catch (error) {
    // Collected or renamed since it was looked at.
    if (isMissing(error)) return undefined;
    throw error;
  }
}

interface Renaming {
  readonly from: string;
  readonly to: string;
  readonly body: Buffer;
}

/**
 * Renames, and looks what came of it whatever was answered. Nothing under either name means that the
 * rename happened and the file was collected: the temporary file cannot vanish otherwise.
 */
async function renameOnce(
  files: RemoteFiles,
  { from, to, body }: Renaming,
  handOver: HandOver,
): Promise<'there' | 'collected'> {
  handOver.mayLieThere = true;
  const refusal = await files.rename(from, to).then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof SftpStatusError) return error;
      throw error;
    },
  );
  const same =
    refusal === undefined ? await hasSize(files, to, body) : await holds(files, to, body);
  if (same === true) return 'there';
  if (same === false) throw new SftpFailure('ID_CONFLICT', 'OTHER_CONTENT');
  if ((await files.look(from)) === undefined) return 'collected';
  if (refusal === undefined) throw new SftpFailure('ANSWER_UNREADABLE', 'RENAMED_NOTHING');
  handOver.mayLieThere = false;
  throw refusal;
}

/** Of what was compared before it was renamed, the size says enough. */
async function hasSize(
  files: RemoteFiles,
  path: string,
  body: Buffer,
): Promise<boolean | undefined> {
  const facts = await files.look(path);
  return facts === undefined ? undefined : facts.size === body.length;
}

/** A manifest is renamed into place too, so that nobody reads half of one. */
export async function writeManifest(
  files: RemoteFiles,
  { path, temporary }: ManifestPlace,
  body: Buffer,
): Promise<void> {
  if ((await files.look(path)) !== undefined) return;
  const text = Buffer.from(manifestText(body.length, sha256Of(body)));
  // What an earlier attempt left there may be half of it.
  if ((await files.look(temporary)) !== undefined) await files.remove(temporary);
  await files.writeNew(temporary, text);
  try {
    await files.rename(temporary, path);
  } catch (error) {
    const there = error instanceof SftpStatusError && (await files.look(path)) !== undefined;
    if (!there) throw error;
    await forget(files, [temporary]);
  }
}

/** Removes what is no longer needed; what cannot be removed does no harm. */
export async function forget(files: RemoteFiles, paths: readonly string[]): Promise<void> {
  for (const path of paths) await files.remove(path).catch(() => undefined);
}
