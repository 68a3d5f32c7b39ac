import type { Actor } from '../access/actor.ts';
import { fetchesFromInbox } from '../compact/profile.ts';
import type { HubError } from '../errors.ts';
import { commit } from '../ledger/commitment.ts';
import type { LedgerChannel } from '../ledger/event.ts';
import { canonicalEnvelope } from '../message/envelope.ts';
import { isHubId, mintUuid } from '../message/identifiers.ts';
import { type ReceiptSigner, signReceipt } from '../message/receipt.ts';
import { sealRecord, sha256 } from '../message/sealed-content.ts';
import type { MemberKeys } from '../store/member-keys.ts';
import type { PendingLeafRow } from '../store/pending-leaves.ts';
import type { RecordKind } from '../store/records.ts';
import { type AcceptGroupParts, acceptGroup } from './accept-group.ts';
import type { ConnectedMembers } from './connected-members.ts';
import { ExchangeError } from './exchange-error.ts';
import { makeKeepsake } from './keep-person.ts';
import { type SaidAttachment, namedAttachments } from './named-attachments.ts';
import { CASE_NUMBER, type PreparedActivity } from './prepared-activity.ts';
import { createGroupCommit, type GroupCommit } from './group-commit.ts';
import {
  CANONICAL_CONTENT_TYPE,
  type ReadActivity,
  type ReadParts,
  type ReadResult,
  isRefusal,
  readSubmission,
} from './read-submission.ts';
import { repeatOf } from './repeats.ts';
import type { Accepted } from './working-set.ts';

/** A document as it came over some transport from an authenticated system. */
export interface Submission {
  readonly contentType: string;
  readonly body: Buffer;
  readonly channel: LedgerChannel;
}

export interface AcceptAnswer {
  /** True when the activity was accepted before; the receipt is the one of then, byte for byte. */
  readonly repeated: boolean;
  /** JSON text (docs/api.md, receipt). */
  readonly receipt: string;
}

/**
 * Takes one document of a state's system: a receipt after the commit, or a HubError that says what
 * is wrong with it. A refused document leaves nothing but a leaf without content, and its id free.
 */
export type Accept = (actor: Actor, submission: Submission) => Promise<AcceptAnswer>;

export interface Intake {
  readonly accept: Accept;
  /** Activities that wait for their commit. */
  readonly depth: () => number;
}

export interface AcceptParts extends Omit<ReadParts, 'connected'>, AcceptGroupParts {
  readonly connected: ConnectedMembers;
  /** By key id: the one in force, and those that signed earlier receipts. */
  readonly receiptSigners: ReadonlyMap<string, ReceiptSigner>;
  /** Which ledger has the leaf of what was accepted then. */
  readonly ledgerOriginAt: (acceptedAt: Date) => string;
  /** Throws while the hub takes nothing (intake-gate.ts). */
  readonly requireOpen: () => void;
  /** Activities that may wait for their commit; beyond that INTAKE_FULL. */
  readonly mostWaiting: number;
  /** Called after commits that made deliveries. */
  readonly onTransmitted: () => void;
}

const MAX_ITEMS = 64;
/** Two, so that one group is read and sealed while the other's commit waits for the disk. */
const MAX_GROUPS = 2;

export function createIntake(parts: AcceptParts): Intake {
  const acceptances = createGroupCommit<PreparedActivity, Accepted>({
    run: (items, alone) => acceptGroup(parts, items, alone),
    maxItems: MAX_ITEMS,
    maxGroups: MAX_GROUPS,
  });
  const rejections = createGroupCommit<PendingLeafRow, undefined>({
    run: async (leaves) => {
      await parts.store.withTransaction((tx) => parts.store.insertPendingLeaves(tx, leaves));
      return leaves.map(() => ({ kind: 'done', value: undefined }));
    },
    maxItems: MAX_ITEMS,
    maxGroups: 1,
  });
  const accept: Accept = async (actor, submission) => {
    parts.requireOpen();
    if (acceptances.depth() >= parts.mostWaiting) throw new ExchangeError('INTAKE_FULL');
    const receivedDigest = sha256(submission.body);
    const result = await readOf(parts, actor, submission);
    try {
      const accepted =
        result.kind === 'read'
          ? await acceptances.submit(
              await prepare(parts, { actor, submission, read: result.read, receivedDigest }),
            )
          : await repeatOrRefuse(parts, actor, result, receivedDigest);
      if (!accepted.repeated && accepted.status === 'transmitted') parts.onTransmitted();
      return {
        repeated: accepted.repeated,
        receipt: receiptFor(parts, actor, result, accepted),
      };
    } catch (error) {
      if (isRefusal(error)) await recordRejection(parts, rejections, actor, submission, error);
      throw error;
    }
  };
  return { accept, depth: acceptances.depth };
}

const NOBODY: ReadonlySet<string> = new Set();

/**
 * Reads it by what is remembered of the connections. Only when the destination is not among them is
 * the store asked, so that a state is reached as soon as it is connected.
 */
async function readOf(
  { connected, states, validator, now }: AcceptParts,
  actor: Actor,
  submission: Submission,
): Promise<ReadResult> {
  const read = (members: ReadonlySet<string>): ReadResult =>
    readSubmission({ connected: members, states, validator, now }, actor, submission);
  const result = read(connected.remembered() ?? NOBODY);
  return isNotConnected(result) ? read(await connected.ask()) : result;
}

function isNotConnected(result: ReadResult): boolean {
  if (result.kind === 'read' || !(result.error instanceof ExchangeError)) return false;
  return result.error.code === 'DESTINATION_NOT_CONNECTED';
}

export interface ReadSubmission {
  readonly actor: Actor;
  readonly submission: Submission;
  readonly read: ReadActivity;
  readonly receivedDigest: Buffer;
}

/** Seals and commits to the documents before the transaction, so that it only writes. */
export async function prepare(
  parts: Pick<AcceptParts, 'now' | 'random' | 'memberKeys' | 'states'>,
  item: ReadSubmission,
): Promise<PreparedActivity> {
  const { actor, submission, read, receivedDigest } = item;
  const { envelope, definition } = read.activity;
  const transmissionId = mintUuid(parts.now(), parts.random);
  const { content, wrapped } = await parts.memberKeys.mint(actor.member);
  const { text, contentDigest } = canonicalEnvelope(envelope);
  const record = (kind: RecordKind, contentType: string, plaintext: Buffer) => {
    const record_id = mintUuid(parts.now(), parts.random);
    const purpose = kind === 'canonical' ? 'envelope' : 'payload';
    return {
      record_id,
      transmission_id: transmissionId,
      delivery_id: null,
      kind,
      from_member: actor.member,
      content_type: contentType,
      ciphertext: sealRecord(content, record_id, plaintext, parts.random),
      commitment: commit(purpose, content.salt, plaintext),
    };
  };
  const { subject, data } = envelope;
  const token = (value: string) =>
    parts.memberKeys.identifierToken(actor.member, CASE_NUMBER, value);
  const {
    senderCaseNumber,
    releasedBy,
    attachments = [],
    supervisedIndividual,
  } = data as SharedData;
  return {
    read,
    actor,
    channel: submission.channel,
    transmissionId,
    deliveryId: mintUuid(parts.now(), parts.random),
    content,
    wrapped,
    records: [
      record('canonical', CANONICAL_CONTENT_TYPE, Buffer.from(text)),
      record('received', submission.contentType, submission.body),
    ],
    receivedDigest,
    contentDigest,
    bytesIn: submission.body.length,
    released: !definition.managed || (releasedBy !== undefined && read.profile.attestation),
    destinationPulls: fetchesFromInbox(parts.states.profiles.get(envelope.destination)),
    ownNumber: await ownNumber(parts.memberKeys, actor.member, senderCaseNumber),
    personId: supervisedIndividual?.personId,
    attachments: namedAttachments(parts.memberKeys, actor.member, attachments),
    keepsake: await makeKeepsake(parts.memberKeys, actor.member, data),
    subjectToken: subject === undefined || isHubId(subject) ? undefined : token(subject),
  };
}

/** What every activity's data may hold (schemas/blocks.v1.schema.json). */
interface SharedData {
  readonly senderCaseNumber?: string;
  readonly releasedBy?: object;
  readonly supervisedIndividual?: { readonly personId?: string };
  readonly attachments?: readonly SaidAttachment[];
}

async function ownNumber(
  memberKeys: MemberKeys,
  member: string,
  value: string | undefined,
): Promise<PreparedActivity['ownNumber']> {
  if (value === undefined) return undefined;
  return {
    token: memberKeys.identifierToken(member, CASE_NUMBER, value),
    value: await memberKeys.sealValue(member, value),
  };
}

/** An unreadable document under an id that was accepted before: the receipt, or ID_REUSE. */
async function repeatOrRefuse(
  parts: AcceptParts,
  actor: Actor,
  refused: { readonly error: unknown; readonly messageId: string | undefined },
  receivedDigest: Buffer,
): Promise<Accepted> {
  if (refused.messageId === undefined) throw refused.error;
  const key = { member: actor.member, id: refused.messageId };
  const [row] = await parts.store.findRepeats(parts.store.query, [key]);
  if (row === undefined) throw refused.error;
  const said = { receivedDigest, contentDigest: undefined };
  return repeatOf(parts.memberKeys, { kind: 'stored', row }, said);
}

function receiptFor(
  parts: AcceptParts,
  actor: Actor,
  result: ReadResult,
  accepted: Accepted,
): string {
  const signer = parts.receiptSigners.get(accepted.receiptKeyId);
  if (signer === undefined) throw new Error('the key that signed this receipt is not here');
  const messageId =
    result.kind === 'read' ? result.read.activity.envelope.id : (result.messageId ?? '');
  return signReceipt(
    {
      ...accepted,
      messageId,
      from: actor.member,
      digest: accepted.receivedDigest,
      ledger: parts.ledgerOriginAt(accepted.acceptedAt),
    },
    signer,
  );
}

async function recordRejection(
  parts: AcceptParts,
  rejections: GroupCommit<PendingLeafRow, undefined>,
  actor: Actor,
  submission: Submission,
  error: HubError,
): Promise<void> {
  const leaf = parts.evidence.single(
    {
      type: 'rejected',
      from: actor.member,
      actor: actor.reference,
      channel: submission.channel,
      code: error.code,
      bytesIn: submission.body.length,
    },
    parts.now(),
  );
  await rejections.submit(leaf);
}
