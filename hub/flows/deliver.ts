import type { DeliveryOutcome, Parcel } from '../../adapters/adapter.ts';
import { after, type Clocks } from '../clock.ts';
import { isAskedForOutcomes } from '../compact/profile.ts';
import { type Settlement, isAnswer, settle } from '../delivery/settlement.ts';
import { commit } from '../ledger/commitment.ts';
import { mintUuid, type RandomBytes } from '../message/identifiers.ts';
import { sealRecord } from '../message/sealed-content.ts';
import type { Transaction } from '../store/database.ts';
import type { DeliveryRow, LaneSlots } from '../store/deliveries.ts';
import type { RecordRow } from '../store/records.ts';
import type { Connection } from './connections.ts';
import { type EvidencedChange, type LeafFacts, changeOf, requeued } from './delivery-rows.ts';
import type { Evidence } from './evidence.ts';
import { type GroupAnswer, type GroupCommit, createGroupCommit } from './group-commit.ts';
import { withReceipts } from './received-deadlines.ts';
import { closeCauses, reportCauses } from './report-incidents.ts';
import { type Trial, claimTrials } from './try-destinations.ts';
import {
  type Translation,
  type TranslateParts,
  type Untranslatable,
  translate,
} from './translate.ts';

/** One end of a worker in company and three alone: this delivery is the cause. */
const MOST_CLAIMS = 4;

const HUB_ACTOR = 'hub';

export interface DeliverParts extends TranslateParts {
  readonly evidence: Evidence;
  readonly clocks: Clocks;
  readonly random: RandomBytes;
  /** In [0, 1), for the jitter of retries. */
  readonly jitter: () => number;
  /** A worker's lease on a delivery; renewed while it lives, taken over once it is late. */
  readonly leaseMs: number;
}

/** The steps of a delivery, each committed in groups with those of others. */
export interface DeliverySteps {
  claim(lanes: readonly LaneSlots[]): Promise<DeliveryRow[]>;
  /** One delivery for each of these held destinations that may be tried now. */
  claimTrials(members: readonly string[]): Promise<Trial[]>;
  /**
   * Translates and commits `dispatching`; the parcel may leave only after this. Undefined when
   * there is nothing to send: untranslatable, poisoned, or taken over by another worker.
   */
  dispatch(row: DeliveryRow): Promise<DispatchedParcel | undefined>;
  /** Gives up a claim of which no byte has left. */
  putBack(row: DeliveryRow): Promise<void>;
  settle(sent: DispatchedParcel, outcome: DeliveryOutcome, way: SettledWay): Promise<void>;
}

/** By which way it was sent, and whether the destination has failed too often of late with it. */
export interface SettledWay {
  readonly connection: Connection;
  readonly tripped?: boolean;
  /** An incident lasts, and a success ends it. */
  readonly mends?: boolean;
}

export interface DispatchedParcel {
  readonly parcel: Parcel;
  /** As committed: `dispatching`, with its lease. */
  readonly row: DeliveryRow;
}

export function createDeliverySteps(parts: DeliverParts): DeliverySteps {
  const changes: Changes = createGroupCommit<Write, boolean>({
    run: (writes) => writeChanges(parts, writes),
    maxItems: 128,
    maxGroups: 2,
  });
  return {
    claim: (lanes) => {
      const leaseUntil = after(parts.clocks.process.now(), parts.leaseMs);
      const now = parts.clocks.business.now();
      return parts.store.claimDue(parts.store.query, lanes, now, leaseUntil);
    },
    claimTrials: (members) => claimTrials(parts, members),
    dispatch: createDispatch(parts, changes),
    putBack: async (row) => {
      const now = parts.clocks.business.now();
      await changes.submit(requeued(row, now));
    },
    settle: async ({ row, parcel }, outcome, way) => {
      const { connection, tripped = false } = way;
      const settlement = settle(outcome, {
        attempt: row.attempt,
        createdAt: row.created_at,
        now: parts.clocks.business.now(),
        idempotent: connection.profile.capabilities.idempotent,
        asked: isAskedForOutcomes(connection.profile),
        trialUnder: connection.hold,
        tripped,
        random: parts.jitter(),
      });
      const write = settleWrite(parts, row, parcel, { outcome, settlement, connection });
      await changes.submit({ ...write, ...incidentOf(outcome, settlement, way) });
    },
  };
}

type Changes = GroupCommit<Write, boolean>;

/** So many deliveries that failed in this worker it keeps in mind. */
const MOST_OUTLIVED = 10_000;

/**
 * Translates in groups. What a worker held when it ended is worked on one at a time instead, and
 * counted before: so the one that ends workers is told from those that were only with it. What fails in
 * a worker that lives on (a full disk, a lost connection) ended none: to that worker it counts as new.
 */
function createDispatch(parts: DeliverParts, changes: Changes): DeliverySteps['dispatch'] {
  const translations = createGroupCommit({
    run: async (rows: readonly DeliveryRow[]) => {
      const made = await translate(parts, rows);
      return made.map((value) => ({ kind: 'done', value }) as const);
    },
    maxItems: 64,
    maxGroups: 1,
  });
  const suspects = createGroupCommit({
    run: async ([row]: readonly DeliveryRow[]) => {
      const value = row && (await dispatchSuspect(row));
      return [{ kind: 'done', value } as const];
    },
    maxItems: 1,
    maxGroups: 1,
  });

  const outlived = new Set<string>();

  async function dispatchSuspect(row: DeliveryRow): Promise<DispatchedParcel | undefined> {
    const claims = outlived.has(row.delivery_id) ? 1 : row.claims;
    if (claims >= MOST_CLAIMS) {
      await giveUp(parts, changes, row, { code: 'WORKER_KILLED', detail: 'ended its workers' });
      return undefined;
    }
    try {
      const dispatched = await dispatchAlone({ ...row, claims });
      outlived.delete(row.delivery_id);
      return dispatched;
    } catch (error) {
      if (outlived.size < MOST_OUTLIVED) outlived.add(row.delivery_id);
      throw error;
    }
  }

  async function dispatchAlone(row: DeliveryRow): Promise<DispatchedParcel | undefined> {
    const counted = await countTry(parts, row);
    const [translation] = counted === undefined ? [] : await translate(parts, [counted]);
    return counted && translation && commitDispatch(parts, changes, counted, translation);
  }

  return async (row) => {
    if (row.claims > 0) return suspects.submit(row);
    return commitDispatch(parts, changes, row, await translations.submit(row));
  };
}

async function commitDispatch(
  parts: DeliverParts,
  changes: Changes,
  row: DeliveryRow,
  translation: Translation | Untranslatable,
): Promise<DispatchedParcel | undefined> {
  if (translation.kind === 'untranslatable') {
    await giveUp(parts, changes, row, translation);
    return undefined;
  }
  const write = dispatchWrite(parts, row, translation);
  const mine = await changes.submit(write);
  return mine ? { row: write.change, parcel: parcelOf(write.change, translation) } : undefined;
}

/** Writes that the delivery is worked on by itself now; undefined when it was taken over. */
async function countTry(parts: DeliverParts, row: DeliveryRow): Promise<DeliveryRow | undefined> {
  const lease_until = after(parts.clocks.process.now(), parts.leaseMs);
  const counted = { ...row, claims: row.claims + 1, lease_until };
  const change = { ...counted, from_state: row.state };
  const [mine] = await parts.store.writeDeliveries(parts.store.query, [{ change, leaves: [] }]);
  return mine === true ? counted : undefined;
}

/** One delivery's change with everything that its transaction writes beside it. */
interface Write extends EvidencedChange {
  readonly record?: RecordRow;
  readonly hold?: Settlement['hold'];
  readonly incidents?: Incidents;
}

/** The codes that occurred, or the end of every incident of the destination. */
type Incidents = readonly string[] | 'end';

function incidentOf(
  outcome: DeliveryOutcome,
  { hold }: Settlement,
  { mends = false }: SettledWay,
): Pick<Write, 'incidents'> {
  if (isAnswer(outcome)) return mends ? { incidents: 'end' } : {};
  if (outcome.kind !== 'failed') return {};
  const codes = [outcome.code, ...(typeof hold === 'object' ? [hold.code] : [])];
  return { incidents: [...new Set(codes)] };
}

/** True for each change whose fence held; nothing is written for the others. */
async function writeChanges(
  parts: DeliverParts,
  writes: readonly Write[],
): Promise<GroupAnswer<boolean>[]> {
  const { store } = parts;
  const complete = await withReceipts(parts, store.query, writes);
  const touchesDestination = writes.some(({ hold, incidents }) => hold ?? incidents);
  const isMine = touchesDestination
    ? await store.withTransaction((tx) => writeWithDestinations(parts, tx, complete))
    : await store.writeDeliveries(store.query, complete);
  return isMine.map((value) => ({ kind: 'done', value }));
}

async function writeWithDestinations(
  parts: DeliverParts,
  tx: Transaction,
  writes: readonly Write[],
): Promise<boolean[]> {
  const { store, clocks } = parts;
  const isMine = await store.writeDeliveries(tx.query, writes);
  const mine = writes.filter((_write, place) => isMine[place]);
  // In one order, so that groups which touch the same destinations wait for each other and no more.
  const inOrder = mine.sort((a, b) => (a.change.to_member < b.change.to_member ? -1 : 1));
  for (const { change, hold } of inOrder) {
    const member = change.to_member;
    if (hold === 'ends') await store.releaseDestination(tx, member);
    else if (hold !== undefined) {
      await store.holdDestination(tx, { member, since: clocks.business.now(), ...hold });
    }
  }
  await writeIncidents(parts, tx, inOrder);
  return isMine;
}

async function writeIncidents(
  parts: DeliverParts,
  tx: Transaction,
  writes: readonly Write[],
): Promise<void> {
  const at = parts.clocks.business.now();
  const causes = writes.flatMap(({ change, incidents }) =>
    incidents === undefined || incidents === 'end'
      ? []
      : incidents.map((code) => ({ member: change.to_member, kind: 'delivery' as const, code })),
  );
  await reportCauses(parts, tx, causes, at);
  const mended = writes.filter(({ incidents }) => incidents === 'end');
  for (const member of new Set(mended.map(({ change }) => change.to_member))) {
    await closeCauses(parts, tx, { member, kind: 'delivery' }, at);
  }
}

/** The state, its evidence and the copy of what is sent, before the first byte leaves. */
function dispatchWrite(parts: DeliverParts, claimed: DeliveryRow, made: Translation): Write {
  const now = parts.clocks.business.now();
  const row = { ...claimed, attempt: claimed.attempt + 1 };
  const commitment = commit('payload', made.content.salt, made.body);
  const change = changeOf(
    { evidence: parts.evidence, now },
    row,
    { steps: [{ event: 'dispatch', leaf: 'dispatching' }] },
    {
      facts: {
        actor: HUB_ACTOR,
        channel: 'hub',
        payloadCommit: commitment.toString('hex'),
        bytesOut: made.body.length,
        ...(made.profileHash === null ? {} : { profileHash: made.profileHash }),
        ...(made.mappingHash === null ? {} : { mappingHash: made.mappingHash }),
      },
      beside: {
        claims: row.claims,
        // A state that pulls has it in hand until it answers, however long that takes.
        lease_until: row.pulled ? null : after(parts.clocks.process.now(), parts.leaseMs),
        profile_hash: made.profileHash,
        mapping_hash: made.mappingHash,
      },
    },
  );
  const record_id = mintUuid(now, parts.random);
  const record: RecordRow = {
    record_id,
    transmission_id: row.transmission_id,
    delivery_id: row.delivery_id,
    kind: 'sent',
    from_member: row.from_member,
    to_member: row.to_member,
    content_type: made.contentType,
    ciphertext: sealRecord(made.content, record_id, made.body, parts.random),
    commitment,
    recorded_at: now,
  };
  return { ...change, record };
}

function parcelOf(row: DeliveryRow, made: Translation): Parcel {
  return {
    deliveryId: row.delivery_id,
    transmissionId: row.transmission_id,
    destination: row.to_member,
    caseId: row.case_id,
    caseSequence: row.case_sequence,
    attempt: row.attempt,
    possibleDuplicate: row.attempt > 1,
    activityType: row.type,
    contentType: made.contentType,
    body: made.body,
    ...(made.attachments === undefined ? {} : { attachments: made.attachments }),
  };
}

interface Settled {
  readonly outcome: DeliveryOutcome;
  readonly settlement: Settlement;
  readonly connection: Connection;
}

function settleWrite(
  parts: DeliverParts,
  row: DeliveryRow,
  parcel: Parcel,
  { outcome, settlement, connection }: Settled,
): Write {
  const facts: LeafFacts = {
    actor: HUB_ACTOR,
    channel: connection.adapter.transport,
    bytesOut: parcel.body.length,
    ...('bytesIn' in outcome ? { bytesIn: outcome.bytesIn } : {}),
  };
  const now = parts.clocks.business.now();
  const change = changeOf({ evidence: parts.evidence, now }, row, settlement, { facts });
  return settlement.hold === undefined ? change : { ...change, hold: settlement.hold };
}

async function giveUp(
  parts: DeliverParts,
  changes: Changes,
  row: DeliveryRow,
  failure: { readonly code: string; readonly detail: string },
): Promise<void> {
  const { code, detail } = failure;
  const change = changeOf(
    { evidence: parts.evidence, now: parts.clocks.business.now() },
    row,
    { steps: [{ event: 'give-up', leaf: 'dead-letter', code }], failure: { code, detail } },
    { facts: { actor: HUB_ACTOR, channel: 'hub' } },
  );
  await changes.submit(change);
}
