import { readFileSync } from 'node:fs';
import { type MailSender, createMailSender } from '../adapters/mail.ts';
import { type HookCaller, createHookCaller } from '../adapters/web-hook.ts';
import { after } from './clock.ts';
import type { Config } from './config.ts';
import { hookChannel } from './flows/call-hooks.ts';
import { type FollowParts, followLedger } from './flows/follow-ledger.ts';
import { type GatherParts, gatherMails } from './flows/gather-mails.ts';
import type { PacedWork } from './flows/run-paced.ts';
import type { SendLink } from './flows/access-parts.ts';
import { createSendLink, mailChannel } from './flows/send-mails.ts';
import { type Channel, sendOutbox } from './flows/send-outbox.ts';
import type { Exchange, FlowParts } from './open-exchange.ts';
import type { Database } from './store/database.ts';
import * as accounts from './store/accounts.ts';
import * as hooks from './store/hooks.ts';
import * as incidents from './store/incidents.ts';
import * as ledgerReads from './store/ledger-reads.ts';
import * as notices from './store/notices.ts';
import * as settings from './store/notification-settings.ts';
import * as contacts from './store/office-contacts.ts';
import * as outbox from './store/outbox.ts';
import * as pendingLeaves from './store/pending-leaves.ts';

/** What tells the offices: by mail where a server is set, and by their web hooks. */
export interface Notifier {
  /** For whoever writes a fact that offices hear of. */
  readonly telling: FollowParts & GatherParts & { readonly store: NotifierStore };
  readonly mails: boolean;
  readonly caller: HookCaller;
  /** Undefined without a mail server. */
  readonly sendLink: SendLink | undefined;
  readonly rounds: readonly PacedWork[];
  /** Breaks off what is being sent; it is sent again later, under the same id. */
  close(): void;
}

export type NotifierStore = Pick<typeof accounts, 'takeUnconfirmed'> &
  typeof hooks &
  typeof incidents &
  typeof ledgerReads &
  typeof notices &
  typeof settings &
  typeof contacts &
  typeof outbox &
  typeof pendingLeaves &
  Database;

/** The statements of what is told, on a pool of role `hub_exchange`. */
function notifierStoreOf(database: Database): NotifierStore {
  return {
    takeUnconfirmed: accounts.takeUnconfirmed,
    ...hooks,
    ...incidents,
    ...ledgerReads,
    ...notices,
    ...settings,
    ...contacts,
    ...outbox,
    ...pendingLeaves,
    ...database,
  };
}

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const KEPT_MS = 30 * 24 * HOUR;

export interface NotifierOptions {
  readonly config: Config;
  readonly exchange: Pick<Exchange, 'flows' | 'database'>;
  /** Wraps the statements: fault tests fail or kill before and after each. */
  readonly decorate?: ((store: NotifierStore) => NotifierStore) | undefined;
}

/** Connects nothing yet. */
export function openNotifier({ config, exchange, decorate }: NotifierOptions): Notifier {
  const { flows, database } = exchange;
  const plain = notifierStoreOf(database);
  const store = decorate?.(plain) ?? plain;
  const sender = senderOf(config);
  const caller = createHookCaller({
    allowedNetworks: config.endpointNetworks,
    now: () => flows.clocks.wall.now(),
  });
  const closing = new AbortController();
  const telling = {
    ...flows,
    store,
    mails: sender !== undefined,
    publicUrl: config.publicUrl ?? '',
  };
  return {
    telling,
    mails: sender !== undefined,
    caller,
    sendLink: sender === undefined ? undefined : createSendLink({ ...flows, store }),
    rounds: roundsOf({ flows, store, telling, sender, caller, signal: closing.signal }),
    close: () => {
      closing.abort();
      sender?.close();
      caller.close();
    },
  };
}

function senderOf({ mail }: Config): MailSender | undefined {
  if (mail === undefined) return undefined;
  const { url, from, caFile } = mail;
  const trusted = caFile === undefined ? {} : { trusted: readFileSync(caFile, 'utf8') };
  return createMailSender({ url, from, ...trusted });
}

interface RoundParts {
  readonly flows: FlowParts;
  readonly store: NotifierStore;
  readonly telling: FollowParts & GatherParts;
  readonly sender: MailSender | undefined;
  readonly caller: HookCaller;
  readonly signal: AbortSignal;
}

function roundsOf({ flows, store, telling, sender, caller, signal }: RoundParts): PacedWork[] {
  const sending = { ...flows, store, signal };
  const round = (part: string, channel: Channel): PacedWork => ({
    part,
    everyMs: SECOND,
    round: () => sendOutbox(sending, channel),
  });
  const forget = async (): Promise<void> => {
    const before = after(flows.now(), -KEPT_MS);
    await store.forgetNotices(store.query, before);
    await store.forgetOutbox(store.query, before);
  };
  return [
    { part: 'notices', everyMs: SECOND, round: () => followLedger(telling) },
    { part: 'mail-gathering', everyMs: 5 * SECOND, round: () => gatherMails(telling) },
    ...(sender === undefined ? [] : [round('mail', mailChannel({ ...sending, sender }))]),
    round('web-hooks', hookChannel({ ...sending, caller })),
    { part: 'notices-kept', everyMs: HOUR, round: forget },
  ];
}
