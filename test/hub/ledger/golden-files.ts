import { readFileSync } from 'node:fs';

/** A file of fixtures/ledger/golden, whose README says what each of them is. */
export function readGolden(name: string): Buffer {
  return readFileSync(new URL(`../../../fixtures/ledger/golden/${name}`, import.meta.url));
}

export const readGoldenJson = (name: string): unknown => JSON.parse(readGolden(name).toString());

/** Seed of the key that signed them: RFC 8032 section 7.1, test 1. */
export const GOLDEN_SEED = Buffer.from(
  '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
  'hex',
);
