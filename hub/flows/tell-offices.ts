import { after } from '../clock.ts';
import { jurisdictionOf } from '../compact/jurisdiction.ts';
import type { Profile } from '../compact/profile.ts';
import { mintUuid, type RandomBytes } from '../message/identifiers.ts';
import { RETRY_HORIZON_MS } from '../delivery/retry-delay.ts';
import { hookEvent } from '../notify/hook-event.ts';
import { mailAt } from '../notify/notice-moments.ts';
import type { Notice } from '../notify/notice.ts';
import { type NoticeChoices, type NoticeMoment, isTold, momentOf } from '../notify/notice-table.ts';
import type { Query, Transaction } from '../store/database.ts';
import type * as hooks from '../store/hooks.ts';
import type { NoticeRow } from '../store/notices.ts';
import type * as notices from '../store/notices.ts';
import type * as settings from '../store/notification-settings.ts';
import type { NewOutboxRow } from '../store/outbox.ts';
import type * as outbox from '../store/outbox.ts';

export interface TellOfficesParts {
  readonly store: Pick<typeof hooks, 'findActiveHooks'> &
    Pick<typeof settings, 'findRecipients' | 'findChoices'> &
    Pick<typeof notices, 'insertNotices' | 'findToldCauses'> &
    Pick<typeof outbox, 'insertOutbox'>;
  readonly states: { readonly profiles: ReadonlyMap<string, Profile> };
  /** Whether mails are sent at all: a server is set. */
  readonly mails: boolean;
  /** The hub's address, without a slash at its end; empty: nobody set it. */
  readonly publicUrl: string;
  readonly random: RandomBytes;
  /** Business clock. */
  readonly now: () => Date;
}

/** What one member's office is to be told. */
export interface Told {
  readonly member: string;
  readonly notice: Notice;
  /** Two of one cause within hours are one alert; the second waits for the digest. */
  readonly cause: string;
  readonly deliveryId?: string;
}

/** Who is told anything at all now. */
export interface Audience {
  readonly mailed: ReadonlySet<string>;
  readonly choices: ReadonlyMap<string, NoticeChoices>;
  readonly hooks: readonly { readonly hook_id: string; readonly member: string }[];
}

const ONE_ALERT_MS = 6 * 3_600_000;

export async function findAudience(
  { store, mails }: Pick<TellOfficesParts, 'store' | 'mails'>,
  query: Query,
): Promise<Audience> {
  const recipients = mails ? await store.findRecipients(query) : [];
  return {
    mailed: new Set(recipients.map(({ member }) => member)),
    choices: await store.findChoices(query),
    hooks: await store.findActiveHooks(query),
  };
}

export function hasAudience({ mailed, hooks }: Audience): boolean {
  return mailed.size > 0 || hooks.length > 0;
}

/**
 * Writes what is told, in the transaction that holds its facts: a notice for each member that is
 * mailed, and a call for each of its hooks, which hear of everything at once.
 */
export async function tellOffices(
  parts: TellOfficesParts,
  tx: Transaction,
  audience: Audience,
  told: readonly Told[],
): Promise<void> {
  const heard = told.filter(({ member, notice }) => isTold({ member, ...notice }));
  if (heard.length === 0) return;
  await parts.store.insertNotices(tx, await noticesOf(parts, tx, audience, heard));
  await parts.store.insertOutbox(
    tx,
    heard.flatMap((one) => callsOf(parts, audience, one)),
  );
}

async function noticesOf(
  { store, states, random, now }: TellOfficesParts,
  tx: Transaction,
  { mailed, choices }: Audience,
  heard: readonly Told[],
): Promise<NoticeRow[]> {
  const at = now();
  const asked = heard.filter(({ member }) => mailed.has(member));
  const keys = asked.map(({ member, cause, notice }) => ({ member, cause, event: notice.event }));
  const before = new Set(await store.findToldCauses(tx.query, keys, after(at, -ONE_ALERT_MS)));
  return asked.flatMap(({ member, notice, cause, deliveryId }) => {
    const { event, facts, happenedAt } = notice;
    const set = momentOf({ member, event, facts }, choices.get(member) ?? {});
    if (set === undefined) return [];
    const key = `${member} ${event} ${cause}`;
    const moment: NoticeMoment = before.has(key) ? 'digest' : set;
    before.add(key);
    const { timeZone } = jurisdictionOf(states.profiles.get(member));
    return {
      notice_id: mintUuid(at, random),
      member,
      event,
      cause,
      facts: JSON.stringify(facts),
      transmission_id: facts.transmissionId ?? null,
      delivery_id: deliveryId ?? null,
      happened_at: happenedAt,
      mail_at: mailAt(moment, at, timeZone),
      pressing: moment === 'pressing',
    };
  });
}

function callsOf(
  { publicUrl, random, now }: TellOfficesParts,
  { hooks: active }: Audience,
  { member, notice }: Told,
): NewOutboxRow[] {
  const at = now();
  return active
    .filter((hook) => hook.member === member)
    .map(({ hook_id }) => {
      const id = mintUuid(at, random);
      return {
        outbox_id: id,
        channel: 'hook',
        member,
        recipient: null,
        hook_id,
        content: hookEvent({ id, member, notice, publicUrl }),
        created_at: at,
        due_at: at,
        expires_at: after(at, RETRY_HORIZON_MS),
      };
    });
}
