import { createDeliveryStore } from '../delivery-store.ts';
import { readJournal } from '../journal.ts';
import { JOURNALS } from '../journal-lines.ts';
import type { ReceivedLine, SentLine } from '../journal-lines.ts';
import { findDialect } from '../native/find-dialect.ts';
import type { Meaning } from '../native/meaning.ts';
import { readReceipt } from '../outbox.ts';
import { compareMeanings } from './compare-meanings.ts';
import { createFindings } from './report.ts';
import type { OracleReport } from './report.ts';

/** A state whose data directory is read. */
export interface ObservedState {
  readonly member: string;
  readonly dialect: string;
  readonly dataDirectory: string;
}

/** What is known of one activity; small, since all are held at once. */
interface SentActivity {
  readonly to: string;
  /** Its sender's lane and the place in it. */
  readonly lane: string;
  readonly place: number;
  settled: 'no' | 'receipt' | 'waiting' | 'refused';
  receipt?: string;
  /** Where and under which id it had its first effect. */
  effectAt?: string;
  deliveryId?: string;
}

type Findings = ReturnType<typeof createFindings>;
type Sent = Map<string, SentActivity>;

/**
 * Merges what the states wrote down and checks it: every receipt's activity arrived where it was
 * sent, once, in the order of its case, and says there what its sender meant. Knows nothing of the
 * hub. To be run when nothing is under way.
 */
export async function checkJournals(states: readonly ObservedState[]): Promise<OracleReport> {
  const findings = createFindings();
  const sent: Sent = new Map();
  for (const state of states) await readSent(state, sent, findings);
  const arrivals = { effects: 0, repeats: 0 };
  for (const state of states) await readReceived(state, sent, { findings, arrivals });
  const lost = checkArrivals(sent, findings);
  let compared = 0;
  for (const state of states) compared += await compareSent(state, { states, sent, findings });
  const count = (...kinds: SentActivity['settled'][]): number =>
    [...sent.values()].filter(({ settled }) => kinds.includes(settled)).length;
  return {
    queued: sent.size,
    receipts: count('receipt', 'waiting'),
    waiting: count('waiting'),
    refused: count('refused'),
    unsettled: count('no'),
    delivered: count('receipt') - lost,
    ...arrivals,
    compared,
    ...findings.counts(),
    findings: findings.list(),
  };
}

const keyOf = (member: string, messageId: string): string => `${member} ${messageId}`;

async function readSent(state: ObservedState, sent: Sent, findings: Findings): Promise<void> {
  let place = 0;
  for await (const line of readJournal<SentLine>(state.dataDirectory, JOURNALS.sent)) {
    const key = keyOf(state.member, line.messageId);
    if (line.event === 'queued') {
      if (sent.has(key)) continue;
      place += 1;
      const lane = `${state.member} ${line.lane}`;
      sent.set(key, { to: line.meaning.to, lane, place, settled: 'no' });
      continue;
    }
    const activity = sent.get(key);
    if (activity === undefined) continue;
    if (line.event === 'receipt') noteReceipt(activity, line, { state, findings });
    else if (line.event === 'refused' && activity.settled === 'no') activity.settled = 'refused';
  }
}

function noteReceipt(
  activity: SentActivity,
  line: SentLine & { event: 'receipt' },
  { state, findings }: { state: ObservedState; findings: Findings },
): void {
  if (activity.receipt !== undefined && activity.receipt !== line.receipt) {
    findings.add('receiptsDiffering', state.member, line.messageId);
  }
  activity.receipt ??= line.receipt;
  activity.settled = readReceipt(line.receipt)?.status === 'transmitted' ? 'receipt' : 'waiting';
}

interface Arrivals {
  effects: number;
  repeats: number;
}

async function readReceived(
  state: ObservedState,
  sent: Sent,
  { findings, arrivals }: { findings: Findings; arrivals: Arrivals },
): Promise<void> {
  const seen = new Set<string>();
  const lastOfCase = new Map<string, number>();
  const lastOfLane = new Map<string, number>();
  const read = readerOf(state);
  for await (const line of readJournal<ReceivedLine>(state.dataDirectory, JOURNALS.received)) {
    const { member } = state;
    if (line.event === 'repeat') arrivals.repeats += 1;
    if (line.event === 'conflict') findings.add('conflicts', member, line.deliveryId);
    if (line.event === 'unreadable') findings.add('unreadable', member, line.deliveryId);
    if (line.event !== 'effect') continue;
    arrivals.effects += 1;
    if (seen.has(line.deliveryId)) {
      findings.add('effectsTwice', member, line.deliveryId);
      continue;
    }
    seen.add(line.deliveryId);
    noteOrder(lastOfCase, line, { member, findings });
    const meaning = await read(line.deliveryId);
    if (meaning === undefined) findings.add('unreadable', member, line.deliveryId);
    else noteEffect(sent, { member, line, meaning, findings, lastOfLane });
  }
}

function noteOrder(
  lastOfCase: Map<string, number>,
  { caseId, caseSequence, deliveryId }: ReceivedLine,
  { member, findings }: { member: string; findings: Findings },
): void {
  const last = lastOfCase.get(caseId) ?? 0;
  if (caseSequence !== last + 1) {
    findings.add('inversions', member, `${deliveryId}: ${caseSequence} after ${last}`);
  }
  lastOfCase.set(caseId, Math.max(last, caseSequence));
}

interface Effect {
  readonly member: string;
  readonly line: ReceivedLine;
  readonly meaning: Meaning;
  readonly findings: Findings;
  readonly lastOfLane: Map<string, number>;
}

function noteEffect(sent: Sent, effect: Effect): void {
  const { member, line, meaning, findings, lastOfLane } = effect;
  const activity = sent.get(keyOf(meaning.from, meaning.id));
  if (activity === undefined) {
    findings.add('unsent', member, `${line.deliveryId}: ${meaning.from} ${meaning.id}`);
    return;
  }
  if (activity.to !== member)
    findings.add('misrouted', member, `${line.deliveryId}: ${meaning.id}`);
  const last = lastOfLane.get(activity.lane) ?? 0;
  if (activity.place < last) findings.add('overtaken', member, `${line.deliveryId}: ${meaning.id}`);
  lastOfLane.set(activity.lane, Math.max(last, activity.place));
  if (activity.deliveryId === undefined) {
    activity.deliveryId = line.deliveryId;
    activity.effectAt = member;
  } else if (activity.effectAt === member) {
    findings.add(
      'effectsTwice',
      member,
      `${meaning.id}: ${activity.deliveryId} ${line.deliveryId}`,
    );
  }
  if (member === activity.to) {
    activity.deliveryId = line.deliveryId;
    activity.effectAt = member;
  }
}

function checkArrivals(sent: Sent, findings: Findings): number {
  let lost = 0;
  for (const [key, { settled, effectAt, to }] of sent) {
    if (settled !== 'receipt' || effectAt === to) continue;
    lost += 1;
    findings.add('lost', to, key);
  }
  return lost;
}

async function compareSent(
  state: ObservedState,
  { states, sent, findings }: { states: readonly ObservedState[]; sent: Sent; findings: Findings },
): Promise<number> {
  const readers = new Map(states.map((other) => [other.member, readerOf(other)]));
  let compared = 0;
  for await (const line of readJournal<SentLine>(state.dataDirectory, JOURNALS.sent)) {
    if (line.event !== 'queued') continue;
    const { deliveryId, effectAt } = sent.get(keyOf(state.member, line.messageId)) ?? {};
    if (deliveryId === undefined || effectAt === undefined) continue;
    const arrived = await readers.get(effectAt)?.(deliveryId);
    if (arrived === undefined) continue;
    const { differences, ...counts } = compareMeanings(line.meaning, arrived);
    compared += counts.compared;
    for (const pointer of differences) {
      findings.add('contentDifferences', effectAt, `${line.messageId} ${pointer}`);
    }
  }
  return compared;
}

/** Reads a delivery as the state itself reads it; undefined when it cannot be read. */
function readerOf({
  dialect: name,
  dataDirectory,
}: ObservedState): (deliveryId: string) => Promise<Meaning | undefined> {
  const dialect = findDialect(name);
  const { ending } = dialect;
  const store = createDeliveryStore({ folder: dataDirectory, ending, fsync: false });
  return async (deliveryId) => {
    const document = await store.find(deliveryId);
    try {
      return document === undefined ? undefined : dialect.read(document);
    } catch {
      return undefined;
    }
  };
}
