import { readFileSync } from 'node:fs';
import { TRANSPORTS } from '../../adapters/registry.ts';
import { readHostKeys } from '../../adapters/sftp-identity.ts';
import type { TransportKind } from '../compact/profile.ts';
import { type ParsedArguments, UsageError } from './command.ts';

/** Options of every command that is told where a state's system is reached. */
export const ENDPOINT_OPTIONS = {
  'credential-file': { type: 'string' },
  'host-key': { type: 'string', multiple: true },
} as const;

/** Where a state's system is reached, and how it and the hub know each other there. */
export interface StatedEndpoint {
  readonly endpoint: string;
  readonly credential: string | undefined;
  readonly hostKeys: readonly string[];
}

/**
 * What the command line says of an endpoint for a state of this transport (undefined: nobody knows
 * yet). Throws UsageError for an address of another transport, an SFTP server without a host key, and
 * a host key that cannot be read.
 */
export function readStatedEndpoint(
  endpoint: string,
  { values, lists }: ParsedArguments,
  kind: TransportKind | undefined,
): StatedEndpoint {
  const hostKeys = lists['host-key'] ?? [];
  requireFit(endpoint, hostKeys, kind);
  const file = values['credential-file'];
  const credential = typeof file === 'string' ? readFileSync(file, 'utf8').trimEnd() : undefined;
  return { endpoint, credential, hostKeys };
}

function requireFit(
  endpoint: string,
  hostKeys: readonly string[],
  kind: TransportKind | undefined,
): void {
  const scheme = URL.parse(endpoint)?.protocol.slice(0, -1);
  if (scheme === undefined) throw new UsageError('a member and an address are needed');
  const schemes = (kind && TRANSPORTS.get(kind)?.schemes) ?? [scheme];
  if (!schemes.includes(scheme)) {
    const wanted = schemes.map((name) => `${name}://`).join(' or ');
    throw new UsageError(`its profile says ${kind ?? ''}: the address begins with ${wanted}`);
  }
  if (scheme !== 'sftp') {
    if (hostKeys.length > 0) throw new UsageError('--host-key is for SFTP servers');
  } else if (hostKeys.length === 0) {
    throw new UsageError(
      'an SFTP server is known by its keys: --host-key with a line of a public key or SHA256:…, once for each',
    );
  } else if (readHostKeys(hostKeys) === undefined) {
    throw new UsageError(
      'a host key is a line of a public key (ssh-ed25519 AAAA…; ECDSA or RSA) or a fingerprint (SHA256:…)',
    );
  }
}
