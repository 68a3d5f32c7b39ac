import { readFileSync } from 'node:fs';
import type { Clocks } from './clock.ts';
import type { Config } from './config.ts';
import { type AttachmentParts, settleWaitingForAttachments } from './flows/attachments.ts';
import type { IntakeGate } from './flows/intake-gate.ts';
import type { WatchedLedgerLock } from './flows/ledger-lock.ts';
import { recoverDeliveries } from './flows/recover-deliveries.ts';
import type { PacedWork } from './flows/run-paced.ts';
import { scrub } from './flows/scrub.ts';
import { tellConfirmations } from './flows/tell-confirmations.ts';
import { tellIncidents } from './flows/tell-incidents.ts';
import { createClockWatch } from './flows/watch-clock.ts';
import { forgetOldIntake, watchExpiry } from './flows/watch-expiry.ts';
import type { HubFiles } from './load-files.ts';
import type { Log } from './log.ts';
import type { Notifier } from './open-notifier.ts';
import type { Metrics } from './metrics.ts';
import type { Exchange } from './open-exchange.ts';
import { findKeyExpiries } from './store/principals.ts';
import { SMALL_TABLE_BYTES, type Scrubber } from './store/scrub.ts';

export interface RoundsParts {
  readonly config: Config;
  readonly settings: { readonly passwordListDate: string };
  readonly files: HubFiles;
  readonly clocks: Clocks;
  readonly log: Log;
  readonly exchange: Exchange;
  readonly lock: WatchedLedgerLock;
  readonly gate: IntakeGate;
  readonly metrics: Metrics;
  readonly notifier: Notifier;
  readonly waiting: AttachmentParts;
  readonly scrubber: Scrubber;
  readonly leaseMs: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What every process does that nobody asks for. Under a locked ledger it looks on and changes nothing. */
export function roundsOf(parts: RoundsParts): readonly PacedWork[] {
  const { log, exchange, lock, gate, waiting, leaseMs, notifier } = parts;
  const { flows } = exchange;
  const tellMove = (milliseconds: number): void => {
    log.warn('clock-moved', { milliseconds });
  };
  const { telling } = notifier;
  const incidents = { ...telling, warn: log.warn.bind(log) };
  const writing: readonly PacedWork[] = [
    { part: 'expiry', everyMs: HOUR, round: expiryRound(parts) },
    { part: 'recovery', everyMs: leaseMs / 5, round: () => recoverDeliveries(flows) },
    { part: 'clock', everyMs: SECOND, round: createClockWatch(flows, tellMove) },
    { part: 'incidents', everyMs: SECOND, round: () => tellIncidents(incidents) },
    { part: 'confirmations', everyMs: DAY, round: () => tellConfirmations(telling) },
    { part: 'attachments', everyMs: MINUTE, round: () => settleWaitingForAttachments(waiting) },
    { part: 'scrub', everyMs: 5 * MINUTE, round: scrubRound(parts) },
    ...notifier.rounds,
  ];
  return [
    { part: 'ledger-lock', everyMs: SECOND, round: () => lock.look() },
    { part: 'intake-gate', everyMs: SECOND, round: () => gate.look() },
    ...writing.map((work) => ({ ...work, round: lock.whileOpen(work.round) })),
  ];
}

/** What expires; and beside it, as rarely, what the intake may forget. */
function expiryRound({ config, settings, files, clocks, exchange, metrics }: RoundsParts) {
  const { flows } = exchange;
  let soonest: ReadonlyMap<string, Date> = new Map();
  metrics.observeMembers('hub_soonest_expiry_seconds', () => {
    const now = clocks.wall.now().getTime();
    return new Map([...soonest].map(([member, at]) => [member, (at.getTime() - now) / SECOND]));
  });
  const watch = {
    ...flows,
    store: { ...flows.store, findKeyExpiries },
    profiles: files.states.profiles,
    passwordListDate: settings.passwordListDate,
    readTlsCertificate: () => config.tls && readFileSync(config.tls.certificate, 'utf8'),
    clock: clocks.wall,
  };
  return async (): Promise<void> => {
    soonest = await watchExpiry(watch);
    await forgetOldIntake(watch);
  };
}

/** Rewrites what an erasure left in pages of small tables; large ones wait for the administrator. */
function scrubRound({ clocks, exchange, scrubber }: RoundsParts) {
  const { store } = exchange.flows;
  const now = (): Date => clocks.business.now();
  return () => scrub({ store, scrubber, now, largestBytes: SMALL_TABLE_BYTES });
}
