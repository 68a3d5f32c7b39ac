import type { ParcelAttachment } from '../../adapters/adapter.ts';
import type { JsonObject } from '../message/json.ts';
import { openRecord } from '../message/sealed-content.ts';
import type { MemberKeys } from '../store/member-keys.ts';
import { attachmentToken } from './named-attachments.ts';
import type { ExchangeStore } from './exchange-store.ts';

export interface FileParts {
  readonly store: ExchangeStore;
  readonly memberKeys: MemberKeys;
}

/** A file that the activity names is not to be had: it was expunged, or is sealed. */
export class FileErasedError extends Error {
  override readonly name = 'FileErasedError';
}

/**
 * The files that a canonical envelope names, opened, each once, for a transport that carries them. An
 * activity crosses only when all of them are there; throws FileErasedError where one was expunged since.
 */
export async function filesOf(
  { store, memberKeys }: FileParts,
  sender: string,
  envelope: JsonObject,
): Promise<ParcelAttachment[]> {
  const { attachments = [] } = envelope['data'] as { attachments?: readonly { sha256: string }[] };
  const digests = [...new Set(attachments.map(({ sha256 }) => sha256))];
  const keys = digests.map((digest) => ({
    member: sender,
    token: attachmentToken(memberKeys, sender, digest),
  }));
  const rows = await store.findAttachments(store.query, keys);
  return Promise.all(
    digests.map(async (sha256, place) => {
      const token = keys[place]?.token;
      const row = rows.find(({ digest_token }) => token?.equals(digest_token) === true);
      if (row === undefined) throw new FileErasedError();
      const { member_key_id, wrapped_key, ciphertext, sealed } = row;
      if (sealed || wrapped_key === null || ciphertext === null) throw new FileErasedError();
      const content = await memberKeys.open({ member_key_id, wrapped_key, salt: Buffer.alloc(0) });
      const body = openRecord(content, row.attachment_id, ciphertext);
      return { sha256, mediaType: row.media_type, body };
    }),
  );
}
