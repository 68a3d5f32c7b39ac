import { ConnectionError } from 'sequelize';
import type { DeliveryOutcome, Parcel, StateAdapter } from '../../adapters/adapter.ts';
import type { Decorators } from '../../hub/build-hub.ts';
import type { ExchangeStore } from '../../hub/flows/exchange-store.ts';
import type { LedgerStore } from '../../hub/flows/sequence.ts';
import type { Signer } from '../../hub/ledger/signer.ts';
import type { Transaction } from '../../hub/store/database.ts';
import { CRASH_POINTS, type CrashPoint, PARTS_OF_LONE_CALLS, partOpenedBy } from './point-table.ts';

/** On which side of the call. */
export type Moment = 'before' | 'after';

/**
 * Called before and after each named call. It may end the process, or answer that the call fails: then
 * the hub hears that its connection broke, before the call had its effect or after.
 */
export type Reach = (point: CrashPoint, moment: Moment) => boolean;

/** Decorators that tell of every point the hub comes to, and let it fail there. */
export function tellingDecorators(reach: Reach): Required<Decorators> {
  return {
    store: (store) => tellingStore(store, reach),
    ledgerStore: (store) => tellingStore(store, reach),
    signer: (signer) => tellingSigner(signer, reach),
    // Between sign.signed and sign.publishing, so its write is killed within those two.
    headFile: (file) => file,
    adapter: (adapter) => tellingAdapter(adapter, reach),
    // No activity waits for what is told.
    notifier: (store) => store,
  };
}

const KNOWN: ReadonlySet<string> = new Set(CRASH_POINTS);

const isPoint = (name: string): name is CrashPoint => KNOWN.has(name);

const broken = (): Error => new ConnectionError(new Error('the connection broke'));

/** A call with what may happen on both sides of it. */
async function toldCall<T>(reach: Reach, name: string, call: () => Promise<T>): Promise<T> {
  if (!isPoint(name)) return call();
  if (reach(name, 'before')) throw broken();
  const answer = await call();
  if (reach(name, 'after')) throw broken();
  return answer;
}

type Calls = Record<string, (...args: unknown[]) => Promise<unknown>>;

/** What is known of a transaction. */
interface Told {
  /** By what its first statement is for. */
  part: string | undefined;
  /** Its statements are gathered now, not sent. */
  gathers: boolean;
}

/** By the transaction, and by its `query`. */
type Transactions = WeakMap<object, Told>;

function tellingStore<Store extends ExchangeStore | LedgerStore>(
  store: Store,
  reach: Reach,
): Store {
  const open: Transactions = new WeakMap();
  const named = [...KNOWN].map((point) => point.split('.')[1] ?? '');
  const told = Object.fromEntries(
    [...new Set(named)]
      .filter((name) => name in store && name !== 'commit')
      .map((name) => [name, toldStatement(store, name, { open, reach })]),
  );
  const withTransaction: Store['withTransaction'] = async (work) => {
    let mine: Transaction | undefined;
    const result = await store.withTransaction(async (tx) => {
      mine = toldTransaction(tx, open, reach);
      const answer = await work(mine);
      commitPoint(open, mine, reach, 'before');
      return answer;
    });
    if (mine !== undefined) commitPoint(open, mine, reach, 'after');
    return result;
  };
  return { ...store, ...told, withTransaction };
}

function commitPoint(open: Transactions, tx: Transaction, reach: Reach, moment: Moment): void {
  const name = `${open.get(tx)?.part ?? ''}.commit`;
  if (isPoint(name) && reach(name, moment)) throw broken();
}

/** What is written together goes out as one statement at the end. */
function toldTransaction(tx: Transaction, open: Transactions, reach: Reach): Transaction {
  const state: Told = { part: undefined, gathers: false };
  const told: Transaction = {
    ...tx,
    query: (sql, values) => tx.query(sql, values),
    together: (work) =>
      toldCall(reach, `${state.part ?? ''}.write`, async () => {
        state.gathers = true;
        try {
          await tx.together(work);
        } finally {
          state.gathers = false;
        }
      }),
  };
  open.set(told, state);
  open.set(told.query, state);
  return told;
}

interface Telling {
  readonly open: Transactions;
  readonly reach: Reach;
}

function toldStatement(
  store: object,
  name: string,
  { open, reach }: Telling,
): (...args: unknown[]) => Promise<unknown> {
  const call = (store as Calls)[name];
  if (call === undefined) throw new Error('there is no such call');
  return async (...args) => {
    const part = partOf(open, name, args);
    return part === undefined
      ? call(...args)
      : toldCall(reach, `${part}.${name}`, () => call(...args));
  };
}

/** Undefined where the call goes nowhere yet. */
function partOf(open: Transactions, name: string, [where, ...rest]: unknown[]): string | undefined {
  const state = open.get(where as object);
  if (state === undefined) return PARTS_OF_LONE_CALLS[name]?.(rest);
  state.part ??= partOpenedBy(name);
  return state.gathers ? undefined : state.part;
}

function tellingSigner(signer: Signer, reach: Reach): Signer {
  return {
    ...signer,
    sign: (text) => toldCall(reach, 'sign.sign', async () => signer.sign(text)),
  };
}

/** An adapter never throws for what a peer does: it says what failed. */
function tellingAdapter(adapter: StateAdapter, reach: Reach): StateAdapter {
  return {
    ...adapter,
    deliver: async (parcels, signal) => {
      if (reach('dispatch.send', 'before')) return failed(parcels, 'CONNECTION_FAILED');
      const outcomes = await adapter.deliver(parcels, signal);
      return reach('dispatch.send', 'after') ? failed(parcels, 'NO_ANSWER') : outcomes;
    },
  };
}

function failed(
  parcels: readonly Parcel[],
  code: 'CONNECTION_FAILED' | 'NO_ANSWER',
): DeliveryOutcome[] {
  return parcels.map(() => ({ kind: 'failed', code, detail: 'broken', bytesIn: 0 }));
}
