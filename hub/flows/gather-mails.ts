import { after } from '../clock.ts';
import { RETRY_HORIZON_MS } from '../delivery/retry-delay.ts';
import { mintUuid } from '../message/identifiers.ts';
import { composeNotices } from '../notify/compose-mail.ts';
import type { Notice, NoticeEvent } from '../notify/notice.ts';
import { rolesTold } from '../notify/notice-table.ts';
import type { Transaction } from '../store/database.ts';
import type { DueNotice } from '../store/notices.ts';
import type * as notices from '../store/notices.ts';
import type * as contacts from '../store/office-contacts.ts';
import type { RecipientRow } from '../store/notification-settings.ts';
import type { NewOutboxRow } from '../store/outbox.ts';
import { contactOfMember } from './office-contacts.ts';
import type { TellOfficesParts } from './tell-offices.ts';

export interface GatherParts extends TellOfficesParts {
  readonly store: TellOfficesParts['store'] &
    Pick<typeof notices, 'tryGathering' | 'findDueNotices' | 'markMailed'> &
    Pick<typeof contacts, 'findContacts'> & {
      readonly withTransaction: <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;
    };
}

const MINUTE_MS = 60_000;
/** An office gets no second mail within it, but for what is pressing: what comes meanwhile stands in the next. */
const BETWEEN_MAILS_MS = 10 * MINUTE_MS;
/** Nothing waits longer for its morning. */
const LONGEST_MS = 26 * 60 * MINUTE_MS;
const MOST_NOTICES = 5_000;

/**
 * Puts all that an office is to hear of now into one mail, in the transaction that marks it as told.
 * What is over by then is left out: a request that was released, a delivery that went through.
 */
export async function gatherMails(parts: GatherParts): Promise<void> {
  const { store, now } = parts;
  await store.withTransaction(async (tx) => {
    if (!(await store.tryGathering(tx))) return;
    const at = now();
    const due = await store.findDueNotices(tx.query, {
      now: at,
      farthest: after(at, LONGEST_MS),
      quietSince: after(at, -BETWEEN_MAILS_MS),
      limit: MOST_NOTICES,
    });
    if (due.length === 0) return;
    const members = [...new Set(due.map(({ member }) => member))];
    const recipients = await store.findRecipients(tx.query, members);
    const rows = await mailsOf(parts, tx, { due, recipients, at });
    await store.insertOutbox(tx, rows);
    await store.markMailed(
      tx,
      due.map(({ notice_id }) => notice_id),
      at,
    );
  });
}

interface Gathered {
  readonly due: readonly DueNotice[];
  readonly recipients: readonly RecipientRow[];
  readonly at: Date;
}

async function mailsOf(
  { store, states, publicUrl, random }: GatherParts,
  tx: Transaction,
  { due, recipients, at }: Gathered,
): Promise<NewOutboxRow[]> {
  const rows = await store.findContacts(tx.query);
  const others = new Set(due.map((one) => noticeOf(one).facts.other ?? ''));
  const contacts = new Map(
    [...others].map((other) => [other, contactOfMember(states.profiles, rows, other).contact]),
  );
  return recipients.flatMap((recipient) => {
    const { member } = recipient;
    const notices = due.filter((one) => one.stands && concerns(one, recipient)).map(noticeOf);
    if (notices.length === 0) return [];
    const mail = composeNotices({ member, notices, publicUrl, contacts });
    return {
      outbox_id: mintUuid(at, random),
      channel: 'mail',
      member,
      recipient: recipient.recipient,
      hook_id: null,
      content: Buffer.from(JSON.stringify(mail)),
      created_at: at,
      due_at: at,
      expires_at: after(at, RETRY_HORIZON_MS),
    };
  });
}

function concerns(due: DueNotice, { member, roles }: RecipientRow): boolean {
  if (due.member !== member) return false;
  const event = due.event as NoticeEvent;
  return (
    roles === null ||
    rolesTold({ member, event, facts: due.facts }).some((role) => roles.includes(role))
  );
}

/** As `tellOffices` wrote it. */
function noticeOf({ event, facts, happened_at }: DueNotice): Notice {
  return { event: event as NoticeEvent, facts, happenedAt: happened_at };
}
