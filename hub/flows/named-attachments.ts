import type { Problem } from '../errors.ts';
import type { StoredAttachment } from '../store/attachments.ts';
import type { MemberKeys } from '../store/member-keys.ts';

/** What an activity's data says of a file (schemas/blocks.v1.schema.json). */
export interface SaidAttachment {
  readonly sha256: string;
  readonly mediaType: string;
  readonly size: number;
}

/** A file as an activity names it. */
export interface NamedAttachment {
  /** The token of its digest. */
  readonly token: Buffer;
  readonly mediaType: string;
  readonly size: number;
}

/** The scheme under which attachments are named by their SHA-256. */
const ATTACHMENT = 'attachment';

/** What stands for the digest of a file of a member. */
export function attachmentToken(memberKeys: MemberKeys, member: string, sha256: string): Buffer {
  return memberKeys.identifierToken(member, ATTACHMENT, sha256);
}

/** The files that an activity of a member says it has. */
export function namedAttachments(
  memberKeys: MemberKeys,
  member: string,
  said: readonly SaidAttachment[],
): NamedAttachment[] {
  return said.map(({ sha256, mediaType, size }) => ({
    token: attachmentToken(memberKeys, member, sha256),
    mediaType,
    size,
  }));
}

/** Files that are stored, by their token in hexadecimal. */
export type StoredByToken = ReadonlyMap<string, StoredAttachment>;

export function byToken(stored: readonly StoredAttachment[]): Map<string, StoredAttachment> {
  return new Map(stored.map((file) => [file.digest_token.toString('hex'), file]));
}

/**
 * Where an activity says otherwise of a file than what is stored: the other state would open it as
 * something that it is not. A file that is not there yet is asked again when it comes.
 */
export function differencesOf(
  named: readonly NamedAttachment[],
  stored: StoredByToken,
): readonly Problem[] {
  return named.flatMap(({ token, mediaType, size }, index): Problem[] => {
    const file = stored.get(token.toString('hex'));
    if (file === undefined) return [];
    const at = `/data/attachments/${index}`;
    return [
      ...(file.media_type === mediaType ? [] : [differs(`${at}/mediaType`)]),
      ...(file.size === size ? [] : [differs(`${at}/size`)]),
    ];
  });
}

function differs(pointer: string): Problem {
  return { pointer, code: 'ATTACHMENT_DIFFERS', detail: 'is not that of the stored file' };
}
