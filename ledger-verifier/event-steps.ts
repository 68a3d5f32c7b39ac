/** From which states an event may come, and what the transmission or delivery is after it. */
interface Step {
  readonly from: readonly string[];
  readonly to: string;
}

const WAITS_FOR_A_PERSON = ['outcome-unknown', 'retry-wait', 'held', 'dead-letter', 'refused'];

/** What happens to a delivery, which begins as `queued`. */
// prettier-ignore
export const DELIVERY_STEPS: Readonly<Record<string, Step>> = {
  'dispatching':     { from: ['queued', 'retry-wait'], to: 'dispatching' },
  'staged':          { from: ['dispatching'], to: 'dispatching' },
  'unsent':          { from: ['dispatching'], to: 'queued' },
  'handed-over':     { from: ['dispatching', 'outcome-unknown'], to: 'handed-over' },
  'acknowledged':    { from: ['dispatching', 'handed-over', 'outcome-unknown', 'retry-wait', 'held', 'dead-letter'], to: 'acknowledged' },
  'refused':         { from: ['dispatching', 'handed-over', 'outcome-unknown'], to: 'refused' },
  'retry':           { from: ['dispatching', 'outcome-unknown'], to: 'retry-wait' },
  'outcome-unknown': { from: ['dispatching'], to: 'outcome-unknown' },
  'held':            { from: ['queued', 'dispatching', 'retry-wait'], to: 'held' },
  'resumed':         { from: ['held'], to: 'queued' },
  'dead-letter':     { from: ['queued', 'dispatching', 'retry-wait'], to: 'dead-letter' },
  'replayed':        { from: ['handed-over', ...WAITS_FOR_A_PERSON], to: 'queued' },
  'superseded':      { from: ['queued', ...WAITS_FOR_A_PERSON], to: 'superseded' },
  'skipped':         { from: WAITS_FOR_A_PERSON, to: 'skipped' },
  'cancelled':       { from: ['queued', ...WAITS_FOR_A_PERSON], to: 'cancelled' },
  'expired':         { from: ['queued', 'retry-wait', 'held'], to: 'expired' },
};

/** What happens to a transmission, which begins as nothing. */
export const TRANSMISSION_STEPS: Readonly<Record<string, Step>> = {
  accepted: { from: [''], to: 'accepted' },
  released: { from: ['accepted'], to: 'released' },
  returned: { from: ['accepted', 'released'], to: 'returned' },
  transmitted: { from: ['accepted', 'released'], to: 'transmitted' },
};

/** What leaves an accepted transmission as it is. */
export const WITHOUT_STEP: ReadonlySet<string> = new Set([
  'viewed',
  'exported',
  'reminded',
  'sealed',
  'unsealed',
  'expunged',
  'purged',
  'erasure-reapplied',
]);

/** What belongs to no transmission, and so to no chain. */
export const STANDING_ALONE: ReadonlySet<string> = new Set([
  'rejected',
  'configuration-changed',
  'terms-agreed',
  'role-changed',
  'assigned',
  'credential-added',
  'credential-revoked',
  'key-rotated',
  'statement-signed',
  'certified',
  'erasure-proposed',
  'erasure-approved',
  'erasure-withdrawn',
  'clock-alarm',
  'incident-opened',
  'incident-closed',
  'epoch-start',
  'epoch-end',
  'sign-in',
  'session-renewal',
  'session-step-up',
  'session-ended',
  'account-invited',
  'account-activation',
  'account-locked',
  'account-unlocked',
  'account-deactivated',
  'account-confirmed',
  'account-change-refused',
  'password-change',
  'password-reset-asked',
  'password-reset',
  'recovery-code-used',
  'recovery-codes-renewed',
  'security-key-added',
  'security-key-removed',
  'security-key-blocked',
  'provider-bound',
  'provider-unbound',
  'policy-accepted',
]);
