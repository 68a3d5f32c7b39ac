import { parseEntry } from '../../ledger-verifier/entry.ts';
import { unwrapKey, wrapKey } from '../message/sealed-content.ts';
import type { CaseRow } from '../store/cases.ts';
import type { Transaction } from '../store/database.ts';
import type { DeliveryRow } from '../store/deliveries.ts';
import type { CoveredRow, FileKey } from '../store/erased-content.ts';
import type { ErasureAction } from '../store/erasures.ts';
import type { PendingLeafRow } from '../store/pending-leaves.ts';
import type { ContentState, TransmissionRow } from '../store/transmissions.ts';
import { NEW_CASE } from '../compact/case-state.ts';
import type { TransmissionEvent } from '../ledger/event.ts';
import { endDeliveries, isInFlight } from './end-deliveries.ts';
import type { EventFacts, Evidence } from './evidence.ts';
import type { ExchangeStore } from './exchange-store.ts';
import { lockKeyOf } from './prepared-activity.ts';
import { type By, chainOf } from './waiting-transmission.ts';
import { withState } from './working-set.ts';

export interface TakeParts {
  readonly store: ExchangeStore;
  readonly evidence: Evidence;
  /** Read from its file when it is needed, and not kept. */
  readonly sealKey: () => Buffer;
  /** Business clock. */
  readonly now: () => Date;
  /** Process clock: whether whoever works on a delivery still holds it. */
  readonly leaseNow: () => Date;
}

/** What is to be done to which transmissions, and what the leaf of each says beside itself. */
export interface Taking {
  readonly action: ErasureAction;
  readonly by: By;
  readonly facts: Pick<
    EventFacts<TransmissionEvent>,
    'type' | 'authority' | 'approvers' | 'subject' | 'code'
  >;
  /** Whether a case goes as a whole, as the leaf of each of its transmissions says. */
  readonly scopeOf: (caseId: string) => 'transmission' | 'case';
}

/** What the content is after each action, and of which it is made. */
const BECOMES: Readonly<Record<ErasureAction, ContentState>> = {
  expunge: 'expunged',
  seal: 'sealed',
  unseal: 'kept',
};
const TAKES: Readonly<Record<ErasureAction, readonly ContentState[]>> = {
  expunge: ['kept', 'sealed'],
  seal: ['kept'],
  unseal: ['sealed'],
};

/** Whether the action changes anything of content in this state. */
export function takes(action: ErasureAction, content: ContentState): boolean {
  return TAKES[action].includes(content);
}

/** What is covered, locked with all that may be changed of it until the transaction ends. */
export interface LockedCover {
  readonly cases: ReadonlyMap<string, CaseRow>;
  /** Cases that the order takes as a whole. */
  readonly whole: readonly string[];
  /** Those whose content the action changes. */
  readonly transmissions: readonly TransmissionRow[];
  readonly deliveries: readonly DeliveryRow[];
  readonly files: readonly FileKey[];
}

/**
 * Locks in the order of every flow: names of files, cases, deliveries, deadlines, transmissions.
 * Undefined when what is covered grew before its locks were held: it is asked for again.
 */
export async function lockCover(
  { store }: TakeParts,
  tx: Transaction,
  action: ErasureAction,
  find: () => Promise<readonly CoveredRow[]>,
): Promise<LockedCover | undefined> {
  const seen = await find();
  const files = await store.filesNamedBy(tx.query, idsOf(seen));
  await store.lockKeys(tx, new Set(files.map(({ token }) => lockKeyOf(token))), true);
  const { locked } = await store.lockCases(tx, casesOf(seen), true);
  const covered = await find();
  const filesNow = await store.filesNamedBy(tx.query, idsOf(covered));
  if (filesNow.length > files.length || casesOf(covered).some((id) => !locked.has(id))) {
    return undefined;
  }
  const taken = covered.filter(({ content }) => takes(action, content));
  const ids = idsOf(taken);
  const deliveries = await store.lockDeliveriesOf(tx, ids);
  await store.lockDeadlinesOf(tx, ids);
  return {
    cases: locked,
    whole: [...new Set(covered.filter(({ whole }) => whole).map(({ case_id }) => case_id))],
    transmissions: await store.lockTransmissions(tx, ids),
    deliveries,
    files,
  };
}

const idsOf = (rows: readonly CoveredRow[]): string[] =>
  rows.map(({ transmission_id }) => transmission_id);
const casesOf = (rows: readonly CoveredRow[]): string[] => [
  ...new Set(rows.map(({ case_id }) => case_id)),
];

/** A send is under way, and its worker will soon say what became of it. */
export function hasSendUnderWay({ leaseNow }: TakeParts, cover: LockedCover): boolean {
  return cover.deliveries.some((row) => isInFlight(row, leaseNow()));
}

/**
 * Expunges, seals or unseals what is covered, with a leaf of each transmission, in the caller's
 * transaction: everybody else sees it whole before or whole after.
 */
export async function takeContent(
  parts: TakeParts,
  tx: Transaction,
  cover: LockedCover,
  taking: Taking,
): Promise<void> {
  const { store } = parts;
  const at = parts.now();
  const ids = cover.transmissions.map(({ transmission_id }) => transmission_id);
  if (taking.action !== 'unseal') {
    await store.fenceDeliveries(tx, ids);
    await endDeliveries({ ...parts, at }, tx, await store.lockDeliveriesOf(tx, ids), taking);
    await store.closeReviewsOf(tx, ids, { by: taking.by.actor, at });
  }
  await writeLeaves(parts, tx, cover.transmissions, taking, at);
  if (taking.action === 'expunge') await store.destroyContent(tx, ids);
  else await rewrapKeys(parts, tx, ids, taking.action === 'seal');
  const content = BECOMES[taking.action];
  await store.setContent(
    tx,
    cover.transmissions.map((row) => ({
      transmission_id: row.transmission_id,
      content,
      status: taking.action !== 'unseal' && waits(row) ? 'returned' : row.status,
    })),
  );
  await settleFiles(parts, tx, cover.files);
  await settleCases(parts, tx, cover, taking.action, at);
}

function waits({ status }: TransmissionRow): boolean {
  return status === 'awaiting-release' || status === 'awaiting-attachments';
}

async function writeLeaves(
  { store, evidence }: TakeParts,
  tx: Transaction,
  rows: readonly TransmissionRow[],
  { action, by, facts, scopeOf }: Taking,
  at: Date,
): Promise<void> {
  const targets = targetsOf(
    await store.leavesOf(
      tx.query,
      rows.map(({ transmission_id }) => transmission_id),
    ),
  );
  const leaves: PendingLeafRow[] = [];
  const moved = rows.map((row) => {
    let chain = chainOf(row);
    const say = (
      more: Partial<EventFacts<TransmissionEvent>> & Pick<Taking['facts'], 'type'>,
    ): void => {
      const made = evidence.chained(chain, { ...ownFacts(row), ...by, ...more }, at);
      leaves.push(made.leaf);
      chain = made.chain;
    };
    // It never crosses now: the wait ends before the content does.
    if (action !== 'unseal' && waits(row)) {
      say({ type: 'returned', code: action === 'expunge' ? 'ERASED' : 'SEALED' });
    }
    const named = targets.get(row.transmission_id) ?? [];
    const outcome = scopeOf(row.case_id);
    say({ ...facts, outcome, ...(named.length === 0 ? {} : { targets: named }) });
    return { ...row, event_no: chain.eventNo, last_leaf_hash: chain.lastLeafHash };
  });
  if (moved.length > 0) await store.setChains(tx, moved);
  await store.insertPendingLeaves(tx, leaves);
}

function ownFacts(row: TransmissionRow) {
  return {
    transmissionId: row.transmission_id,
    from: row.from_member,
    activityType: row.type,
    schema: row.schema_hash,
    ...(row.to_member === null ? {} : { to: row.to_member }),
  };
}

/** Of each transmission the events that committed to content. */
function targetsOf(entries: readonly Buffer[]): Map<string, string[]> {
  const targets = new Map<string, string[]>();
  for (const entry of entries) {
    const { event } = parseEntry(entry);
    const { transmissionId, eventId } = event;
    const commits = ['payloadCommit', 'envelopeCommit', 'acknowledgementCommit'] as const;
    if (transmissionId === undefined || !commits.some((name) => name in event)) continue;
    targets.set(transmissionId, [...(targets.get(transmissionId) ?? []), eventId]);
  }
  return targets;
}

/** A sealed key is the member's wrapped key, wrapped once more: neither key opens it alone. */
async function rewrapKeys(
  { store, sealKey }: TakeParts,
  tx: Transaction,
  transmissionIds: readonly string[],
  sealed: boolean,
): Promise<void> {
  const key = sealKey();
  for (const row of await store.keysToRewrap(tx, transmissionIds, sealed)) {
    await store.rewrapKey(
      tx,
      { ...row, wrapped_key: rewrapped(key, row.wrapped_key, sealed) },
      sealed,
    );
  }
}

function rewrapped(sealKey: Buffer, wrapped: Buffer, sealed: boolean): Buffer {
  return sealed ? wrapKey(sealKey, wrapped) : unwrapKey(sealKey, wrapped);
}

/** A file goes with the last that names it, is sealed while all that name it are, and else is open. */
async function settleFiles(
  { store, sealKey }: TakeParts,
  tx: Transaction,
  files: readonly FileKey[],
): Promise<void> {
  if (files.length === 0) return;
  const found = await store.standingOfFiles(tx.query, files);
  const gone = found.filter(({ named }) => !named);
  await store.deleteFiles(
    tx,
    gone.map(({ attachment_id }) => attachment_id),
  );
  for (const file of found) {
    const { attachment_id, wrapped_key, sealed, named, open } = file;
    if (!named || sealed !== open || wrapped_key === null) continue;
    const rewrap = { attachment_id, wrapped_key: rewrapped(sealKey(), wrapped_key, !sealed) };
    await store.rewrapFile(tx, rewrap, !sealed);
  }
}

async function settleCases(
  { store }: TakeParts,
  tx: Transaction,
  { cases, whole }: LockedCover,
  action: ErasureAction,
  at: Date,
): Promise<void> {
  const rows = whole
    .map((caseId) => cases.get(caseId))
    .filter((row) => row !== undefined)
    .filter(({ content }) => takes(action, content));
  const content = BECOMES[action];
  await store.updateCases(
    tx,
    rows.map((row) => (action === 'expunge' ? blank(row, at) : { ...row, content })),
  );
  if (action !== 'expunge') return;
  const ids = rows.map(({ case_id }) => case_id);
  await store.forgetCases(tx, ids);
  await store.endDeadlinesOf(tx, ids, at);
}

/** What happened in it told of the person: nothing of that is left but how many activities crossed. */
function blank(row: CaseRow, at: Date): CaseRow {
  return { ...withState(row, NEW_CASE, at), registrable: false, content: 'expunged' };
}
