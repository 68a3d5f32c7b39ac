import type { Actor } from '../access/actor.ts';
import { after } from '../clock.ts';
import { mintUuid } from '../message/identifiers.ts';
import { isAttachmentMediaType, isOfMediaType } from '../message/media-type.ts';
import { openRecord, sealRecord, sha256 } from '../message/sealed-content.ts';
import type { AttachmentRow } from '../store/attachments.ts';
import type { Reader } from '../store/reader.ts';
import { lockKeyOf } from './prepared-activity.ts';
import { ExchangeError } from './exchange-error.ts';
import { attachmentToken } from './named-attachments.ts';
import { isRefusal } from './read-submission.ts';
import {
  type WaitingParts,
  chainOf,
  cross,
  giveBack,
  lockWaiting,
  openWaiting,
} from './waiting-transmission.ts';

export interface AttachmentParts extends WaitingParts {
  readonly reader: Reader;
  readonly members: readonly string[];
}

export interface Attachment {
  /** Of its bytes, in lower-case hexadecimal. */
  readonly sha256: string;
  readonly mediaType: string;
  readonly body: Buffer;
}

/** An activity whose attachments do not come within this time goes back to its sender. */
const LONGEST_WAIT_MS = 24 * 3_600_000;

/**
 * Stores an attachment under its own key, and lets go on what waited for it and nothing else. Throws
 * MEDIA_TYPE_UNSUPPORTED, DIGEST_MISMATCH, or MEDIA_TYPE_MISMATCH where the bytes say otherwise.
 */
export async function storeAttachment(
  parts: AttachmentParts,
  actor: Actor,
  attachment: Attachment,
): Promise<{ repeated: boolean }> {
  if (!isAttachmentMediaType(attachment.mediaType)) {
    throw new ExchangeError('MEDIA_TYPE_UNSUPPORTED');
  }
  if (sha256(attachment.body).toString('hex') !== attachment.sha256) {
    throw new ExchangeError('DIGEST_MISMATCH');
  }
  if (!isOfMediaType(attachment.mediaType, attachment.body)) {
    throw new ExchangeError('MEDIA_TYPE_MISMATCH');
  }
  const token = attachmentToken(parts.memberKeys, actor.member, attachment.sha256);
  const attachment_id = mintUuid(parts.now(), parts.random);
  const { content, wrapped } = await parts.memberKeys.mint(actor.member);
  const row: Omit<AttachmentRow, 'sealed'> = {
    attachment_id,
    case_id: null,
    from_member: actor.member,
    to_member: null,
    digest_token: token,
    media_type: attachment.mediaType,
    size: attachment.body.length,
    member_key_id: wrapped.member_key_id,
    wrapped_key: wrapped.wrapped_key,
    ciphertext: sealRecord(content, attachment_id, attachment.body, parts.random),
    stored_at: parts.now(),
  };
  const stored = await parts.store.withTransaction(async (tx) => {
    // An acceptance that names this attachment is either before this, and found waiting below, or
    // after it, and finds the attachment.
    await parts.store.lockKeys(tx, new Set([lockKeyOf(token)]), true);
    return parts.store.insertAttachment(tx, row);
  });
  const waiting = await parts.store.findWaitingFor(parts.store.query, {
    member: actor.member,
    token,
  });
  for (const { transmission_id } of waiting) await completeOne(parts, transmission_id);
  return { repeated: !stored };
}

/** For the state that stored it, and for the other state of the case once an activity took it across. */
export async function readAttachment(
  parts: AttachmentParts,
  actor: Actor,
  digest: string,
): Promise<Attachment & { namedBy?: string }> {
  const keys = parts.members.map((member) => ({
    member,
    token: attachmentToken(parts.memberKeys, member, digest),
  }));
  const { row, namedBy } = await parts.reader.as(actor.member, async (query) => {
    const [found] = await parts.store.findAttachments(query, keys);
    return { row: found, namedBy: found && (await parts.store.latestNaming(query, found)) };
  });
  if (row === undefined) throw new ExchangeError('NOT_FOUND');
  if (row.sealed) throw new ExchangeError('SEALED');
  if (row.wrapped_key === null || row.ciphertext === null) throw new ExchangeError('ERASED');
  const content = await parts.memberKeys.open({
    member_key_id: row.member_key_id,
    wrapped_key: row.wrapped_key,
    salt: Buffer.alloc(0),
  });
  const body = openRecord(content, row.attachment_id, row.ciphertext);
  const named = namedBy === undefined ? {} : { namedBy };
  return { sha256: digest, mediaType: row.media_type, body, ...named };
}

const BATCH = 100;

/** What waits too long for its attachments goes back; what is complete crosses. */
export async function settleWaitingForAttachments(parts: AttachmentParts): Promise<void> {
  const late = after(parts.now(), -LONGEST_WAIT_MS);
  let found = BATCH;
  while (found === BATCH) {
    const settleable = await parts.store.findSettleable(parts.store.query, late, BATCH);
    for (const { transmission_id, accepted_at } of settleable) {
      const missing = !(await completeOne(parts, transmission_id));
      if (missing && accepted_at < late) {
        await returnOne(parts, transmission_id, 'ATTACHMENTS_MISSING');
      }
    }
    found = settleable.length;
  }
}

/** False when attachments are missing still, and it goes on waiting. */
async function completeOne(parts: AttachmentParts, transmissionId: string): Promise<boolean> {
  try {
    const opened = await openWaiting(parts, transmissionId);
    const crossed = await parts.store.withTransaction(async (tx) => {
      const waiting = await lockWaiting(parts, tx, transmissionId, 'awaiting-attachments');
      const missing = await parts.store.countMissingAttachments(tx.query, transmissionId);
      if (missing > 0) return false;
      const by = { actor: waiting.row.released_by ?? waiting.row.actor, channel: 'hub' } as const;
      await cross(parts, tx, waiting, { ...opened, by, chain: chainOf(waiting.row) });
      return true;
    });
    if (crossed) parts.onTransmitted();
    return crossed;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    // Meanwhile the case went on without it, or its files are others: it can never cross as it is.
    if (error.code === 'OUT_OF_ORDER' || error.code === 'ATTACHMENT_DIFFERS') {
      await returnOne(parts, transmissionId, error.code);
    }
    return true;
  }
}

async function returnOne(
  parts: AttachmentParts,
  transmissionId: string,
  code: 'ATTACHMENTS_MISSING' | 'ATTACHMENT_DIFFERS' | 'OUT_OF_ORDER',
): Promise<void> {
  try {
    await parts.store.withTransaction(async (tx) => {
      const waiting = await lockWaiting(parts, tx, transmissionId, 'awaiting-attachments');
      await giveBack(parts, tx, waiting, { actor: 'hub', channel: 'hub', code });
    });
  } catch (error) {
    // Somebody else ended its wait meanwhile: there is nothing left to return.
    if (!isRefusal(error)) throw error;
  }
}
