import type { PrincipalRow } from '../store/principals.ts';
import type { Actor } from './actor.ts';
import { hashCertificate, hashCredential, readBearer } from './credential.ts';

/** What a caller shows of itself. An Authorization header counts before a certificate. */
export interface Presented {
  readonly authorization: string | undefined;
  /** Client certificate in DER, its chain checked by TLS against the CA of the hub's operator. */
  readonly certificate?: Buffer;
  /** Value of a session's cookie; looked at only without an Authorization header. */
  readonly session?: string;
}

export interface Authenticator {
  /** The actor whose credential it is, or undefined when it is nobody's or valid no more. */
  authenticate(presented: Presented): Promise<Actor | undefined>;
  /** The same without asking the store: undefined also for a credential not seen lately. */
  remembered(presented: Presented): Actor | undefined;
}

export interface AuthenticatorParts {
  /** The principals of these credentials, by SHA-256. */
  readonly findPrincipals: (hashes: readonly Buffer[]) => Promise<readonly PrincipalRow[]>;
  /** Process clock. */
  readonly now: () => Date;
  /** The person of a session that is complete and not idle. Asked anew each time. */
  readonly findInSession?: (token: string) => Promise<Actor | undefined>;
}

/** A revoked credential is refused after so many milliseconds at the latest. */
export const CREDENTIAL_TTL_MS = 2000;
/** A credential in use is read again at this age, beside the request, so that no request waits. */
const REFRESH_AFTER_MS = 1000;
const MOST_REMEMBERED = 10_000;

interface Remembered {
  readonly principal: PrincipalRow | undefined;
  /** When the question was asked: what the answer says is true of this moment. */
  readonly askedAt: number;
  readonly actor: Actor | undefined;
}

/**
 * Finds actors by their credentials. Answers are remembered for at most `CREDENTIAL_TTL_MS`, unknown
 * credentials too; what is asked in one turn of the event loop goes to the store as one statement.
 */
export function createAuthenticator(parts: AuthenticatorParts): Authenticator {
  const remembered = new Map<string, Remembered>();
  const lookUp = createBatchedLookUp(parts, (hash, principal, askedAt) => {
    const [oldest] = remembered.size < MOST_REMEMBERED ? [] : remembered.keys();
    if (oldest !== undefined) remembered.delete(oldest);
    remembered.delete(hash);
    remembered.set(hash, { principal, askedAt, actor: principal && actorOf(principal) });
  });

  function find(hash: string, now: Date): Remembered | undefined {
    const known = remembered.get(hash);
    if (known === undefined) return undefined;
    const age = now.getTime() - known.askedAt;
    if (age < 0 || age >= CREDENTIAL_TTL_MS) return undefined;
    // A failed refresh is not this request's matter: the next one waits for the store and hears it.
    if (age >= REFRESH_AFTER_MS) lookUp(hash).catch(() => undefined);
    return known;
  }

  return {
    remembered: (presented) => {
      const hash = hashOf(presented);
      if (hash === undefined) return undefined;
      const now = parts.now();
      const known = find(hash, now);
      return known !== undefined && isValid(known.principal, now) ? known.actor : undefined;
    },
    authenticate: async (presented) => {
      if (presented.session !== undefined) return parts.findInSession?.(presented.session);
      const hash = hashOf(presented);
      if (hash === undefined) return undefined;
      const known = find(hash, parts.now());
      const principal = known === undefined ? await lookUp(hash) : known.principal;
      if (!isValid(principal, parts.now())) return undefined;
      return known?.actor ?? actorOf(principal);
    },
  };
}

/** The name under which a credential is stored; undefined when none was shown that could be one. */
function hashOf({ authorization, certificate }: Presented): string | undefined {
  if (authorization === undefined) {
    return certificate === undefined ? undefined : hashCertificate(certificate).toString('hex');
  }
  const secret = readBearer(authorization);
  return secret === undefined ? undefined : hashCredential(secret).toString('hex');
}

type LookUp = (hash: string) => Promise<PrincipalRow | undefined>;

/** One question at a time for each credential, and one statement for all that are asked together. */
function createBatchedLookUp(
  { findPrincipals, now }: AuthenticatorParts,
  found: (hash: string, principal: PrincipalRow | undefined, askedAt: number) => void,
): LookUp {
  const underWay = new Map<string, Promise<PrincipalRow | undefined>>();
  let batch: { hashes: Buffer[]; rows: Promise<Map<string, PrincipalRow>> } | undefined;

  async function runBatch(hashes: readonly Buffer[]): Promise<Map<string, PrincipalRow>> {
    await new Promise((resolve) => setImmediate(resolve));
    batch = undefined;
    const rows = await findPrincipals(hashes);
    return new Map(rows.map((row) => [row.credential_hash.toString('hex'), row]));
  }

  async function ask(hash: string): Promise<PrincipalRow | undefined> {
    const askedAt = now().getTime();
    if (batch === undefined) {
      const hashes: Buffer[] = [];
      batch = { hashes, rows: runBatch(hashes) };
    }
    batch.hashes.push(Buffer.from(hash, 'hex'));
    const principal = (await batch.rows).get(hash);
    found(hash, principal, askedAt);
    return principal;
  }

  return (hash) => {
    const asked = underWay.get(hash);
    if (asked !== undefined) return asked;
    const answer = ask(hash).finally(() => underWay.delete(hash));
    underWay.set(hash, answer);
    return answer;
  };
}

function isValid(principal: PrincipalRow | undefined, now: Date): principal is PrincipalRow {
  if (principal === undefined || principal.revoked_at !== null) return false;
  return principal.expires_at === null || principal.expires_at > now;
}

function actorOf(principal: PrincipalRow): Actor {
  return {
    principalId: principal.principal_id,
    kind: principal.kind,
    member: principal.member,
    roles: principal.roles,
    reference: principal.reference,
  };
}
