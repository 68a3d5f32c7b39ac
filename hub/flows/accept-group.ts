import { type RandomBytes, isHubId, mintHubId } from '../message/identifiers.ts';
import type { CaseRow } from '../store/cases.ts';
import type { Transaction } from '../store/database.ts';
import type { TypeInCase } from '../store/deliveries.ts';
import type { MemberKeys } from '../store/member-keys.ts';
import {
  acceptedFacts,
  statusOf,
  transmissionRow,
  outgoingReview,
  transmittableOf,
  writeContent,
} from './accepted-rows.ts';
import type { Evidence } from './evidence.ts';
import { ExchangeError } from './exchange-error.ts';
import type { ExchangeStore } from './exchange-store.ts';
import type { GroupAnswer } from './group-commit.ts';
import { byToken, differencesOf } from './named-attachments.ts';
import {
  CASE_NUMBER,
  type PreparedActivity,
  attachmentKeysOf,
  identifierKeysOf,
  lockKeysOf,
  personKeysOf,
  repeatKeyOf,
} from './prepared-activity.ts';
import type { StatesInForce } from './read-submission.ts';
import { correctionName, readFailedBefore } from './failed-before.ts';
import { repeatName, repeatOf } from './repeats.ts';
import { allowMove, transmit } from './transmit.ts';
import {
  type Accepted,
  type WorkingSet,
  crossedIn,
  emptySet,
  openCase,
  requireOpenCase,
  sideOf,
  writeAll,
} from './working-set.ts';

export interface AcceptGroupParts {
  readonly store: ExchangeStore;
  readonly memberKeys: MemberKeys;
  readonly evidence: Evidence;
  readonly now: () => Date;
  readonly random: RandomBytes;
  readonly receiptKeyId: string;
  /** Hash of the manifest of schemas and code lists in force. */
  readonly schemaHash: string;
  readonly states: StatesInForce;
}

type Answer = GroupAnswer<Accepted>;

/**
 * The acceptance transaction for many activities (docs/architecture.md, the path of an activity):
 * locks, reads under the locks, decides each in order of arrival, writes all. An activity whose
 * locks another transaction holds is put off; nothing is written for it or for a refused one.
 */
export function acceptGroup(
  parts: AcceptGroupParts,
  items: readonly PreparedActivity[],
  alone: boolean,
): Promise<Answer[]> {
  return parts.store.withTransaction(async (tx) => {
    const { set, available } = alone
      ? await waitForLocks(parts, tx, items)
      : await tryLocks(parts, tx, items);
    const answers: Answer[] = [];
    for (const item of items) {
      answers.push(available.has(item) ? await decide(parts, set, item) : { kind: 'later' });
    }
    await decideRefusedAgain(parts, tx, { set, items, answers });
    await writeAll(parts.store, tx, set);
    return answers;
  });
}

interface UnderLocks {
  readonly set: WorkingSet;
  /** Items whose locks this transaction holds. */
  readonly available: ReadonlySet<PreparedActivity>;
}

/** Takes what is free and reads it, in one round trip. */
async function tryLocks(
  { store, now }: AcceptGroupParts,
  tx: Transaction,
  items: readonly PreparedActivity[],
): Promise<UnderLocks> {
  const keysOf = new Map(items.map((item) => [item, lockKeysOf(item)]));
  const subjects = items.flatMap(({ read }) => read.activity.envelope.subject ?? []);
  const gathered = await store.gather(tx, {
    keys: [...new Set([...keysOf.values()].flat())].sort((a, b) => (a < b ? -1 : 1)),
    repeats: items.map(repeatKeyOf),
    identifiers: items.flatMap(identifierKeysOf),
    caseIds: [...new Set(subjects.filter(isHubId))],
  });
  const mine = items.filter((item) => keysOf.get(item)?.every((key) => gathered.held.has(key)));
  const set = emptySet(now());
  for (const [token, caseId] of gathered.named) set.identifiers.set(token, caseId);
  for (const [caseId, row] of gathered.locked) set.cases.set(caseId, row);
  await readBesides(store, tx, set, mine);
  const repeated = mine.filter((item) => gathered.repeated.has(repeatName(repeatKeyOf(item))));
  await readRepeats(store, tx, set, repeated);
  const free = mine.filter((item) => !gathered.busy.has(namedCase(set, item) ?? ''));
  return { set, available: new Set(free) };
}

/** Waits for the locks of one item, and reads when it holds them. */
async function waitForLocks(
  { store, now }: AcceptGroupParts,
  tx: Transaction,
  items: readonly PreparedActivity[],
): Promise<UnderLocks> {
  await store.lockKeys(tx, new Set(items.flatMap(lockKeysOf)), true);
  const set = emptySet(now());
  await readBesides(store, tx, set, items);
  await readAgain(store, tx, set, items);
  return { set, available: new Set(items) };
}

/**
 * `tryLocks` reads in the snapshot of the statement that takes the locks, so it may have missed what
 * committed just before. Nothing is refused on that: with the locks held it is read once more, and with
 * it what an activity may correct that no row lets pass.
 */
async function decideRefusedAgain(
  parts: AcceptGroupParts,
  tx: Transaction,
  decided: {
    readonly set: WorkingSet;
    readonly items: readonly PreparedActivity[];
    readonly answers: Answer[];
  },
): Promise<void> {
  const { set, items, answers } = decided;
  const refused = items.filter((_, position) => answers[position]?.kind === 'failed');
  if (refused.length === 0) return;
  await readAgain(parts.store, tx, set, refused);
  const asked = refused.map((item) => typeInCase(set, item)).filter((each) => each !== undefined);
  await readFailedBefore(parts.store, tx.query, set, asked);
  for (const [position, item] of items.entries()) {
    if (refused.includes(item)) answers[position] = await decide(parts, set, item);
  }
}

function typeInCase(set: WorkingSet, item: PreparedActivity): TypeInCase | undefined {
  const caseId = namedCase(set, item);
  const { type, destination } = item.read.activity.envelope;
  return caseId === undefined ? undefined : { caseId, to: destination, type };
}

/** Repeats, identifiers and cases of these items, waiting for case locks. */
async function readAgain(
  store: ExchangeStore,
  tx: Transaction,
  set: WorkingSet,
  items: readonly PreparedActivity[],
): Promise<void> {
  await readRepeats(store, tx, set, items);
  const identifiers = await store.findIdentifiers(tx.query, items.flatMap(identifierKeysOf));
  for (const { token, case_id } of identifiers) set.identifiers.set(token.toString('hex'), case_id);
  const named = items.map((item) => namedCase(set, item)).filter((id) => id !== undefined);
  const unread = [...new Set(named)].filter((caseId) => !set.cases.has(caseId));
  const { locked } = await store.lockCases(tx, unread, true);
  for (const [caseId, row] of locked) set.cases.set(caseId, row);
}

async function readRepeats(
  store: ExchangeStore,
  tx: Transaction,
  set: WorkingSet,
  items: readonly PreparedActivity[],
): Promise<void> {
  if (items.length === 0) return;
  for (const row of await store.findRepeats(tx.query, items.map(repeatKeyOf))) {
    const name = repeatName({ member: row.from_member, id: row.sender_message_id });
    if (!set.repeats.has(name)) set.repeats.set(name, { kind: 'stored', row });
  }
}

/** What only some activities name: attachments and persons. */
async function readBesides(
  store: ExchangeStore,
  tx: Transaction,
  set: WorkingSet,
  items: readonly PreparedActivity[],
): Promise<void> {
  const stored = await store.findStoredAttachments(tx.query, items.flatMap(attachmentKeysOf));
  for (const [token, file] of byToken(stored)) set.attachments.set(token, file);
  const persons = await store.findPersonMembers(tx.query, items.flatMap(personKeysOf));
  for (const { person_id, member } of persons) set.knownPersons.add(`${person_id} ${member}`);
}

async function decide(
  parts: AcceptGroupParts,
  set: WorkingSet,
  item: PreparedActivity,
): Promise<Answer> {
  try {
    const name = repeatName(repeatKeyOf(item));
    const earlier = set.repeats.get(name);
    if (earlier !== undefined) {
      const value = await repeatOf(parts.memberKeys, earlier, item);
      return { kind: 'done', value };
    }
    const accepted = acceptOne(parts, set, item);
    const { receivedDigest, contentDigest } = item;
    set.repeats.set(name, { kind: 'in-group', accepted, receivedDigest, contentDigest });
    return { kind: 'done', value: accepted };
  } catch (error) {
    return { kind: 'failed', error };
  }
}

/** Decides one. Everything that can refuse comes before the first change of the working set. */
export function acceptOne(
  parts: Pick<AcceptGroupParts, 'evidence' | 'states' | 'random' | 'receiptKeyId' | 'schemaHash'>,
  set: WorkingSet,
  item: PreparedActivity,
): Accepted {
  const { envelope } = item.read.activity;
  const existing = findCase(set, item);
  if (existing === undefined && !item.read.activity.definition.opensCase) {
    throw new ExchangeError('CASE_REQUIRED');
  }
  const row = existing ?? newCase(parts, set, item);
  checkParties(row, item.actor.member, envelope.destination);
  checkOwnNumber(set, item, row.case_id);
  const differences = differencesOf(item.attachments, set.attachments);
  if (differences.length > 0) throw new ExchangeError('ATTACHMENT_DIFFERS', differences);
  const transmittable = transmittableOf(parts, item, row.case_id);
  const status = statusOf(set, item);
  const failed = set.failed.get(correctionName(transmittable));
  const move = status === 'transmitted' ? allowMove(row, transmittable, failed) : undefined;

  if (existing === undefined) enterCase(set, row, item.personId === undefined);
  enterOwnNumber(set, item, row.case_id);
  const accepted = parts.evidence.chained(undefined, acceptedFacts(parts, item), set.now);
  set.writes.leaves.push(accepted.leaf);
  const chain =
    move === undefined ? accepted.chain : transmit(parts, set, transmittable, move, accepted.chain);
  const casePosition = move === undefined ? null : crossedIn(set.cases.get(row.case_id) ?? row);
  const decided = { caseId: row.case_id, status, chain, casePosition };
  const transmission = transmissionRow(parts, set, item, decided);
  writeContent(set, item, transmission);
  if (status === 'awaiting-release') set.writes.reviews.push(outgoingReview(transmission));
  return {
    repeated: false,
    transmissionId: item.transmissionId,
    status: transmission.accepted_status,
    caseId: row.case_id,
    personId: row.person_id,
    type: envelope.type,
    to: envelope.destination,
    acceptedAt: set.now,
    receiptKeyId: parts.receiptKeyId,
    receivedDigest: item.receivedDigest,
  };
}

function findCase(set: WorkingSet, item: PreparedActivity): CaseRow | undefined {
  if (item.read.activity.envelope.subject === undefined) return undefined;
  const caseId = namedCase(set, item);
  const row = caseId === undefined ? undefined : set.cases.get(caseId);
  // One code for what does not exist and for what is another's: an id must not be probed.
  if (row === undefined || sideOf(row, item.actor.member) === undefined) {
    throw new ExchangeError('CASE_UNKNOWN');
  }
  requireOpenCase(row);
  return row;
}

function newCase(
  parts: Pick<AcceptGroupParts, 'random'>,
  set: WorkingSet,
  item: PreparedActivity,
): CaseRow {
  const { envelope } = item.read.activity;
  const { personId } = item;
  if (personId !== undefined && !set.knownPersons.has(`${personId} ${item.actor.member}`)) {
    throw new ExchangeError('PERSON_UNKNOWN');
  }
  return openCase(
    {
      caseId: mintHubId('C', parts.random),
      personId: personId ?? mintHubId('P', parts.random),
      sending: item.actor.member,
      receiving: envelope.destination,
      supervisionType: envelope.supervisiontype ?? null,
    },
    set.now,
  );
}

function enterCase(set: WorkingSet, row: CaseRow, isNewPerson: boolean): void {
  set.cases.set(row.case_id, row);
  set.openedCases.add(row.case_id);
  if (isNewPerson) set.writes.persons.push({ person_id: row.person_id, created_at: set.now });
  set.writes.personMembers.push({
    person_id: row.person_id,
    member: row.from_member,
    since: set.now,
  });
}

function checkParties(row: CaseRow, from: string, to: string): void {
  const other = from === row.from_member ? row.receiving_member : row.from_member;
  if (to !== other) throw new ExchangeError('DESTINATION_NOT_PARTY');
}

function checkOwnNumber(set: WorkingSet, item: PreparedActivity, caseId: string): void {
  if (item.ownNumber === undefined) return;
  const known = set.identifiers.get(item.ownNumber.token.toString('hex'));
  if (known !== undefined && known !== caseId) throw new ExchangeError('IDENTIFIER_TAKEN');
}

function enterOwnNumber(set: WorkingSet, item: PreparedActivity, caseId: string): void {
  if (item.ownNumber === undefined) return;
  const name = item.ownNumber.token.toString('hex');
  if (set.identifiers.has(name)) return;
  set.identifiers.set(name, caseId);
  set.writes.identifiers.push({
    member: item.actor.member,
    scheme: CASE_NUMBER,
    ...item.ownNumber,
    case_id: caseId,
  });
}

function namedCase(set: WorkingSet, item: PreparedActivity): string | undefined {
  const { subject } = item.read.activity.envelope;
  if (subject !== undefined && isHubId(subject)) return subject;
  if (item.subjectToken === undefined) return undefined;
  return set.identifiers.get(item.subjectToken.toString('hex'));
}
