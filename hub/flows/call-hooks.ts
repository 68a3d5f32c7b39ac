import type { HookCaller } from '../../adapters/web-hook.ts';
import type { Clock } from '../clock.ts';
import { webhookHeaders } from '../notify/webhook-signature.ts';
import type { Transaction } from '../store/database.ts';
import type * as hooks from '../store/hooks.ts';
import type { HookRow } from '../store/hooks.ts';
import type { MemberKeys } from '../store/member-keys.ts';
import type { OutboxRow, dropOfHook } from '../store/outbox.ts';
import { reportCauses } from './report-incidents.ts';
import type { Channel, SendParts, Tried } from './send-outbox.ts';

export interface HookParts extends SendParts {
  readonly store: SendParts['store'] &
    Pick<typeof hooks, 'findHooks' | 'lockHook' | 'setHook'> & {
      readonly dropOfHook: typeof dropOfHook;
    };
  readonly memberKeys: Pick<MemberKeys, 'openValue'>;
  readonly caller: HookCaller;
  readonly clocks: SendParts['clocks'] & { readonly wall: Clock };
}

/** A hook that took nothing for so long is called no more until somebody mends it. */
const DISABLED_AFTER_MS = 24 * 3_600_000;

/** Signed calls of the web hooks. */
export function hookChannel(parts: HookParts): Channel {
  return {
    channels: ['hook'],
    send: (row) => callHook(parts, row),
    endedBy: ({ member }) => [{ member, codes: ['HOOK_GIVEN_UP'] }],
    causesOf: ({ member }, { code, last }) =>
      last ? [{ member, kind: 'notification', code }] : [],
    // A hook that ends takes with it what waits for it: locked first by all, they never wait in a ring.
    lock: async (tx, row) => {
      await parts.store.lockHook(tx, row.hook_id ?? '');
    },
    settled: (tx, row, tried) => keepHook(parts, tx, row, tried),
  };
}

async function callHook(parts: HookParts, row: OutboxRow): Promise<Tried> {
  const { store, memberKeys, caller, clocks } = parts;
  const [hook] = await store.findHooks(store.query, [row.hook_id ?? '']);
  if (hook === undefined || row.content === null || !isCalled(hook)) {
    return { kind: 'dropped', code: 'HOOK_DISABLED' };
  }
  const at = clocks.wall.now();
  const sealed = [hook.secret, ...(isValid(hook, at) ? [hook.old_secret] : [])];
  const secrets: string[] = [];
  for (const secret of sealed)
    if (secret !== null) secrets.push(await memberKeys.openValue(secret));
  const headers = webhookHeaders({ id: row.outbox_id, at, body: row.content }, secrets);
  const trusted = hook.trusted ?? undefined;
  const outcome = await caller.call({ url: hook.url, trusted, headers, body: row.content });
  if (outcome.kind === 'taken') return { kind: 'sent' };
  return outcome.kind === 'gone' ? { kind: 'dropped', code: 'HOOK_GONE' } : outcome;
}

const isCalled = ({ disabled_at, removed_at }: HookRow): boolean =>
  disabled_at === null && removed_at === null;

const isValid = ({ old_secret_until }: HookRow, at: Date): boolean =>
  old_secret_until !== null && at < old_secret_until;

/** Notes since when a hook takes nothing, and ends it when that is long, or when it asks for it. */
async function keepHook(
  parts: HookParts,
  tx: Transaction,
  row: OutboxRow,
  tried: Tried,
): Promise<void> {
  const { store, clocks } = parts;
  const hook = await store.lockHook(tx, row.hook_id ?? '');
  if (hook === undefined || !isCalled(hook)) return;
  const at = clocks.business.now();
  if (tried.kind === 'sent') {
    if (hook.failing_since !== null) await store.setHook(tx, { ...hook, failing_since: null });
    return;
  }
  const failing_since = hook.failing_since ?? at;
  const isOver = at.getTime() - failing_since.getTime() >= DISABLED_AFTER_MS;
  const isGone = tried.kind === 'dropped' && tried.code === 'HOOK_GONE';
  const isDisabled = isOver || isGone;
  if (!isDisabled && hook.failing_since !== null) return;
  await store.setHook(tx, { ...hook, failing_since, disabled_at: isDisabled ? at : null });
  if (!isDisabled) return;
  await store.dropOfHook(tx, hook.hook_id, { code: 'HOOK_DISABLED', at });
  const cause = { member: hook.member, kind: 'notification', code: 'HOOK_DISABLED' } as const;
  await reportCauses(parts, tx, [cause], at);
}
