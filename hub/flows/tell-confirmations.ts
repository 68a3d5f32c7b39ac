import { after } from '../clock.ts';
import { CONFIRMED_MS } from './read-accounts.ts';
import type { takeUnconfirmed } from '../store/accounts.ts';
import type { Transaction } from '../store/database.ts';
import { type TellOfficesParts, findAudience, hasAudience, tellOffices } from './tell-offices.ts';

export interface TellConfirmationsParts extends TellOfficesParts {
  readonly store: TellOfficesParts['store'] & {
    readonly takeUnconfirmed: typeof takeUnconfirmed;
    readonly withTransaction: <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;
  };
}

/**
 * Tells administrators which accounts of their compact office's staff wait for the yearly confirmation: each
 * once, until it was confirmed and a year has passed again.
 */
export async function tellConfirmations(parts: TellConfirmationsParts): Promise<void> {
  const { store } = parts;
  const now = parts.now();
  await store.withTransaction(async (tx) => {
    const audience = await findAudience(parts, tx.query);
    // Nobody would hear of it: it is told once somebody does.
    if (!hasAudience(audience)) return;
    const due = await store.takeUnconfirmed(tx, after(now, -CONFIRMED_MS));
    if (due.length === 0) return;
    const told = due.map(({ member, reference: account }) => ({
      member,
      cause: `confirmation ${account}`,
      notice: { event: 'confirmation-due', facts: { account }, happenedAt: now } as const,
    }));
    await tellOffices(parts, tx, audience, told);
  });
}
