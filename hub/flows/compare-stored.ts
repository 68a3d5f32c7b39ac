import { setImmediate as breathe } from 'node:timers/promises';
import {
  type Difference,
  type VersionComparison,
  compareVersions,
  signatureOf,
} from '../mapping/compare-versions.ts';
import type { Dialect } from '../mapping/dialect.ts';
import type { JsonObject } from '../message/json.ts';
import { openRecord } from '../message/sealed-content.ts';
import type { MessageValidator } from '../message/validate-message.ts';
import type { CaseIdentifierRow } from '../store/cases.ts';
import type {
  ComparedMessage,
  CrossedMessage,
  DifferenceFacts,
  ShadowRow,
} from '../store/mapping-shadows.ts';
import type { MemberKeys } from '../store/member-keys.ts';
import type { SealedRecordRow } from '../store/records.ts';
import { type ShadowStore, loadVersion, membersOf } from './shadow-versions.ts';
import type { StatesInForce } from './read-submission.ts';
import { crosswalkOf } from './translate.ts';

export interface CompareStoredParts {
  readonly store: ShadowStore;
  readonly memberKeys: MemberKeys;
  readonly states: StatesInForce;
  readonly validator: MessageValidator;
}

/** Both versions of a shadow, ready to compare. */
export interface OpenShadow {
  readonly shadow: ShadowRow;
  readonly comparison: VersionComparison;
  /** Those that speak the dialect. */
  readonly members: readonly string[];
}

/** Undefined when the files in force are not the live version of the shadow any more. */
export async function openShadow(
  parts: CompareStoredParts,
  shadow: ShadowRow,
): Promise<OpenShadow | undefined> {
  const live: Dialect | undefined = parts.states.dialects.get(shadow.dialect);
  if (live?.versionHash !== shadow.live_hash) return undefined;
  const candidate = await loadVersion(parts, shadow.dialect, shadow.candidate_hash);
  return {
    shadow,
    comparison: compareVersions(live, candidate, parts.validator),
    members: membersOf(parts.states, shadow.dialect),
  };
}

/** So many messages are opened at once. */
const AT_ONCE = 10;

/**
 * Compares the newest stored messages that the shadow has not compared, accepted since then. Their
 * content is decrypted in memory and nothing of it is kept; nothing is sent. Between two messages the
 * thread's other work goes on. Answers how many were looked at.
 */
export async function compareStored(
  parts: CompareStoredParts,
  open: OpenShadow,
  { since, limit }: { readonly since: Date; readonly limit: number },
): Promise<number> {
  const { store } = parts;
  const { shadow_id: shadowId } = open.shadow;
  const { members } = open;
  const rows = await store.findUncompared(store.query, { members, shadowId, since, limit });
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const compared = await compareAll(parts, open, rows.slice(at, at + AT_ONCE));
    await store.withTransaction((tx) => store.recordCompared(tx, shadowId, compared));
  }
  return rows.length;
}

async function compareAll(
  parts: CompareStoredParts,
  { comparison }: OpenShadow,
  rows: readonly CrossedMessage[],
): Promise<ComparedMessage[]> {
  const { store } = parts;
  const records = await store.findRecords(
    store.query,
    rows.map(({ transmission_id }) => transmission_id),
    ['received', 'canonical'],
  );
  const caseIds = [...new Set(rows.map(({ case_id }) => case_id))];
  const identifiers = await store.identifiersOfCases(store.query, caseIds);
  const compared: ComparedMessage[] = [];
  for (const row of rows) {
    const kind = row.direction === 'incoming' ? 'received' : 'canonical';
    const record = records.find(
      (one) => one.transmission_id === row.transmission_id && one.kind === kind,
    );
    // Erased since it was found.
    if (record === undefined) continue;
    const differences = await compareOne(parts, comparison, { row, record, identifiers });
    const { transmission_id, direction, type } = row;
    compared.push({ transmission_id, direction, type, differences: differences.map(factsOf) });
    await breathe();
  }
  return compared;
}

interface Stored {
  readonly row: CrossedMessage;
  readonly record: SealedRecordRow;
  readonly identifiers: readonly CaseIdentifierRow[];
}

async function compareOne(
  parts: CompareStoredParts,
  comparison: VersionComparison,
  { row, record, identifiers }: Stored,
): Promise<readonly Difference[]> {
  const content = await parts.memberKeys.open(record);
  const bytes = openRecord(content, record.record_id, record.ciphertext);
  const { direction, type, from_member, to_member, delivery_id } = row;
  if (direction === 'incoming' || to_member === null || delivery_id === null) {
    const contentType = record.content_type;
    return comparison.incoming({ type, member: from_member, contentType, bytes });
  }
  const envelope = { ...(JSON.parse(bytes.toString()) as JsonObject), subject: row.case_id };
  const crosswalk = await crosswalkOf(parts.memberKeys, identifiers, {
    delivery_id,
    case_id: row.case_id,
    case_sequence: row.case_sequence ?? 0,
    from_member,
    to_member,
  });
  return comparison.outgoing(envelope, crosswalk);
}

function factsOf(difference: Difference): DifferenceFacts {
  const { direction, type, where, place, change, live, candidate } = difference;
  return {
    signature: signatureOf(difference),
    direction,
    type,
    document: where,
    place,
    change,
    live_rule: live?.rule ?? null,
    live_op: live?.op ?? null,
    candidate_rule: candidate?.rule ?? null,
    candidate_op: candidate?.op ?? null,
  };
}
