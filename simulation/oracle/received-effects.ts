import { readJournal } from '../journal.ts';
import { JOURNALS } from '../journal-lines.ts';
import type { ReceivedLine } from '../journal-lines.ts';
import type { Meaning } from '../native/meaning.ts';
import { readerOf } from './observed-state.ts';
import type { ObservedState } from './observed-state.ts';
import type { Findings } from './report.ts';
import { keyOf } from './sent-activities.ts';
import type { Sent } from './sent-activities.ts';

export interface Arrivals {
  effects: number;
  repeats: number;
}

/** Reads what reached a state, and notes where and when each activity had its effect. */
export async function readReceived(
  state: ObservedState,
  sent: Sent,
  { senders, findings, arrivals }: { senders: string[]; findings: Findings; arrivals: Arrivals },
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
    const key = keyOfOnly(line.messageId, sent, senders) ?? (await keyOfDocument(line, read));
    if (key === undefined) findings.add('unreadable', member, line.deliveryId);
    else noteEffect(sent, { member, line, key, findings, lastOfLane });
  }
}

/** The activity of this id when only one state has sent such a one; what it says is compared later. */
function keyOfOnly(
  messageId: string | undefined,
  sent: Sent,
  senders: readonly string[],
): string | undefined {
  if (messageId === undefined) return undefined;
  const keys = senders.map((sender) => keyOf(sender, messageId)).filter((key) => sent.has(key));
  return keys.length === 1 ? keys[0] : undefined;
}

async function keyOfDocument(
  { deliveryId }: ReceivedLine,
  read: (deliveryId: string) => Promise<Meaning | undefined>,
): Promise<string | undefined> {
  const meaning = await read(deliveryId);
  return meaning === undefined ? undefined : keyOf(meaning.from, meaning.id);
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
  /** The activity as its document names it. */
  readonly key: string;
  readonly findings: Findings;
  readonly lastOfLane: Map<string, number>;
}

function noteEffect(sent: Sent, { member, line, key, findings, lastOfLane }: Effect): void {
  const activity = sent.get(key);
  if (activity === undefined) {
    findings.add('unsent', member, `${line.deliveryId}: ${key}`);
    return;
  }
  if (activity.to !== member) findings.add('misrouted', member, `${line.deliveryId}: ${key}`);
  const last = lastOfLane.get(activity.lane) ?? 0;
  if (activity.place < last) findings.add('overtaken', member, `${line.deliveryId}: ${key}`);
  lastOfLane.set(activity.lane, Math.max(last, activity.place));
  if (activity.deliveryId === undefined) {
    activity.deliveryId = line.deliveryId;
    activity.effectAt = member;
  } else if (activity.effectAt === member) {
    findings.add('effectsTwice', member, `${key}: ${activity.deliveryId} ${line.deliveryId}`);
  }
  if (member === activity.to) {
    activity.deliveryId = line.deliveryId;
    activity.effectAt = member;
  }
}
