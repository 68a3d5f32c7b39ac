import type { DeliveryState } from '../delivery/delivery-state.ts';
import type { SettlementStep } from '../delivery/settlement.ts';
import type { Transaction } from '../store/database.ts';
import type { DeliveryRow } from '../store/deliveries.ts';
import type { ErasureAction } from '../store/erasures.ts';
import { changeOf } from './delivery-rows.ts';
import type { Evidence } from './evidence.ts';
import type { ExchangeStore } from './exchange-store.ts';
import type { By } from './waiting-transmission.ts';

export interface EndParts {
  readonly store: ExchangeStore;
  readonly evidence: Evidence;
  readonly at: Date;
}

type Code = 'ERASED' | 'SEALED';

const GIVE_UP = (code: Code): SettlementStep => ({ event: 'give-up', leaf: 'dead-letter', code });

/**
 * What becomes of a delivery whose content is taken away. None for a state: it is over, and stays as it is.
 * What is with the state, perhaps, is left to a person under the code that says why it is not sent again.
 */
const ENDINGS: Partial<Record<DeliveryState, (code: Code) => readonly SettlementStep[]>> = {
  queued: (code) => [GIVE_UP(code)],
  claimed: (code) => [GIVE_UP(code)],
  'retry-wait': (code) => [GIVE_UP(code)],
  held: (code) => [{ event: 'resume', leaf: 'resumed' }, GIVE_UP(code)],
  dispatching: (code) => [{ event: 'lose-track', leaf: 'outcome-unknown', code }],
  'outcome-unknown': () => [],
  'dead-letter': () => [],
  refused: () => [],
};

/** Whether its worker has bytes under way, and still holds it. */
export function isInFlight({ state, lease_until }: DeliveryRow, now: Date): boolean {
  return state === 'dispatching' && lease_until !== null && lease_until > now;
}

/**
 * Ends the deliveries of content that is taken away, each with its leaves; of rows that the
 * transaction has locked and fenced.
 */
export async function endDeliveries(
  { store, evidence, at }: EndParts,
  tx: Transaction,
  rows: readonly DeliveryRow[],
  { action, by }: { readonly action: ErasureAction; readonly by: By },
): Promise<void> {
  const code = action === 'expunge' ? 'ERASED' : 'SEALED';
  const writes = rows.flatMap((row) => {
    const steps = ENDINGS[row.state]?.(code);
    if (steps === undefined) return [];
    const failure = { code, detail: DETAIL[code] };
    const settlement = { steps, failure, dueAt: at };
    return [changeOf({ evidence, now: at }, row, settlement, { facts: by })];
  });
  await store.writeDeliveries(tx.query, writes);
}

const DETAIL: Readonly<Record<Code, string>> = {
  ERASED: 'the content was expunged',
  SEALED: 'the content is sealed',
};
