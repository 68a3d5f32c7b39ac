import type { Actor } from '../access/actor.ts';
import { type RandomBytes, isHubId, mintHubId } from '../message/identifiers.ts';
import { type ContentKey, digestToken, sha256 } from '../message/sealed-content.ts';
import type { AttachmentKey } from '../store/attachments.ts';
import type { CaseRow, IdentifierKey } from '../store/cases.ts';
import type { Transaction } from '../store/database.ts';
import type { MemberKeys } from '../store/member-keys.ts';
import type { ContentKeyRow, RecordRow } from '../store/records.ts';
import type { RepeatKey, TransmissionRow, TransmissionStatus } from '../store/transmissions.ts';
import type { LedgerChannel, TransmissionEvent } from '../ledger/event.ts';
import type { Chain, EventFacts, Evidence } from './evidence.ts';
import { ExchangeError } from './exchange-error.ts';
import type { ExchangeStore } from './exchange-store.ts';
import type { GroupAnswer } from './group-commit.ts';
import type { ReadActivity } from './read-submission.ts';
import { repeatName, repeatOf } from './repeats.ts';
import { type Transmittable, allowMove, transmit } from './transmit.ts';
import {
  type Accepted,
  type WorkingSet,
  emptyWrites,
  openCase,
  sideOf,
  writeAll,
} from './working-set.ts';

/** The scheme under which a member's own case numbers stand in the crosswalk. */
export const CASE_NUMBER = 'case-number';

/** An activity with everything made that the transaction has only to write. */
export interface PreparedActivity {
  readonly read: ReadActivity;
  readonly actor: Actor;
  readonly channel: LedgerChannel;
  readonly transmissionId: string;
  readonly deliveryId: string;
  readonly content: ContentKey;
  readonly wrapped: Pick<ContentKeyRow, 'member_key_id' | 'wrapped_key' | 'salt'>;
  readonly records: readonly Omit<RecordRow, 'to_member' | 'recorded_at'>[];
  readonly receivedDigest: Buffer;
  readonly contentDigest: Buffer;
  readonly bytesIn: number;
  /** Whether it may cross at once: unmanaged, or released by attestation. */
  readonly released: boolean;
  readonly destinationPulls: boolean;
  /** The sender's own number for the case, to enter in the crosswalk. */
  readonly ownNumber: { readonly token: Buffer; readonly value: Buffer } | undefined;
  /** Tokens of the attachments that the activity names, in its order. */
  readonly attachmentTokens: readonly Buffer[];
  /** The token of the subject when it is a number of the sender's and not an id of the hub. */
  readonly subjectToken: Buffer | undefined;
}

export interface AcceptGroupParts {
  readonly store: ExchangeStore;
  readonly memberKeys: MemberKeys;
  readonly evidence: Evidence;
  readonly now: () => Date;
  readonly random: RandomBytes;
  readonly receiptKeyId: string;
  /** Hash of the manifest of schemas and code lists in force. */
  readonly schemaHash: string;
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
    const { set, available } = await readUnderLocks(parts, tx, items, alone);
    const answers: Answer[] = [];
    for (const item of items) {
      answers.push(available.has(item) ? await decide(parts, set, item) : { kind: 'later' });
    }
    await writeAll(parts.store, tx, set);
    return answers;
  });
}

async function readUnderLocks(
  { store, now }: AcceptGroupParts,
  tx: Transaction,
  items: readonly PreparedActivity[],
  alone: boolean,
): Promise<{ set: WorkingSet; available: Set<PreparedActivity> }> {
  const keysOf = new Map(items.map((item) => [item, lockKeysOf(item)]));
  const held = await store.lockKeys(tx, new Set([...keysOf.values()].flat()), alone);
  const mine = items.filter((item) => keysOf.get(item)?.every((key) => held.has(key)));

  const repeats = await store.findRepeats(tx.query, mine.map(repeatKeyOf));
  const identifiers = await store.findIdentifiers(tx.query, mine.flatMap(identifierKeysOf));
  const attachments = await store.findStoredTokens(tx.query, mine.flatMap(attachmentKeysOf));
  const set: WorkingSet = {
    now: now(),
    repeats: new Map(
      repeats.map((row) => [
        repeatName({ member: row.from_member, id: row.sender_message_id }),
        { kind: 'stored', row },
      ]),
    ),
    attachments: new Set(attachments.map((token) => token.toString('hex'))),
    identifiers: new Map(identifiers.map((row) => [row.token.toString('hex'), row.case_id])),
    cases: new Map(),
    openedCases: new Set(),
    changedCases: new Set(),
    writes: emptyWrites(),
  };
  const named = new Map(mine.map((item) => [item, namedCase(set, item)]));
  const caseIds = [...new Set(named.values())].filter((id) => id !== undefined);
  const { locked, busy } = await store.lockCases(tx, caseIds, alone);
  for (const [caseId, row] of locked) set.cases.set(caseId, row);
  return { set, available: new Set(mine.filter((item) => !busy.has(named.get(item) ?? ''))) };
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

/** Everything that can refuse comes before the first change of the working set. */
function acceptOne(parts: AcceptGroupParts, set: WorkingSet, item: PreparedActivity): Accepted {
  const { envelope } = item.read.activity;
  const existing = findCase(set, item);
  if (existing === undefined && !item.read.activity.definition.opensCase) {
    throw new ExchangeError('CASE_REQUIRED');
  }
  const row = existing ?? newCase(parts, set, item);
  checkParties(row, item.actor.member, envelope.destination);
  checkOwnNumber(set, item, row.case_id);
  const transmittable = transmittableOf(parts, item, row.case_id);
  const status = statusOf(set, item);
  const move = status === 'transmitted' ? allowMove(row, transmittable) : undefined;

  if (existing === undefined) enterCase(set, row);
  enterOwnNumber(set, item, row.case_id);
  const accepted = parts.evidence.chained(undefined, acceptedFacts(parts, item), set.now);
  set.writes.leaves.push(accepted.leaf);
  const chain =
    move === undefined
      ? accepted.chain
      : transmit(set, parts.evidence, transmittable, move, accepted.chain);
  const transmission = transmissionRow(parts, set, item, { caseId: row.case_id, status, chain });
  writeContent(set, item, transmission);
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
  return row;
}

function newCase(parts: AcceptGroupParts, set: WorkingSet, item: PreparedActivity): CaseRow {
  const { envelope } = item.read.activity;
  return openCase(
    {
      caseId: mintHubId('C', parts.random),
      personId: mintHubId('P', parts.random),
      sending: item.actor.member,
      receiving: envelope.destination,
      supervisionType: envelope.supervisiontype ?? null,
    },
    set.now,
  );
}

function enterCase(set: WorkingSet, row: CaseRow): void {
  set.cases.set(row.case_id, row);
  set.openedCases.add(row.case_id);
  set.writes.persons.push({ person_id: row.person_id, created_at: set.now });
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

function transmittableOf(
  { schemaHash }: AcceptGroupParts,
  item: PreparedActivity,
  caseId: string,
): Transmittable {
  const { envelope } = item.read.activity;
  return {
    transmissionId: item.transmissionId,
    deliveryId: item.deliveryId,
    type: envelope.type,
    from: item.actor.member,
    to: envelope.destination,
    caseId,
    schemaHash,
    data: envelope.data,
    hasAttachments: item.attachmentTokens.length > 0,
    actor: item.actor.reference,
    channel: item.channel,
    pulled: item.destinationPulls,
  };
}

function acceptedFacts(
  { schemaHash }: AcceptGroupParts,
  item: PreparedActivity,
): EventFacts<TransmissionEvent> {
  const { mappingHash, profileHash, activity } = item.read;
  return {
    type: 'accepted',
    transmissionId: item.transmissionId,
    from: item.actor.member,
    activityType: activity.envelope.type,
    schema: schemaHash,
    profileHash,
    ...(mappingHash === null ? {} : { mappingHash }),
    actor: item.actor.reference,
    channel: item.channel,
    bytesIn: item.bytesIn,
    payloadCommit: commitmentOf(item, 'received'),
    envelopeCommit: commitmentOf(item, 'canonical'),
  };
}

function commitmentOf(item: PreparedActivity, kind: 'received' | 'canonical'): string {
  const record = item.records.find((candidate) => candidate.kind === kind);
  return record?.commitment.toString('hex') ?? '';
}

function transmissionRow(
  parts: AcceptGroupParts,
  set: WorkingSet,
  item: PreparedActivity,
  decided: {
    readonly caseId: string;
    readonly status: TransmissionStatus;
    readonly chain: Chain;
  },
): TransmissionRow {
  const { envelope, definition } = item.read.activity;
  const { caseId, status, chain } = decided;
  const crosses = status === 'transmitted';
  return {
    transmission_id: item.transmissionId,
    from_member: item.actor.member,
    to_member: crosses ? envelope.destination : null,
    destination: envelope.destination,
    sender_message_id: envelope.id,
    type: envelope.type,
    case_id: caseId,
    supervision_type: envelope.supervisiontype ?? null,
    status,
    accepted_status: status,
    channel: item.channel,
    actor: item.actor.reference,
    released_by: item.released && definition.managed ? item.actor.reference : null,
    submitted_at: new Date(envelope.time),
    accepted_at: set.now,
    transmitted_at: crosses ? set.now : null,
    received_digest: digestToken(item.content, item.receivedDigest),
    content_digest: digestToken(item.content, item.contentDigest),
    schema_hash: parts.schemaHash,
    profile_hash: item.read.profileHash,
    mapping_hash: item.read.mappingHash,
    receipt_key_id: parts.receiptKeyId,
    event_no: chain.eventNo,
    last_leaf_hash: chain.lastLeafHash,
  };
}

/** Two conditions in turn: the release, then the attachments. */
function statusOf(set: WorkingSet, item: PreparedActivity): TransmissionStatus {
  if (!item.released) return 'awaiting-release';
  const complete = item.attachmentTokens.every((token) =>
    set.attachments.has(token.toString('hex')),
  );
  return complete ? 'transmitted' : 'awaiting-attachments';
}

function writeContent(set: WorkingSet, item: PreparedActivity, row: TransmissionRow): void {
  const { transmission_id, from_member, to_member } = row;
  set.writes.transmissions.push(row);
  set.writes.contentKeys.push({ transmission_id, from_member, to_member, ...item.wrapped });
  set.writes.records.push(
    ...item.records.map((record) => ({ ...record, to_member, recorded_at: set.now })),
  );
  set.writes.attachments.push(
    ...item.attachmentTokens.map((digest_token, position) => ({
      transmission_id,
      position,
      from_member,
      to_member,
      digest_token,
    })),
  );
}

function repeatKeyOf(item: PreparedActivity): RepeatKey {
  return { member: item.actor.member, id: item.read.activity.envelope.id };
}

function identifierKeysOf(item: PreparedActivity): IdentifierKey[] {
  const tokens = [item.subjectToken, item.ownNumber?.token].filter((token) => token !== undefined);
  return tokens.map((token) => ({ member: item.actor.member, scheme: CASE_NUMBER, token }));
}

function attachmentKeysOf(item: PreparedActivity): AttachmentKey[] {
  return item.attachmentTokens.map((token) => ({ member: item.actor.member, token }));
}

function namedCase(set: WorkingSet, item: PreparedActivity): string | undefined {
  const { subject } = item.read.activity.envelope;
  if (subject !== undefined && isHubId(subject)) return subject;
  if (item.subjectToken === undefined) return undefined;
  return set.identifiers.get(item.subjectToken.toString('hex'));
}

/** Advisory locks of an item: its (source, id), the identifiers and the attachments that it names. */
function lockKeysOf(item: PreparedActivity): bigint[] {
  const { member, id } = repeatKeyOf(item);
  const repeat = sha256(Buffer.from(JSON.stringify(['repeat', member, id])));
  const tokens = identifierKeysOf(item).map(({ token }) => token);
  return [repeat, ...tokens, ...item.attachmentTokens].map(lockKeyOf);
}

/** The advisory lock that stands for a digest or token. */
export function lockKeyOf(bytes: Buffer): bigint {
  return bytes.readBigInt64BE(0);
}
