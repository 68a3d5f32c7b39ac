import type { MailSender } from '../../adapters/mail.ts';
import { NATIONAL } from '../access/actor.ts';
import { mintUuid, type RandomBytes } from '../message/identifiers.ts';
import { type MailContent, composeLink } from '../notify/compose-mail.ts';
import type { Transaction } from '../store/database.ts';
import type { MemberKeys } from '../store/member-keys.ts';
import type { findRecipients } from '../store/notification-settings.ts';
import type { OutboxRow } from '../store/outbox.ts';
import type * as outbox from '../store/outbox.ts';
import type { SendLink } from './access-parts.ts';
import type { Cause } from './report-incidents.ts';
import type { Channel, SendParts, Tried } from './send-outbox.ts';

export interface MailParts extends SendParts {
  readonly store: SendParts['store'] & { readonly findRecipients: typeof findRecipients };
  readonly memberKeys: Pick<MemberKeys, 'openValue'>;
  readonly sender: MailSender;
}

/** After so many tries in vain the server is an incident: one that is restarted is none. */
const TRIES_UNTOLD = 3;

/** Mails to offices, and links to persons. */
export function mailChannel(parts: MailParts): Channel {
  return {
    channels: ['mail', 'link'],
    send: (row) => sendMail(parts, row),
    endedBy: ({ channel, member }) => [
      {
        member,
        codes: channel === 'link' ? ['LINK_UNDELIVERED'] : ['MAIL_REFUSED', 'MAIL_GIVEN_UP'],
      },
      { member: NATIONAL, codes: ['MAIL_SERVER_FAILED'] },
    ],
    causesOf,
  };
}

function causesOf(
  { channel, member, attempt }: OutboxRow,
  { code, last }: { readonly code: string; readonly last: boolean },
): Cause[] {
  const kind = 'notification';
  if (!last) {
    if (attempt < TRIES_UNTOLD) return [];
    return [{ member: NATIONAL, kind, code: 'MAIL_SERVER_FAILED' }];
  }
  return [{ member, kind, code: channel === 'link' ? 'LINK_UNDELIVERED' : code }];
}

async function sendMail(parts: MailParts, row: OutboxRow): Promise<Tried> {
  const { sender } = parts;
  const found = await addressed(parts, row);
  if (found === undefined) return { kind: 'dropped', code: 'MAILBOX_GONE' };
  const { to, content } = found;
  const messageId = `${row.outbox_id}@${sender.domain}`;
  const outcome = await sender.send({ messageId, to, ...content });
  return outcome.kind === 'taken' ? { kind: 'sent' } : outcome;
}

interface Addressed {
  readonly to: { readonly address: string; readonly name?: string };
  readonly content: MailContent;
}

/** A mail goes where its recipient is reached now; a link to the person whom it was made for. */
async function addressed(
  { store, memberKeys }: MailParts,
  { channel, member, recipient, content }: OutboxRow,
): Promise<Addressed | undefined> {
  if (content === null) return undefined;
  if (channel === 'link') return JSON.parse(await memberKeys.openValue(content)) as Addressed;
  const recipients = await store.findRecipients(store.query, [member]);
  const found = recipients.find((one) => one.recipient === recipient);
  if (found === undefined) return undefined;
  const mail = JSON.parse(content.toString('utf8')) as MailContent;
  return { to: { address: found.address }, content: mail };
}

export interface SendLinkParts {
  readonly store: Pick<typeof outbox, 'insertOutbox'> & {
    readonly withTransaction: <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;
  };
  readonly memberKeys: Pick<MemberKeys, 'sealValue'>;
  readonly random: RandomBytes;
  /** Business clock. */
  readonly now: () => Date;
}

/** Links by e-mail: resolves when one is written down to be sent. What is written down of one is encrypted, and gone once it was sent. */
export function createSendLink({ store, memberKeys, random, now }: SendLinkParts): SendLink {
  return async ({ email, name }, link) => {
    const mail = { to: { address: email, name }, content: composeLink(link) };
    const content = await memberKeys.sealValue(NATIONAL, JSON.stringify(mail));
    const at = now();
    await store.withTransaction((tx) =>
      store.insertOutbox(tx, [
        {
          outbox_id: mintUuid(at, random),
          channel: 'link',
          member: NATIONAL,
          recipient: null,
          hook_id: null,
          content,
          created_at: at,
          due_at: at,
          expires_at: link.expiresAt,
        },
      ]),
    );
  };
}
