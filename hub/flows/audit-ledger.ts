import type { TreeHead } from '../../ledger-verifier/checkpoint.ts';
import { toHex } from '../../ledger-verifier/encoding.ts';
import { parseEntry } from '../../ledger-verifier/entry.ts';
import type { ReadFile } from '../../ledger-verifier/export-files.ts';
import { LedgerError } from '../../ledger-verifier/ledger-error.ts';
import type { CheckSignature, VerifierKey } from '../../ledger-verifier/note.ts';
import { type ExportReport, verifyExport } from '../../ledger-verifier/verify-export.ts';
import { HubError } from '../errors.ts';
import {
  type AuditedTransmission,
  type AuditFinding,
  type AuditedEvent,
  type AuditedLeaf,
  auditRows,
  isErased,
} from '../ledger/audit-rows.ts';
import { opensCommitment } from '../ledger/commitment.ts';
import { leafHashOf } from '../ledger/entry.ts';
import { treeHash } from '../ledger/tree-hash.ts';
import { openRecord, sha256 } from '../message/sealed-content.ts';
import type * as auditReads from '../store/audit-reads.ts';
import type { Database, Query } from '../store/database.ts';
import type * as ledger from '../store/ledger.ts';
import type { MemberKeys } from '../store/member-keys.ts';
import { checkLedgerTail } from './check-ledger.ts';
import { storedExport } from './stored-export.ts';

export interface AuditParts {
  readonly store: Pick<Database, 'withTransaction'> & typeof ledger & typeof auditReads;
  readonly memberKeys: Pick<MemberKeys, 'open'>;
  /** Keys of the log, from where they are trusted. */
  readonly keys: readonly VerifierKey[];
  readonly checkSignature: CheckSignature;
  /** Verified heads that were kept outside: the stored ledger must extend every one of them. */
  readonly keptHeads: readonly TreeHead[];
  readonly onProgress?: (transmissions: number) => void;
  readonly signal?: AbortSignal;
}

export interface AuditReport {
  readonly ledger: ExportReport;
  readonly transmissions: number;
  readonly deliveries: number;
  /** Records opened, their commitments computed anew. */
  readonly opened: number;
  /** Transmissions whose content was expunged, as a leaf says. */
  readonly erased: number;
  /** Rows that do not fit their leaves; at most 100. */
  readonly findings: readonly AuditFinding[];
  /** The lowest index of a leaf that is wrong itself; where none is, of one that a row contradicts. */
  readonly firstBadIndex: number | undefined;
}

const PAGE = 200;
const MOST_FINDINGS = 100;

/**
 * Holds the database against its own ledger: every entry, tile and head as an outsider verifies an
 * export, then every transmission, delivery, record, credential and endpoint against the leaves that
 * tell of it. It only reads, each page as one moment shows it, so that a hub may serve beside it.
 */
export async function auditLedger(parts: AuditParts): Promise<AuditReport> {
  const { store } = parts;
  const misfiled: AuditFinding[] = [];
  const findings: AuditFinding[] = [];
  const facts = createHubFacts(misfiled);
  const report = await store.withTransaction(async ({ query }) => {
    await store.beginSnapshot(query);
    const verified = await verifyStored(parts, storedExport({ store, query, onEntry: facts.add }));
    // Without a head nothing was read, and what the leaves say of the hub is not known.
    if (verified.head !== undefined) findings.push(...(await auditEnds(parts, query, facts)));
    return verified;
  });
  const counts = { transmissions: 0, deliveries: 0, opened: 0, erased: 0 };
  let after: string | null = null;
  do {
    after = await auditPage(parts, after, { counts, findings });
    parts.onProgress?.(counts.transmissions);
  } while (after !== null && parts.signal?.aborted !== true);
  return {
    ledger: report,
    ...counts,
    findings: [...misfiled, ...findings].slice(0, MOST_FINDINGS),
    firstBadIndex: report.firstBadIndex ?? lowestOf(misfiled) ?? lowestOf(findings),
  };
}

function lowestOf(findings: readonly AuditFinding[]): number | undefined {
  const known = findings.flatMap(({ index }) => (index === undefined ? [] : [index]));
  return known.length === 0 ? undefined : Math.min(...known);
}

function verifyStored(parts: AuditParts, readFile: ReadFile): Promise<ExportReport> {
  const { keys, keptHeads, checkSignature: check } = parts;
  return verifyExport({ tree: treeHash, check, keys, keptHeads, followChains: true, readFile });
}

interface Auditing {
  readonly counts: { transmissions: number; deliveries: number; opened: number; erased: number };
  readonly findings: AuditFinding[];
}

/** One page of transmissions; the id of its last, or null behind the last of all. */
async function auditPage(
  parts: AuditParts,
  after: string | null,
  { counts, findings }: Auditing,
): Promise<string | null> {
  const { store } = parts;
  return store.withTransaction(async ({ query }) => {
    await store.beginSnapshot(query);
    const rows = await store.transmissionsAfter(query, after, PAGE);
    const ids = rows.map(({ transmission_id }) => transmission_id);
    const deliveries = grouped(await store.deliveriesOfAll(query, ids));
    const viewings = grouped(await store.viewingsOfAll(query, ids));
    const records = grouped(await store.recordsOfAll(query, ids));
    const keys = new Map(
      (await store.contentKeysOfAll(query, ids)).map((key) => [key.transmission_id, key]),
    );
    const leaves = grouped(await store.entriesOfAll(query, ids));
    for (const transmission of rows) {
      const id = transmission.transmission_id;
      const key = keys.get(id);
      const own = {
        transmission,
        deliveries: deliveries.get(id) ?? [],
        records: records.get(id) ?? [],
        viewings: viewings.get(id) ?? [],
        leaves: (leaves.get(id) ?? []).flatMap(readLeaf),
        hasKey: key !== undefined,
      };
      findings.push(...auditRows(own));
      if (key === undefined && isErased(own)) counts.erased += 1;
      else if (key !== undefined) {
        const open = { key, records: own.records, accepted: own.leaves[0]?.index };
        findings.push(...(await auditContent(parts, transmission, open)));
        counts.opened += own.records.length;
      }
      counts.deliveries += own.deliveries.length;
    }
    counts.transmissions += rows.length;
    return rows.length < PAGE ? null : (ids.at(-1) ?? null);
  });
}

const PURPOSES = { canonical: 'envelope', received: 'payload', sent: 'payload' } as const;

/** Opens each record and makes its commitment again. */
async function auditContent(
  { memberKeys }: AuditParts,
  transmission: AuditedTransmission,
  {
    key,
    records,
    accepted,
  }: {
    readonly key: auditReads.AuditedKeyRow;
    readonly records: readonly auditReads.AuditedRecordRow[];
    readonly accepted: number | undefined;
  },
): Promise<AuditFinding[]> {
  // What is sealed is not opened for an audit either.
  if (key.sealed) return [];
  const content = await memberKeys.open(key).catch(() => undefined);
  return records.flatMap(({ record_id, kind, ciphertext, commitment }) => {
    const finding = (says: string): AuditFinding[] => [
      {
        index: accepted,
        subject: `record ${record_id} of transmission ${transmission.transmission_id}`,
        says,
      },
    ];
    if (content === undefined) return finding('cannot be opened: its key is not the one it had');
    let opened: Buffer;
    try {
      opened = openRecord(content, record_id, ciphertext);
    } catch {
      return finding('cannot be opened: its bytes or its key are not what they were');
    }
    const opening = { salt: content.salt, content: opened };
    if (!opensCommitment(PURPOSES[kind], opening, commitment)) {
      return finding('is another document than was committed to');
    }
    // Whom an activity is for stands in no leaf before it crosses.
    return kind === 'canonical' && destinationIn(opened) !== transmission.destination
      ? finding('is for another state than its row says')
      : [];
  });
}

/** Of a canonical document, which the hub itself wrote. */
function destinationIn(canonical: Buffer): unknown {
  return (JSON.parse(canonical.toString()) as { readonly destination?: unknown }).destination;
}

/** What stands behind the signed head, and what no transmission's page looks at. */
async function auditEnds(
  parts: AuditParts,
  query: Query,
  facts: HubFacts,
): Promise<AuditFinding[]> {
  const { store, keys, checkSignature } = parts;
  const findings: AuditFinding[] = [];
  const head = await store.findHead(query);
  try {
    await checkLedgerTail({ store: { ...store, query }, keys, checkSignature });
  } catch (error) {
    if (!(error instanceof HubError || error instanceof LedgerError)) throw error;
    findings.push({ index: undefined, subject: 'the end of the ledger', says: error.message });
  }
  for (const row of await store.entriesBetween(query, head.signed_size, head.size)) {
    facts.add(row);
  }
  for (const row of await store.allPendingLeaves(query)) {
    facts.add(row);
    if (leafHashOf(row.entry).equals(row.leaf_hash)) continue;
    findings.push({ index: undefined, subject: 'a pending leaf', says: 'has another hash' });
  }
  for (const { leaf_index, transmission_id } of await store.ownerlessLeaves(query, MOST_FINDINGS)) {
    const subject = `transmission ${transmission_id}`;
    const index = leaf_index === null ? undefined : Number(leaf_index);
    findings.push({ index, subject, says: 'has leaves and is not there' });
  }
  if ((await store.countStrays(query)) > 0) {
    const says = 'belong to no transmission';
    findings.push({ index: undefined, subject: 'some deliveries or records', says });
  }
  return [...findings, ...facts.compare(await readHubRows(store, query))];
}

interface HubRows {
  readonly credentials: Awaited<ReturnType<typeof auditReads.allCredentials>>;
  readonly endpoints: Awaited<ReturnType<typeof auditReads.allEndpoints>>;
}

async function readHubRows(store: AuditParts['store'], query: Query): Promise<HubRows> {
  return {
    credentials: await store.allCredentials(query),
    endpoints: await store.allEndpoints(query),
  };
}

/** What the leaves that stand alone say of credentials and endpoints, gathered as they are read. */
interface HubFacts {
  readonly add: (row: auditReads.AuditedEntryRow) => void;
  compare(rows: HubRows): AuditFinding[];
}

/** @param misfiled gets the leaves whose columns name somebody else than they do. */
function createHubFacts(misfiled: AuditFinding[]): HubFacts {
  const added = new Map<string, number | undefined>();
  const revoked = new Map<string, number | undefined>();
  const endpoints = new Map<string, AuditedLeaf>();
  return {
    add: (row) => {
      const [leaf] = readLeaf(row);
      if (leaf === undefined) return;
      const { event, index } = leaf;
      const isIts =
        (event.transmissionId ?? null) === row.transmission_id &&
        (event.from ?? null) === row.from_member;
      if (!isIts) {
        misfiled.push({ index, subject: `leaf ${event.eventId}`, says: 'is filed as of another' });
      }
      const subject = event.subject ?? '';
      if (event.type === 'credential-added') added.set(subject, index);
      if (event.type === 'credential-revoked') revoked.set(subject, index);
      if (event.type === 'configuration-changed' && subject === 'endpoint') {
        endpoints.set(event.from ?? '', leaf);
      }
    },
    compare: ({ credentials, endpoints: rows }) => [
      ...credentials.flatMap(({ reference, revoked: isRevoked }) => {
        const about = (says: string, index: number | undefined): AuditFinding[] => [
          { index, subject: `credential ${reference}`, says },
        ];
        if (!added.has(reference)) return about('was added without a leaf', undefined);
        if (isRevoked === revoked.has(reference)) return [];
        return about('was revoked in its row or in its leaves only', revoked.get(reference));
      }),
      ...[...added.keys()]
        .filter((reference) => !credentials.some((row) => row.reference === reference))
        .map((reference) => ({
          index: added.get(reference),
          subject: `credential ${reference}`,
          says: 'has a leaf and is not there',
        })),
      ...rows
        .filter(({ member, endpoint, host_keys }) => {
          const lines = [endpoint, ...host_keys].join('\n');
          return toHex(sha256(Buffer.from(lines))) !== endpoints.get(member)?.event.subjectHash;
        })
        .map(({ member }) => ({
          index: endpoints.get(member)?.index,
          subject: `endpoint of ${member}`,
          says: 'is another than its leaf says',
        })),
    ],
  };
}

/** None for an entry that cannot be read: the verification of the ledger names it. */
function readLeaf({ leaf_index, entry }: auditReads.AuditedEntryRow): AuditedLeaf[] {
  try {
    const event = parseEntry(entry).event as AuditedEvent;
    const index = leaf_index === null ? undefined : Number(leaf_index);
    return [{ index, hash: toHex(treeHash.leaf(entry)), event }];
  } catch (error) {
    if (error instanceof LedgerError) return [];
    throw error;
  }
}

function grouped<Row extends { readonly transmission_id: string | null }>(
  rows: readonly Row[],
): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const id = row.transmission_id ?? '';
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [row]);
    else group.push(row);
  }
  return groups;
}
