import type { ParcelAttachment } from '../../adapters/adapter.ts';
import type { Profile } from '../compact/profile.ts';
import type { Dialect } from '../mapping/dialect.ts';
import { mapOutbound } from '../mapping/map-outbound.ts';
import type { CrosswalkEntries } from '../mapping/run.ts';
import type { JsonObject } from '../message/json.ts';
import { openRecord } from '../message/sealed-content.ts';
import type { ContentKey } from '../message/sealed-content.ts';
import type { CaseIdentifierRow } from '../store/cases.ts';
import type { DeliveryRow } from '../store/deliveries.ts';
import type { MemberKeys } from '../store/member-keys.ts';
import type { SealedRecordRow } from '../store/records.ts';
import type { ContentState } from '../store/transmissions.ts';
import { CASE_NUMBER } from './prepared-activity.ts';
import type { ExchangeStore } from './exchange-store.ts';
import { FileErasedError, filesOf } from './parcel-files.ts';
import { type StatesInForce, isRefusal } from './read-submission.ts';

export interface TranslateParts {
  readonly store: ExchangeStore;
  readonly memberKeys: MemberKeys;
  readonly states: StatesInForce;
}

/** The native document of one delivery, and the key under which its copy is kept. */
export interface Translation {
  readonly kind: 'translated';
  readonly contentType: string;
  readonly body: Buffer;
  /** Where the state's transport carries them. */
  readonly attachments?: readonly ParcelAttachment[];
  readonly content: ContentKey;
  readonly profileHash: string | null;
  readonly mappingHash: string | null;
}

/** No document can be made: permanent for this message, before a byte is sent. */
export interface Untranslatable {
  readonly kind: 'untranslatable';
  readonly code: 'UNTRANSLATABLE' | 'ERASED' | 'SEALED';
  readonly detail: string;
}

/**
 * The documents of these deliveries in their states' own words, in order; two queries for all. A
 * delivery that was sent before is sent the same bytes again, although the crosswalk may have learnt
 * since: a state that took them knows the delivery by them. Another mapping or profile makes them
 * anew.
 */
export async function translate(
  parts: TranslateParts,
  rows: readonly DeliveryRow[],
): Promise<(Translation | Untranslatable)[]> {
  const { store } = parts;
  const records = await store.findRecords(
    store.query,
    rows.map((row) => row.transmission_id),
    ['canonical'],
  );
  const byTransmission = new Map(records.map((record) => [record.transmission_id, record]));
  const taken = await takenFrom(parts, rows, byTransmission);
  const caseIds = [...new Set(rows.map((row) => row.case_id))];
  const identifiers = await store.identifiersOfCases(store.query, caseIds);
  const sentBefore = await findSentBefore(parts, rows);
  return Promise.all(
    rows.map(async (row) => {
      const record = byTransmission.get(row.transmission_id);
      if (record === undefined) {
        return taken.get(row.transmission_id) === 'sealed'
          ? untranslatable('SEALED', 'the content is sealed')
          : untranslatable('ERASED', 'the content was expunged');
      }
      const made = await translateOne(parts, row, record, identifiers);
      const before = sentBefore.get(row.delivery_id);
      if (made.kind === 'untranslatable' || before === undefined) return made;
      const isSame = made.mappingHash === row.mapping_hash && made.profileHash === row.profile_hash;
      const body = openRecord(made.content, before.record_id, before.ciphertext);
      return isSame ? { ...made, body } : made;
    }),
  );
}

/** What became of the content of those that have no record to open. */
async function takenFrom(
  { store }: TranslateParts,
  rows: readonly DeliveryRow[],
  records: ReadonlyMap<string, SealedRecordRow>,
): Promise<ReadonlyMap<string, ContentState>> {
  const ids = rows.map((row) => row.transmission_id).filter((id) => !records.has(id));
  return ids.length === 0 ? new Map() : store.contentOf(store.query, ids);
}

/** The last document that was sent of each delivery. */
async function findSentBefore(
  { store }: TranslateParts,
  rows: readonly DeliveryRow[],
): Promise<Map<string | null, SealedRecordRow>> {
  const again = rows.filter(({ attempt }) => attempt > 0);
  if (again.length === 0) return new Map();
  const ids = again.map((row) => row.transmission_id);
  const records = await store.findRecords(store.query, ids, ['sent']);
  return new Map(records.map((record) => [record.delivery_id, record]));
}

async function translateOne(
  parts: TranslateParts,
  row: DeliveryRow,
  record: SealedRecordRow,
  identifiers: readonly CaseIdentifierRow[],
): Promise<Translation | Untranslatable> {
  const { profile, dialect } = formatOf(parts.states, row.to_member);
  if (profile === undefined || dialect === undefined) {
    return untranslatable('UNTRANSLATABLE', 'the destination has no format');
  }
  const content = await parts.memberKeys.open(record);
  const canonical = openRecord(content, record.record_id, record.ciphertext);
  const envelope = { ...(JSON.parse(canonical.toString()) as JsonObject), subject: row.case_id };
  try {
    const crosswalk = await crosswalkOf(parts.memberKeys, identifiers, row);
    const { contentType, bytes, mappingHash } = mapOutbound(dialect, envelope, crosswalk);
    const profileHash = parts.states.profileHashes.get(row.to_member) ?? null;
    const files =
      profile.capabilities.attachments === 'transport'
        ? { attachments: await filesOf(parts, row.from_member, envelope) }
        : {};
    return {
      kind: 'translated',
      contentType,
      body: bytes,
      ...files,
      content,
      profileHash,
      mappingHash,
    };
  } catch (error) {
    if (error instanceof FileErasedError) return untranslatable('ERASED', 'a file was expunged');
    if (!isRefusal(error)) throw error;
    const pointers = error.problems.map(({ pointer }) => pointer).slice(0, 5);
    return untranslatable('UNTRANSLATABLE', [error.code, ...pointers].join(' '));
  }
}

function formatOf(
  states: StatesInForce,
  member: string,
): { profile: Profile | undefined; dialect: Dialect | undefined } {
  const profile = states.profiles.get(member);
  return { profile, dialect: profile && states.dialects.get(profile.dialect) };
}

function untranslatable(code: Untranslatable['code'], detail: string): Untranslatable {
  return { kind: 'untranslatable', code, detail };
}

type Delivered = Pick<
  DeliveryRow,
  'delivery_id' | 'case_id' | 'case_sequence' | 'from_member' | 'to_member'
>;

/** What the hub knows of the case of a delivery, for its destination to read. */
export async function crosswalkOf(
  memberKeys: MemberKeys,
  identifiers: readonly CaseIdentifierRow[],
  row: Delivered,
): Promise<CrosswalkEntries> {
  return {
    caseId: row.case_id,
    deliveryId: row.delivery_id,
    caseSequence: String(row.case_sequence),
    ...(await caseNumber(memberKeys, identifiers, row, row.to_member, 'ownCaseNumber')),
    ...(await caseNumber(memberKeys, identifiers, row, row.from_member, 'otherCaseNumber')),
  };
}

async function caseNumber<Name extends string>(
  memberKeys: MemberKeys,
  identifiers: readonly CaseIdentifierRow[],
  row: Delivered,
  member: string,
  name: Name,
): Promise<Partial<Record<Name, string>>> {
  const found = identifiers.find(
    (identifier) =>
      identifier.case_id === row.case_id &&
      identifier.member === member &&
      identifier.scheme === CASE_NUMBER,
  );
  if (found === undefined) return {};
  const value = await memberKeys.openValue(found.value);
  return { [name]: value } as Partial<Record<Name, string>>;
}
