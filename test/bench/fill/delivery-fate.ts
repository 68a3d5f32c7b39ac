import type { DeliveryOutcome } from '../../../adapters/adapter.ts';
import type { Profile } from '../../../hub/compact/profile.ts';
import type { Random } from '../../../simulation/generator/random.ts';

/** What a person decides of a delivery that failed. */
export type Decided = 'replay' | 'skip' | 'cancel';

/** One thing that happens to a delivery, at a moment in milliseconds. */
export type FateStep =
  | { readonly kind: 'try'; readonly at: number; readonly outcome: DeliveryOutcome | 'none-yet' }
  | { readonly kind: 'acknowledge'; readonly at: number; readonly handsOver: boolean }
  | { readonly kind: 'refuse'; readonly at: number }
  | { readonly kind: 'decide'; readonly at: number; readonly action: Decided };

export interface FateFacts {
  readonly random: Random;
  readonly profile: Profile;
  readonly pulled: boolean;
  /** When it crossed, in milliseconds. */
  readonly crossedAt: number;
  readonly until: number;
  /** Since when the destination refuses the hub's credential; undefined: it does not. */
  readonly downSince: number | undefined;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** Assumptions of a plausible year, not measured. */
const CHANCES = {
  /** A try that fails and is made again by itself. */
  failsOnce: 0.45,
  failsAgain: 0.3,
  /** What a person has to look at. */
  goesWrong: 0.004,
  /** Of these, of more than ten days ago, those that nobody looked at. */
  forgotten: 0.03,
} as const;

const ANSWER: Pick<DeliveryOutcome & { kind: 'handed-over' }, 'kind' | 'bytesIn'> = {
  kind: 'handed-over',
  bytesIn: 212,
};

/** What becomes of a delivery, in order, as far as it happened until now. */
export function fateOf(facts: FateFacts): FateStep[] {
  const steps = facts.pulled ? fetched(facts) : pushed(facts);
  return steps.filter(({ at }) => at <= facts.until);
}

/** The state comes for it, and answers. */
function fetched({ random, crossedAt }: FateFacts): FateStep[] {
  const at = crossedAt + spread(random, 15 * MINUTE);
  const answeredAt = at + spread(random, 2 * MINUTE);
  const wrong = random.chance(CHANCES.goesWrong / 2);
  return [
    { kind: 'try', at, outcome: 'none-yet' },
    wrong
      ? { kind: 'refuse', at: answeredAt }
      : { kind: 'acknowledge', at: answeredAt, handsOver: true },
  ];
}

function pushed(facts: FateFacts): FateStep[] {
  const { random, downSince } = facts;
  let at = facts.crossedAt + 150 + spread(random, SECOND);
  if (downSince !== undefined && at >= downSince) {
    // The first one meets the refusal, those after it wait for the destination.
    if (!random.chance(0.05)) return [];
    return [{ kind: 'try', at, outcome: failure('CREDENTIALS_REFUSED', '401') }];
  }
  const steps: FateStep[] = [];
  for (let chance: number = CHANCES.failsOnce; random.chance(chance);) {
    const outcome = random.chance(0.5)
      ? failure('REMOTE_BUSY', '503')
      : failure('CONNECTION_FAILED', 'ECONNREFUSED');
    steps.push({ kind: 'try', at, outcome });
    at += 4 * SECOND + spread(random, 20 * SECOND);
    chance = CHANCES.failsAgain;
  }
  if (random.chance(CHANCES.goesWrong)) return [...steps, ...goneWrong(facts, at)];
  return [...steps, ...taken(facts, at)];
}

function taken({ random, profile }: FateFacts, at: number): FateStep[] {
  const { acknowledgement } = profile.capabilities;
  if (acknowledgement === 'synchronous') {
    const reference = referenceOf(profile.member, random);
    return [{ kind: 'try', at, outcome: { ...ANSWER, acknowledgement: { reference } } }];
  }
  const handedOver: FateStep = { kind: 'try', at, outcome: ANSWER };
  if (acknowledgement === 'none') return [handedOver];
  const acknowledgedAt = at + spread(random, 3 * MINUTE);
  return [handedOver, { kind: 'acknowledge', at: acknowledgedAt, handsOver: false }];
}

/** Refused, or perhaps taken; after some hours a person decides, unless nobody did. */
function goneWrong(facts: FateFacts, at: number): FateStep[] {
  const { random, profile, until } = facts;
  const isLost = !profile.capabilities.idempotent && random.chance(0.5);
  const outcome = isLost ? failure('NO_ANSWER', 'timeout') : failure('DOCUMENT_REFUSED', '422');
  const failed: FateStep = { kind: 'try', at, outcome };
  const decidedAt = at + spread(random, 0.7 * DAY);
  if (decidedAt > until || random.chance(CHANCES.forgotten)) return [failed];
  const action = random.weighted<Decided>([
    ['replay', 8],
    ['skip', 1],
    ['cancel', 1],
  ]);
  const decided: FateStep = { kind: 'decide', at: decidedAt, action };
  if (action !== 'replay') return [failed, decided];
  return [failed, decided, ...taken(facts, decidedAt + 2 * SECOND)];
}

function failure(
  code: (DeliveryOutcome & { kind: 'failed' })['code'],
  detail: string,
): DeliveryOutcome {
  return { kind: 'failed', code, detail, bytesIn: 0 };
}

/** By which a state's system names what it took. */
export function referenceOf(member: string, random: Random): string {
  return `${member}-${random.integer(1_000, 999_999)}`;
}

/** Around a mean: exponential. */
export function spread(random: Random, mean: number): number {
  return Math.round(-mean * Math.log(1 - random.next()));
}
