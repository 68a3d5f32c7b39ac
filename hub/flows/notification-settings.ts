import { type Actor, NATIONAL } from '../access/actor.ts';
import type { Route } from '../access/policy.ts';
import { isMemberCode } from '../compact/members.ts';
import { canonicalJson } from '../message/canonical-json.ts';
import { sha256 } from '../message/sealed-content.ts';
import { NOTICE_EVENTS } from '../notify/notice.ts';
import { type NoticeChoices, isTold, momentOf } from '../notify/notice-table.ts';
import type { Reader } from '../store/reader.ts';
import type { Evidence } from './evidence.ts';
import { ExchangeError } from './exchange-error.ts';
import type { ExchangeStore } from './exchange-store.ts';
import { requirePermission } from './require-permission.ts';

export interface SettingsParts {
  readonly store: ExchangeStore;
  readonly evidence: Evidence;
  /** Whether mails are sent at all: a server is set. */
  readonly mails: boolean;
  /** Business clock. */
  readonly now: () => Date;
}

/** What an office asks for; what it leaves out is as the table has it. */
export interface NotificationSettings {
  /** Instead of the mailbox of the contact. */
  readonly mailbox?: string;
  readonly choices: NoticeChoices;
}

export interface SettingsView extends NotificationSettings {
  readonly member: string;
  /** Whether the hub sends mails at all. */
  readonly mails: boolean;
  /** Where mails go now; absent: nowhere. */
  readonly sentTo?: string;
  /** Every event that the member can be told of, and when it is told now. */
  readonly events: readonly { readonly event: string; readonly when: string }[];
}

/** Throws NOT_FOUND for another member's. */
export async function readSettings(
  { store, reader, mails }: Pick<SettingsParts, 'store' | 'mails'> & { readonly reader: Reader },
  actor: Actor,
  member: string,
): Promise<SettingsView> {
  requireOwn('GET /v1/members/{state}/notifications', actor, member);
  const row = await reader.as(actor.member, (query) => store.findSettings(query, member));
  const choices: NoticeChoices = row?.choices ?? {};
  const mailbox = row?.mailbox ?? undefined;
  // The office's own stands in its contact, which everybody may read.
  const [contact] = await store.contactHistory(store.query, member, 1);
  const sentTo = mailbox ?? contact?.mailbox ?? undefined;
  return {
    member,
    mails,
    ...(sentTo === undefined ? {} : { sentTo }),
    ...(mailbox === undefined ? {} : { mailbox }),
    choices,
    events: NOTICE_EVENTS.flatMap((event) => {
      // Of the two rows of the nation, that of the hub's own.
      const key = { member, event, facts: { other: member } };
      if (!isTold(key)) return [];
      return { event, when: momentOf(key, choices) ?? 'off' };
    }),
  };
}

/** In force at once, with a leaf that commits to it. Throws NOT_FOUND for another member's. */
export async function setSettings(
  { store, evidence, now }: SettingsParts,
  actor: Actor,
  member: string,
  settings: NotificationSettings,
): Promise<void> {
  requireOwn('PUT /v1/members/{state}/notifications', actor, member);
  const { mailbox, choices } = settings;
  const at = now();
  const said = { choices: { ...choices }, ...(mailbox === undefined ? {} : { mailbox }) };
  await store.withTransaction(async (tx) => {
    await store.putSettings(tx, {
      member,
      mailbox: mailbox ?? null,
      choices: { ...choices },
      changed_by: actor.reference,
      changed_at: at,
    });
    const leaf = evidence.single(
      {
        type: 'configuration-changed',
        actor: actor.reference,
        channel: 'console',
        ...(member === NATIONAL ? {} : { from: member }),
        subject: 'notifications',
        subjectHash: sha256(Buffer.from(canonicalJson(said))).toString('hex'),
      },
      at,
    );
    await store.insertPendingLeaves(tx, [leaf]);
  });
}

function requireOwn(route: Route, actor: Actor, member: string): void {
  if (member !== NATIONAL && !isMemberCode(member)) throw new ExchangeError('NOT_FOUND');
  requirePermission(route, actor, { from_member: member, to_member: null });
}
