import { type ContentKey, digestToken, openRecord, sha256 } from '../message/sealed-content.ts';
import type { MemberKeys } from '../store/member-keys.ts';
import type { RepeatKey, RepeatRow } from '../store/transmissions.ts';
import { ExchangeError } from './exchange-error.ts';
import type { Accepted, Earlier } from './working-set.ts';

/** The name of a (source, id) within one group. */
export function repeatName({ member, id }: RepeatKey): string {
  return `${member} ${id}`;
}

/** Digests of what is said now; the second is undefined where the document could not be read. */
export interface SaidNow {
  readonly receivedDigest: Buffer;
  readonly contentDigest: Buffer | undefined;
}

/**
 * The first acceptance again, when either digest is the same (docs/protocol.md, repeats). Throws
 * ID_REUSE for other content, ERASED when the first content was expunged, SEALED while it is sealed.
 */
export async function repeatOf(
  memberKeys: MemberKeys,
  earlier: Earlier,
  said: SaidNow,
): Promise<Accepted> {
  if (earlier.kind === 'in-group') {
    const same =
      earlier.receivedDigest.equals(said.receivedDigest) ||
      (said.contentDigest !== undefined && earlier.contentDigest.equals(said.contentDigest));
    if (!same) throw new ExchangeError('ID_REUSE');
    return { ...earlier.accepted, repeated: true };
  }
  const { row } = earlier;
  const content = await contentKeyOf(memberKeys, row);
  const same =
    row.received_digest?.equals(digestToken(content, said.receivedDigest)) === true ||
    (said.contentDigest !== undefined &&
      row.content_digest?.equals(digestToken(content, said.contentDigest)) === true);
  if (!same) throw new ExchangeError('ID_REUSE');
  return {
    repeated: true,
    transmissionId: row.transmission_id,
    status: row.accepted_status,
    caseId: row.case_id,
    personId: row.person_id,
    type: row.type,
    to: row.destination,
    acceptedAt: row.accepted_at,
    receiptKeyId: row.receipt_key_id,
    receivedDigest: sha256(receivedDocument(content, row)),
  };
}

function contentKeyOf(memberKeys: MemberKeys, row: RepeatRow): Promise<ContentKey> {
  const { member_key_id, wrapped_key, salt, content } = row;
  if (content === 'sealed') throw new ExchangeError('SEALED');
  if (member_key_id === null || wrapped_key === null || salt === null) {
    throw new ExchangeError('ERASED');
  }
  return memberKeys.open({ member_key_id, wrapped_key, salt });
}

function receivedDocument(content: ContentKey, row: RepeatRow): Buffer {
  if (row.record_id === null || row.received === null) throw new ExchangeError('ERASED');
  return openRecord(content, row.record_id, row.received);
}
