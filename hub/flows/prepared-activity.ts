import type { Actor } from '../access/actor.ts';
import type { LedgerChannel } from '../ledger/event.ts';
import { type ContentKey, sha256 } from '../message/sealed-content.ts';
import type { Keepsake } from './keep-person.ts';
import type { NamedAttachment } from './named-attachments.ts';
import type { AttachmentKey } from '../store/attachments.ts';
import type { IdentifierKey } from '../store/cases.ts';
import type { ContentKeyRow, RecordRow } from '../store/records.ts';
import type { RepeatKey } from '../store/transmissions.ts';
import type { ReadActivity } from './read-submission.ts';

/** The scheme under which a member's own case numbers stand in the crosswalk. */
export const CASE_NUMBER = 'case-number';

/** An activity with everything made that the transaction has only to write. */
export interface PreparedActivity {
  readonly read: ReadActivity;
  readonly actor: Actor;
  readonly channel: LedgerChannel;
  readonly transmissionId: string;
  readonly deliveryId: string;
  readonly content: ContentKey;
  readonly wrapped: Pick<ContentKeyRow, 'member_key_id' | 'wrapped_key' | 'salt'>;
  readonly records: readonly Omit<RecordRow, 'to_member' | 'recorded_at'>[];
  readonly receivedDigest: Buffer;
  readonly contentDigest: Buffer;
  readonly bytesIn: number;
  /** Whether it may cross at once: unmanaged, or released by attestation. */
  readonly released: boolean;
  readonly destinationPulls: boolean;
  /** The sender's own number for the case, to enter in the crosswalk. */
  readonly ownNumber: { readonly token: Buffer; readonly value: Buffer } | undefined;
  /** A person of an earlier case, whom an opening activity names. */
  readonly personId: string | undefined;
  /** The attachments that the activity names, in its order. */
  readonly attachments: readonly NamedAttachment[];
  readonly keepsake: Keepsake;
  /** The token of the subject when it is a number of the sender's and not an id of the hub. */
  readonly subjectToken: Buffer | undefined;
}

export function repeatKeyOf(item: PreparedActivity): RepeatKey {
  return { member: item.actor.member, id: item.read.activity.envelope.id };
}

export function identifierKeysOf(item: PreparedActivity): IdentifierKey[] {
  const tokens = [item.subjectToken, item.ownNumber?.token].filter((token) => token !== undefined);
  return tokens.map((token) => ({ member: item.actor.member, scheme: CASE_NUMBER, token }));
}

export function personKeysOf({
  personId,
  actor,
}: PreparedActivity): { personId: string; member: string }[] {
  return personId === undefined ? [] : [{ personId, member: actor.member }];
}

export function attachmentKeysOf(item: PreparedActivity): AttachmentKey[] {
  return item.attachments.map(({ token }) => ({ member: item.actor.member, token }));
}

/** Advisory locks of an item: its (source, id), the identifiers and the attachments that it names. */
export function lockKeysOf(item: PreparedActivity): bigint[] {
  const { member, id } = repeatKeyOf(item);
  const repeat = sha256(Buffer.from(JSON.stringify(['repeat', member, id])));
  const tokens = identifierKeysOf(item).map(({ token }) => token);
  const files = item.attachments.map(({ token }) => token);
  return [repeat, ...tokens, ...files].map(lockKeyOf);
}

/** The advisory lock that stands for a digest or token. */
export function lockKeyOf(bytes: Buffer): bigint {
  return bytes.readBigInt64BE(0);
}
