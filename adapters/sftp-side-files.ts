import type { Parcel, ParcelAttachment } from './adapter.ts';
import type { RemoteFiles } from './sftp-files.ts';
import { SftpStatusError } from './sftp-request.ts';
import { type PathOf, extensionOf } from './sftp-names.ts';
import { SftpFailure } from './sftp-outcome.ts';
import { forget, writeWhole } from './sftp-upload.ts';

/**
 * Writes the files that a parcel brings to `in/files`, under the SHA-256 of their bytes, before any
 * document names them. A file that is there with the same size is left as it is.
 */
export async function writeSideFiles(
  files: RemoteFiles,
  pathOf: PathOf,
  { deliveryId, attempt, attachments = [] }: Parcel,
): Promise<void> {
  for (const attachment of attachments) {
    const final = pathOf('inboundFiles', sideFileName(attachment));
    if (await isThere(files, final, attachment)) continue;
    const temporary = pathOf('staging', sidePartName(deliveryId, attempt, attachment));
    await writeWhole(files, temporary, attachment.body);
    try {
      await files.rename(temporary, final);
    } catch (error) {
      // Another delivery with the same file was quicker.
      if (!(error instanceof SftpStatusError)) throw error;
      if (!(await isThere(files, final, attachment))) throw error;
      await forget(files, [temporary]);
    }
  }
}

/** What attempts before this one may have left of the files, by name in the staging folder. */
export function sidePartsOf({ deliveryId, attempt, attachments = [] }: Parcel): string[] {
  return attachments.flatMap((attachment) =>
    Array.from({ length: attempt - 1 }, (_, index) =>
      sidePartName(deliveryId, index + 1, attachment),
    ),
  );
}

async function isThere(
  files: RemoteFiles,
  path: string,
  { body }: ParcelAttachment,
): Promise<boolean> {
  const facts = await files.look(path);
  if (facts === undefined) return false;
  if (facts.kind === 'file' && facts.size === body.length) return true;
  throw new SftpFailure('ID_CONFLICT', 'OTHER_SIDE_FILE');
}

function sideFileName({ sha256, mediaType }: ParcelAttachment): string {
  return `${sha256}.${extensionOf(mediaType)}`;
}

function sidePartName(deliveryId: string, attempt: number, { sha256 }: ParcelAttachment): string {
  return `${deliveryId}.${attempt}.${sha256}.part`;
}
