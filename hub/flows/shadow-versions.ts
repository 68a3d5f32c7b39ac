import type { Problem } from '../errors.ts';
import { type Dialect, compileDialect } from '../mapping/dialect.ts';
import { signatureId } from '../mapping/compare-versions.ts';
import { filesOfVersion, hashesOfVersion } from '../mapping/stored-documents.ts';
import { mintUuid, type RandomBytes } from '../message/identifiers.ts';
import type { Query, Transaction } from '../store/database.ts';
import type * as documents from '../store/documents.ts';
import type * as shadows from '../store/mapping-shadows.ts';
import type {
  DifferenceRow,
  ShadowRow,
  TypeCount,
  VersionInForceRow,
} from '../store/mapping-shadows.ts';
import type { Evidence } from './evidence.ts';
import type { ExchangeStore } from './exchange-store.ts';
import type { StatesInForce } from './read-submission.ts';
import { ShadowError } from './shadow-error.ts';

export type ShadowStore = ExchangeStore & typeof shadows & typeof documents;

export interface ShadowParts {
  readonly store: ShadowStore;
  readonly evidence: Evidence;
  readonly random: RandomBytes;
  readonly now: () => Date;
  /** Opaque reference of who administers: the command line of this machine. */
  readonly actor: string;
}

/**
 * Begins to run a version beside the live one. Throws SHADOW_RUNS while another one of the dialect
 * does, and CANDIDATE_IS_LIVE.
 */
export async function startShadow(
  parts: ShadowParts,
  versions: { readonly live: Dialect; readonly candidate: Dialect },
  by: string,
): Promise<void> {
  const { live, candidate } = versions;
  if (live.versionHash === candidate.versionHash) throw new ShadowError('CANDIDATE_IS_LIVE');
  const { store, now } = parts;
  await store.withTransaction(async (tx) => {
    if ((await store.lockRunningShadow(tx, live.name)) !== undefined) {
      throw new ShadowError('SHADOW_RUNS');
    }
    const both = [...live.documents, ...candidate.documents];
    const rows = both.map(({ hash, kind, name, text }) => ({ hash, kind, name, content: text }));
    await store.putDocuments(tx, [...new Map(rows.map((row) => [row.hash, row])).values()], now());
    await store.insertShadows(tx, [
      {
        shadow_id: mintUuid(now(), parts.random),
        dialect: live.name,
        live_hash: live.versionHash,
        candidate_hash: candidate.versionHash,
        started_at: now(),
        started_by: by,
        ended_at: null,
        ended_by: null,
        outcome: null,
      },
    ]);
  });
}

/** Ends it without a promotion; throws SHADOW_NONE when none runs. */
export async function endShadow(parts: ShadowParts, dialect: string, by: string): Promise<void> {
  const { store, now } = parts;
  await store.withTransaction(async (tx) => {
    const shadow = await lockedShadow(parts, tx, dialect);
    await store.endShadow(tx, shadow.shadow_id, { at: now(), by, outcome: 'ended' });
  });
}

async function lockedShadow(
  { store }: ShadowParts,
  tx: Transaction,
  dialect: string,
): Promise<ShadowRow> {
  const shadow = await store.lockRunningShadow(tx, dialect);
  if (shadow === undefined) throw new ShadowError('SHADOW_NONE');
  return shadow;
}

/** Which differences a reason is given for: by id, or all unexplained ones of a place. */
export interface Explanation {
  readonly ids: readonly string[];
  readonly place: string | undefined;
  readonly reason: string;
  readonly by: string;
}

/**
 * Gives differences of the running shadow a reason; answers how many. Throws SHADOW_NONE, and with
 * nothing written DIFFERENCE_UNKNOWN for an id or place that none of them has.
 */
export async function explainDifferences(
  parts: ShadowParts,
  dialect: string,
  { ids, place, reason, by }: Explanation,
): Promise<number> {
  const { store, now } = parts;
  return store.withTransaction(async (tx) => {
    const { shadow_id } = await lockedShadow(parts, tx, dialect);
    const rows = await store.findDifferences(tx.query, shadow_id);
    const known = new Set(rows.map(({ signature }) => signatureId(signature)));
    const meant = rows.filter(
      (row) =>
        ids.includes(signatureId(row.signature)) ||
        (row.explanation === null && placeOf(row) === place),
    );
    if (meant.length === 0 || ids.some((id) => !known.has(id))) {
      throw new ShadowError('DIFFERENCE_UNKNOWN');
    }
    const signatures = meant.map(({ signature }) => signature);
    await store.explainDifferences(tx, shadow_id, signatures, { reason, by, at: now() });
    return meant.length;
  });
}

/** As a person types it: `native:/person/city`. */
export function placeOf({ document, place }: DifferenceRow): string {
  return `${document}:${place}`;
}

/** How many messages of a type crossed, and how many of them were compared. */
export interface TypeCoverage {
  readonly direction: TypeCount['direction'];
  readonly type: string;
  readonly seen: number;
  readonly compared: number;
}

/** Where a shadow stands. */
export interface ShadowStatus {
  readonly shadow: ShadowRow;
  readonly coverage: readonly TypeCoverage[];
  readonly differences: readonly DifferenceRow[];
}

/** Of the dialect's running shadow, else of its last one; undefined where there never was one. */
export async function shadowStatus(
  { store }: Pick<ShadowParts, 'store'>,
  dialect: string,
  members: readonly string[],
): Promise<ShadowStatus | undefined> {
  const shadow = await store.findLatestShadow(store.query, dialect);
  if (shadow === undefined) return undefined;
  return {
    shadow,
    coverage: await coverageOf(store, shadow, members),
    differences: await store.findDifferences(store.query, shadow.shadow_id),
  };
}

async function coverageOf(
  store: ShadowStore,
  { shadow_id }: ShadowRow,
  members: readonly string[],
): Promise<TypeCoverage[]> {
  const seen = await store.findSeenTypes(store.query, members);
  const compared = await store.findCoverage(store.query, shadow_id);
  const count = (counts: readonly TypeCount[], of: Pick<TypeCount, 'direction' | 'type'>): number =>
    counts.find(({ direction, type }) => direction === of.direction && type === of.type)
      ?.messages ?? 0;
  const all = new Map([...compared, ...seen].map((one) => [`${one.direction} ${one.type}`, one]));
  return [...all.values()].map(({ direction, type }) => ({
    direction,
    type,
    seen: count(seen, { direction, type }),
    compared: count(compared, { direction, type }),
  }));
}

/** What stands between a candidate and its promotion; nothing does when both are empty. */
export interface Obstacles {
  readonly unexplained: readonly DifferenceRow[];
  /** Types of which fewer messages were compared than are asked for. */
  readonly uncompared: readonly TypeCoverage[];
}

/** `minimum` is of messages for each direction and activity type that the live version has seen. */
export function obstaclesOf(
  { coverage, differences }: Omit<ShadowStatus, 'shadow'>,
  minimum: number,
): Obstacles {
  return {
    unexplained: differences.filter(({ explanation }) => explanation === null),
    uncompared: coverage.filter(({ seen, compared }) => seen > 0 && compared < minimum),
  };
}

export type Promotion =
  | { readonly kind: 'promoted'; readonly versionHash: string }
  | ({ readonly kind: 'refused'; readonly isEmpty: boolean } & Obstacles);

export interface PromotionOrder {
  readonly live: Dialect;
  /** Those that speak the dialect. */
  readonly members: readonly string[];
  readonly minimum: number;
  readonly by: string;
}

/**
 * Binds the dialect to the candidate, with a leaf, when every difference is explained and enough was
 * compared; `isEmpty` when no message was. Throws SHADOW_NONE when none runs, LIVE_CHANGED when
 * the live version is no more the one that the candidate was compared with.
 */
export async function promoteCandidate(
  parts: ShadowParts,
  { live, members, minimum, by }: PromotionOrder,
): Promise<Promotion> {
  const { store, now } = parts;
  const running = await store.findRunningShadow(store.query, live.name);
  if (running === undefined) throw new ShadowError('SHADOW_NONE');
  if (running.live_hash !== live.versionHash) throw new ShadowError('LIVE_CHANGED');
  // What was seen is counted before the transaction, which is short; the differences are read in it.
  const coverage = await coverageOf(store, running, members);
  return store.withTransaction(async (tx) => {
    const shadow = await lockedShadow(parts, tx, live.name);
    if (shadow.shadow_id !== running.shadow_id) throw new ShadowError('LIVE_CHANGED');
    const differences = await store.findDifferences(tx.query, shadow.shadow_id);
    const { unexplained, uncompared } = obstaclesOf({ coverage, differences }, minimum);
    const isEmpty = minimum > 0 && coverage.every(({ compared }) => compared === 0);
    if (isEmpty || unexplained.length + uncompared.length > 0) {
      return { kind: 'refused', isEmpty, unexplained, uncompared };
    }
    const { candidate_hash: version_hash, shadow_id, dialect } = shadow;
    await store.putVersionInForce(tx, { dialect, version_hash, shadow_id, since: now() });
    await store.endShadow(tx, shadow_id, { at: now(), by, outcome: 'promoted' });
    await recordVersion(parts, tx, { dialect, outcome: 'promoted', versionHash: version_hash });
    return { kind: 'promoted', versionHash: version_hash };
  });
}

/**
 * Unbinds a dialect from the version that was promoted last, with a leaf: it has whichever version its
 * files are again. Throws VERSION_NONE when it is not bound.
 */
export async function releaseDialect(parts: ShadowParts, dialect: string): Promise<void> {
  await parts.store.withTransaction(async (tx) => {
    const versionHash = await parts.store.releaseVersion(tx, dialect);
    if (versionHash === undefined) throw new ShadowError('VERSION_NONE');
    await recordVersion(parts, tx, { dialect, outcome: 'released', versionHash });
  });
}

async function recordVersion(
  parts: ShadowParts,
  tx: Transaction,
  version: {
    readonly dialect: string;
    readonly outcome: 'promoted' | 'released';
    readonly versionHash: string;
  },
): Promise<void> {
  const leaf = parts.evidence.single(
    {
      type: 'configuration-changed',
      actor: parts.actor,
      channel: 'command',
      outcome: version.outcome,
      subject: `mapping-${version.dialect}`,
      subjectHash: version.versionHash,
    },
    parts.now(),
  );
  await parts.store.insertPendingLeaves(tx, [leaf]);
}

/**
 * The dialects that have another version than the one that they are bound to. A dialect without
 * files is not in use.
 */
export function otherVersions(
  dialects: ReadonlyMap<string, Dialect>,
  inForce: readonly VersionInForceRow[],
): Problem[] {
  return inForce
    .filter(({ dialect, version_hash }) => {
      const loaded = dialects.get(dialect);
      return loaded !== undefined && loaded.versionHash !== version_hash;
    })
    .map(({ dialect, version_hash }) => ({
      pointer: `dialects/${dialect}#`,
      code: 'VERSION_NOT_PROMOTED',
      detail: `the version that was promoted is ${version_hash}; these files are another`,
    }));
}

/** A stored version of a dialect, compiled; throws when a document of it is not in the store. */
export async function loadVersion(
  { store }: { readonly store: typeof documents & { readonly query: Query } },
  name: string,
  versionHash: string,
): Promise<Dialect> {
  const version = (await store.findDocumentTexts(store.query, [versionHash])).get(versionHash);
  if (version === undefined) throw new Error('the version is not in the store');
  const texts = await store.findDocumentTexts(store.query, hashesOfVersion(version));
  return compileDialect(filesOfVersion(name, version, (hash) => texts.get(hash)));
}

/** The members that speak a dialect. */
export function membersOf({ profiles }: StatesInForce, dialect: string): string[] {
  return [...profiles.values()]
    .filter((profile) => profile.dialect === dialect)
    .map(({ member }) => member);
}
