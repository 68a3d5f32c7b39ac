import { readFileSync } from 'node:fs';
import type { SoapSigner } from '../../adapters/soap-security.ts';

/** A key pair of fixtures/keys/soap. */
export function soapPair(name: 'signer' | 'stranger'): SoapSigner {
  const read = (file: string): string =>
    readFileSync(new URL(`../../fixtures/keys/soap/${file}`, import.meta.url), 'utf8');
  return { certificate: read(`${name}.crt`), privateKey: read(`${name}.key`) };
}
