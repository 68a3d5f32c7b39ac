import { createSignersInForce } from '../../hub/flows/ledger-keys.ts';
import { type StatementParts, makeStatements } from '../../hub/flows/make-statements.ts';
import { ledgerKeysOf } from '../../hub/open-ledger.ts';
import { insertPendingLeaves } from '../../hub/store/pending-leaves.ts';
import * as statements from '../../hub/store/statements.ts';
import type { TestSite } from './test-hub.ts';

type StatementStore = StatementParts['store'];

/** Makes the statements of the days that are over now; returns how many. */
export async function makeStatementsOf(
  { parts, config }: TestSite,
  decorate: (store: StatementStore) => StatementStore = (store) => store,
): Promise<number> {
  const store = { ...parts.ledgerStore, ...statements, insertPendingLeaves };
  const { origin } = await store.findHead(store.query);
  const signers = createSignersInForce(ledgerKeysOf(config, parts.store, { origin }));
  return makeStatements({ ...parts, store: decorate(store), signers });
}

/** Waits until all that happened is signed for. */
export const untilSigned = (site: TestSite): Promise<unknown> =>
  site.until(
    () =>
      site.query(`SELECT FROM ledger_head WHERE signed_size < size OR size = 0
                  UNION ALL SELECT FROM pending_leaves`),
    (rows) => rows.length === 0,
  );
