import { type KeyObject, createHash, sign } from 'node:crypto';
import { canonicalJson } from '../message/canonical-json.ts';
import type { JsonObject, JsonValue } from '../message/json.ts';
import type { Capabilities, Profile } from '../compact/profile.ts';
import type { Dialect } from '../mapping/dialect.ts';
import type { TrialResult } from './trial.ts';

/** What a certificate is of: when one of these changes, it is stale. */
export interface CertifiedFiles {
  readonly profileHash: string;
  /** Over the documents of every activity that the dialect maps. */
  readonly mappingsHash: string;
  readonly schemaHash: string;
  /** The hub's release: its adapters are part of what was tried. */
  readonly softwareVersion: string;
}

/**
 * What may be claimed of deliveries to a state (docs/adapters.md, "What an endpoint is worth"): A
 * acknowledges by our id and knows repeats, B can be asked, C neither.
 */
export type EndpointClass = 'A' | 'B' | 'C';

/** `incomplete`: nothing went wrong, but a trial that the profile calls for did not run. */
export type CertificateVerdict = 'certified' | 'falls-short' | 'incomplete';

export const VERDICT_WORDS = {
  certified: 'certified',
  'falls-short': 'falls short',
  incomplete: 'incomplete',
} as const satisfies Record<CertificateVerdict, string>;

export interface CertificationReport {
  readonly member: string;
  readonly name: string;
  readonly issuedAt: string;
  readonly files: CertifiedFiles;
  readonly dialect: string;
  readonly transport: string;
  readonly verdict: CertificateVerdict;
  readonly endpointClass: EndpointClass;
  readonly trials: readonly (TrialResult & { readonly name: string; readonly title: string })[];
}

/** The hash over the mapping documents of a dialect; of the canonical one that of nothing. */
export function mappingsHashOf({ activities }: Dialect): string {
  const hashes = [...activities.values()].map(({ mappingHash }) => mappingHash).sort();
  return sha256(canonicalJson(hashes));
}

/** Whether a certificate of these files says nothing any more of those in force. */
export function isStale(certified: CertifiedFiles, inForce: CertifiedFiles): boolean {
  return canonicalJson({ ...certified }) !== canonicalJson({ ...inForce });
}

export function endpointClassOf(
  { capabilities }: Profile,
  results: ReadonlyMap<string, TrialResult>,
): EndpointClass {
  const passed = (name: string): boolean => results.get(name)?.verdict === 'passed';
  const acknowledges = capabilities.acknowledgement !== 'none' && passed('golden');
  if (acknowledges && passed('duplicate') && passed('conflict')) return 'A';
  return passed('probe') ? 'B' : 'C';
}

/** The trials of the report, and which capabilities call for each. */
const CALLED_FOR: Readonly<Record<string, (capabilities: Capabilities) => boolean>> = {
  golden: () => true,
  negative: ({ acknowledgement }) => acknowledgement !== 'none',
  duplicate: () => true,
  conflict: ({ idempotent }) => idempotent,
  reorder: () => true,
  probe: ({ probe }) => probe,
  restart: () => true,
  'clock-skew': () => true,
};

/** Names of the trials that the profile calls for and that did not run. */
export function missingTrials(
  { capabilities }: Profile,
  results: ReadonlyMap<string, TrialResult>,
): string[] {
  return Object.entries(CALLED_FOR).flatMap(([name, isCalledFor]) =>
    isCalledFor(capabilities) && (results.get(name)?.verdict ?? 'not-run') === 'not-run'
      ? [name]
      : [],
  );
}

/** Certified when every trial that the profile calls for ran, nothing failed, and it claims no more than was shown. */
export function verdictOf(
  profile: Profile,
  results: ReadonlyMap<string, TrialResult>,
): CertificateVerdict {
  const { capabilities } = profile;
  const failed = [...results.values()].some(({ verdict }) => verdict === 'failed');
  const claimed = capabilities.probe && results.get('probe')?.verdict !== 'passed';
  if (failed || claimed) return 'falls-short';
  return missingTrials(profile, results).length > 0 ? 'incomplete' : 'certified';
}

export interface SignedReport {
  /** JSON: the report's members in canonical order (RFC 8785), and `signature`. */
  readonly text: string;
  /** Of the canonical JSON without the signature. */
  readonly hash: string;
}

/** A detached JWS (RFC 7515 appendix F, EdDSA) over the report's canonical JSON, as receipts have it. */
export function signReport(
  report: CertificationReport,
  signer: { readonly keyId: string; readonly key: KeyObject },
): SignedReport {
  const payload = report as unknown as JsonObject;
  const content = canonicalJson(payload);
  const header = base64url(JSON.stringify({ alg: 'EdDSA', kid: signer.keyId }));
  const input = `${header}.${base64url(content)}`;
  const signature = sign(null, Buffer.from(input), signer.key).toString('base64url');
  const signed: JsonValue = { ...payload, signature: `${header}..${signature}` };
  return { text: canonicalJson(signed), hash: sha256(content) };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const base64url = (text: string): string => Buffer.from(text).toString('base64url');
