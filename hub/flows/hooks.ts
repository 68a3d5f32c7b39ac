import type { HookCaller } from '../../adapters/web-hook.ts';
import { type Actor, NATIONAL } from '../access/actor.ts';
import type { Route } from '../access/policy.ts';
import { after } from '../clock.ts';
import { mintUuid, type RandomBytes } from '../message/identifiers.ts';
import { sha256 } from '../message/sealed-content.ts';
import { mintWebhookSecret } from '../notify/webhook-signature.ts';
import type { Transaction } from '../store/database.ts';
import type { HookRow } from '../store/hooks.ts';
import type { MemberKeys } from '../store/member-keys.ts';
import { ExchangeError } from './exchange-error.ts';
import type { ExchangeStore } from './exchange-store.ts';
import { type IncidentParts, closeCauses } from './report-incidents.ts';
import { requirePermission } from './require-permission.ts';

export interface HookRegisterParts extends IncidentParts {
  readonly store: ExchangeStore;
  readonly memberKeys: Pick<MemberKeys, 'sealValue'>;
  readonly random: RandomBytes;
  readonly caller: Pick<HookCaller, 'allows'>;
  /** Business clock. */
  readonly now: () => Date;
  /** The machine's time, by which signatures are made. */
  readonly wallNow: () => Date;
}

/** An address, and the authorities that its certificate must come from. */
export interface NewHook {
  readonly url: string;
  /** PEM; the public authorities without it. */
  readonly trusted?: string;
}

/** As it is shown once. */
export interface IssuedHook {
  readonly hookId: string;
  readonly secret: string;
}

export interface HookView {
  readonly hookId: string;
  readonly url: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly state: 'active' | 'failing' | 'disabled';
  readonly failingSince?: string;
  readonly disabledAt?: string;
  /** Until when the secret before signs too. */
  readonly oldSecretUntil?: string;
}

const MOST_HOOKS = 5;
/** How long the old secret signs beside the new one. */
const ROTATION_MS = 7 * 24 * 3_600_000;

/**
 * A web hook of the actor's member, with a secret that is shown once. Throws HOOK_ADDRESS_REFUSED for
 * an address that the hub may not call, STATE_FORBIDS for one too many.
 */
export async function addHook(
  parts: HookRegisterParts,
  actor: Actor,
  { url, trusted }: NewHook,
): Promise<IssuedHook> {
  if (!parts.caller.allows(url)) throw new ExchangeError('HOOK_ADDRESS_REFUSED');
  const { member } = actor;
  const secret = mintWebhookSecret(parts.random);
  const sealed = await parts.memberKeys.sealValue(member, secret);
  const at = parts.now();
  const hookId = mintUuid(at, parts.random);
  await parts.store.withTransaction(async (tx) => {
    const known = await parts.store.lockHooksOf(tx, member);
    if (known.length >= MOST_HOOKS) throw new ExchangeError('STATE_FORBIDS');
    await parts.store.insertHook(tx, {
      hook_id: hookId,
      member,
      url,
      trusted: trusted ?? null,
      secret: sealed,
      created_by: actor.reference,
      created_at: at,
    });
    const hash = sha256(Buffer.from([url, trusted ?? ''].join('\n'))).toString('hex');
    await recordChange(parts, tx, actor, { subject: `hook ${hookId}`, subjectHash: hash });
  });
  return { hookId, secret };
}

/** Those of the actor's member, the oldest first. */
export async function listHooks(
  { store, wallNow }: Pick<HookRegisterParts, 'store' | 'wallNow'>,
  actor: Actor,
): Promise<HookView[]> {
  const now = wallNow();
  return (await store.listHooks(store.query, actor.member)).map((row) => viewOf(row, now));
}

function viewOf(row: HookRow, now: Date): HookView {
  const { failing_since, disabled_at, old_secret_until } = row;
  const failing = failing_since === null ? 'active' : 'failing';
  return {
    hookId: row.hook_id,
    url: row.url,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    state: disabled_at === null ? failing : 'disabled',
    ...(failing_since === null ? {} : { failingSince: failing_since.toISOString() }),
    ...(disabled_at === null ? {} : { disabledAt: disabled_at.toISOString() }),
    ...(old_secret_until === null || old_secret_until <= now
      ? {}
      : { oldSecretUntil: old_secret_until.toISOString() }),
  };
}

/** A new secret, shown once; the one before signs beside it for a week. */
export async function rotateHook(
  parts: HookRegisterParts,
  actor: Actor,
  hookId: string,
): Promise<IssuedHook> {
  const secret = mintWebhookSecret(parts.random);
  const sealed = await parts.memberKeys.sealValue(actor.member, secret);
  const until = after(parts.wallNow(), ROTATION_MS);
  const changed = { route: 'POST /v1/hooks/{hookId}/rotate', subject: 'secret' } as const;
  await changeHook(parts, actor, { hookId, ...changed }, (hook) => ({
    ...hook,
    secret: sealed,
    old_secret: hook.secret,
    old_secret_until: until,
  }));
  return { hookId, secret };
}

/** Calls a hook again that was disabled. What happened meanwhile it does not hear of. */
export async function enableHook(
  parts: HookRegisterParts,
  actor: Actor,
  hookId: string,
): Promise<void> {
  const changed = { route: 'POST /v1/hooks/{hookId}/enable', subject: 'enabled' } as const;
  await changeHook(parts, actor, { hookId, ...changed }, (hook) => ({
    ...hook,
    failing_since: null,
    disabled_at: null,
  }));
}

export async function removeHook(
  parts: HookRegisterParts,
  actor: Actor,
  hookId: string,
): Promise<void> {
  const at = parts.now();
  const changed = { route: 'POST /v1/hooks/{hookId}/remove', subject: 'removed' } as const;
  await changeHook(parts, actor, { hookId, ...changed }, (hook) => ({ ...hook, removed_at: at }));
}

interface Change {
  readonly hookId: string;
  readonly route: Route;
  readonly subject: string;
}

async function changeHook(
  parts: HookRegisterParts,
  actor: Actor,
  { hookId, route, subject }: Change,
  change: (hook: HookRow) => HookRow,
): Promise<void> {
  const { store, now } = parts;
  await store.withTransaction(async (tx) => {
    const hook = await store.lockHook(tx, hookId);
    const record = hook && { ...hook, from_member: hook.member, to_member: null };
    requirePermission(route, actor, record);
    const changed = change(record);
    await store.setHook(tx, changed);
    if (changed.removed_at !== null) {
      await store.dropOfHook(tx, hookId, { code: 'HOOK_REMOVED', at: now() });
    }
    if (changed.disabled_at === null || changed.removed_at !== null) {
      await closeDisabled(parts, tx, hook?.member ?? '');
    }
    await recordChange(parts, tx, actor, { subject: `hook ${hookId} ${subject}` });
  });
}

/** The incident is over when none of the member's hooks is disabled any more. */
async function closeDisabled(
  parts: HookRegisterParts,
  tx: Transaction,
  member: string,
): Promise<void> {
  const left = await parts.store.listHooks(tx.query, member);
  if (left.some(({ disabled_at }) => disabled_at !== null)) return;
  const closing = { member, kind: 'notification', codes: ['HOOK_DISABLED'] } as const;
  await closeCauses(parts, tx, closing, parts.now());
}

async function recordChange(
  { store, evidence, now }: HookRegisterParts,
  tx: Transaction,
  { member, reference }: Actor,
  about: { readonly subject: string; readonly subjectHash?: string },
): Promise<void> {
  const of = member === NATIONAL ? {} : { from: member };
  const type = 'configuration-changed';
  const channel = reference === 'command' ? 'command' : 'console';
  const leaf = evidence.single({ type, actor: reference, channel, ...of, ...about }, now());
  await store.insertPendingLeaves(tx, [leaf]);
}
