import type { Actor } from '../access/actor.ts';
import { type Route, roleFor } from '../access/policy.ts';
import type { ViewedPart, ViewingReason } from '../access/viewing.ts';
import { canonicalJson } from '../message/canonical-json.ts';
import { type RandomBytes, mintUuid } from '../message/identifiers.ts';
import { sha256 } from '../message/sealed-content.ts';
import type { Transaction } from '../store/database.ts';
import type { MemberKeys } from '../store/member-keys.ts';
import type { TransmissionRow } from '../store/transmissions.ts';
import type { ViewingRow } from '../store/viewings.ts';
import type { Evidence } from './evidence.ts';
import { ExchangeError } from './exchange-error.ts';
import type { LedgerLock } from './ledger-lock.ts';
import type { ExchangeStore } from './exchange-store.ts';
import { requirePermission } from './require-permission.ts';
import { chainOf } from './waiting-transmission.ts';

export interface ViewingParts {
  readonly store: ExchangeStore;
  readonly evidence: Evidence;
  readonly memberKeys: Pick<MemberKeys, 'sealValue'>;
  readonly random: RandomBytes;
  /** While it is locked no leaf can be written. */
  readonly lock: Pick<LedgerLock, 'requireOpen' | 'code'>;
  /** Business clock. */
  readonly now: () => Date;
}

/** What somebody is about to be shown. */
export interface Viewing {
  readonly transmissionId: string;
  readonly what: ViewedPart;
  /** Address that it is asked from. */
  readonly source: string;
}

/** Why the national office opens what is of two states. */
export interface StatedReason {
  readonly reason: ViewingReason;
  readonly note: string;
}

/** Whose right it is to open each part. */
const ROUTES: Readonly<Record<ViewedPart, Route>> = {
  documents: 'GET /v1/messages/{transmissionId}/bodies',
  attachment: 'GET /v1/attachments/{sha256}',
  person: 'GET /v1/cases/{caseId}',
};

/**
 * Writes down that the actor is about to be shown something of an activity, before it is: a `viewed` leaf in the
 * activity's chain and a row, both for its two states. Once for each session, and for each credential and day.
 * A file that a system fetches is of its delivery, and a case that it asks for again and again is its own: they
 * leave none. Under a locked ledger a system goes on reading
 * what is its state's own; to persons nothing is opened that cannot be written down: LEDGER_LOCKED. Else throws as
 * `bodies` does.
 */
export async function recordViewing(
  parts: ViewingParts,
  actor: Actor,
  viewing: Viewing,
): Promise<void> {
  const { transmissionId: transmission_id, what } = viewing;
  const { store } = parts;
  const found = await store.findTransmission(store.query, transmission_id);
  requirePermission(ROUTES[what], actor, found);
  const { lock } = parts;
  if (actor.kind === 'system' && (what !== 'documents' || lock.code() !== undefined)) return;
  const occasion = occasionOf(actor, parts.now());
  const known = { transmission_id, what, occasion };
  if (found.content === 'kept' && (await store.isViewed(store.query, known))) return;
  await store.withTransaction(async (tx) => {
    const row = await lockKept(store, tx, transmission_id);
    lock.requireOpen();
    if (await store.isViewed(tx.query, known)) return;
    const role = roleFor(ROUTES[what], actor, row);
    await writeViewing(parts, tx, { actor, row, viewing, occasion, role });
  });
}

/**
 * The same for the national office, which opens documents for a reason alone; each time is one of its own. The
 * leaf commits to the note, the row keeps it for both states until the content is expunged.
 */
export async function recordReasonedViewing(
  parts: ViewingParts,
  actor: Actor,
  viewing: Viewing,
  stated: StatedReason,
): Promise<void> {
  const route = 'POST /v1/messages/{transmissionId}/viewings';
  const { store, memberKeys, lock } = parts;
  const found = await store.findTransmission(store.query, viewing.transmissionId);
  requirePermission(route, actor, found);
  const note = await memberKeys.sealValue(actor.member, stated.note);
  await store.withTransaction(async (tx) => {
    const row = await lockKept(store, tx, viewing.transmissionId);
    lock.requireOpen();
    const role = roleFor(route, actor, row);
    await writeViewing(parts, tx, {
      actor,
      row,
      viewing,
      role,
      stated: { ...stated, sealed: note },
    });
  });
}

/** A session; a key or a token by the day, for it has no end of its own to speak of. */
function occasionOf({ session, principalId }: Actor, at: Date): string {
  return session ?? `${principalId} ${at.toISOString().slice(0, 10)}`;
}

/** Throws ERASED and SEALED: what was taken is not opened, and nobody is said to have done so. */
async function lockKept(
  store: ExchangeStore,
  tx: Transaction,
  transmissionId: string,
): Promise<TransmissionRow> {
  const [row] = await store.lockTransmissions(tx, [transmissionId]);
  if (row === undefined) throw new ExchangeError('NOT_FOUND');
  if (row.content === 'sealed') throw new ExchangeError('SEALED');
  if (row.content === 'expunged') throw new ExchangeError('ERASED');
  return row;
}

interface NewViewing {
  readonly actor: Actor;
  readonly row: TransmissionRow;
  readonly viewing: Viewing;
  readonly role: string;
  /** Its own id where there is none. */
  readonly occasion?: string;
  readonly stated?: StatedReason & { readonly sealed: Buffer };
}

/** The leaf, the row for the two states, and the row with the address for the actor's own administrators. */
async function writeViewing(
  { store, evidence, random, now }: ViewingParts,
  tx: Transaction,
  { actor, row, viewing, role, occasion, stated }: NewViewing,
): Promise<void> {
  const { what, source } = viewing;
  const { transmission_id } = row;
  const at = now();
  const viewing_id = mintUuid(at, random);
  const reason_code = stated?.reason ?? null;
  const { leaf, chain } = evidence.chained(
    chainOf(row),
    {
      type: 'viewed',
      transmissionId: transmission_id,
      from: row.from_member,
      // What has not crossed is not the other state's to know of.
      ...(row.to_member === null ? {} : { to: row.to_member }),
      activityType: row.type,
      schema: row.schema_hash,
      actor: actor.reference,
      channel: actor.kind === 'system' ? 'rest' : 'console',
      subject: actor.member,
      role,
      outcome: what,
      ...(stated === undefined
        ? {}
        : { code: stated.reason, subjectHash: commitTo(viewing_id, stated) }),
    },
    at,
  );
  const { eventNo, lastLeafHash } = chain;
  await store.setChains(tx, [{ ...row, event_no: eventNo, last_leaf_hash: lastLeafHash }]);
  await store.insertPendingLeaves(tx, [leaf]);
  const { member, reference } = actor;
  await store.insertViewing(tx, {
    viewing_id,
    transmission_id,
    leaf_hash: leaf.leaf_hash,
    member,
    actor: reference,
    role,
    what,
    occasion: occasion ?? viewing_id,
    reason_code,
    note: stated?.sealed ?? null,
    viewed_at: at,
  } satisfies ViewingRow);
  await store.insertAccessEvent(tx, {
    event_id: mintUuid(at, random),
    leaf_hash: leaf.leaf_hash,
    member,
    type: 'viewed',
    outcome: what,
    code: reason_code,
    subject: actor.kind === 'person' ? reference : null,
    actor: reference,
    source,
    transmission_id,
    occurred_at: at,
  });
}

/** The viewing's id is random, so that the note cannot be guessed from the leaf alone. */
function commitTo(viewingId: string, { reason, note }: StatedReason): string {
  return sha256(Buffer.from(canonicalJson({ viewingId, reason, note }))).toString('hex');
}
