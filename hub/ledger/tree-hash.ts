import { hash } from 'node:crypto';
import { createTreeHash } from '../../ledger-verifier/tree.ts';
import type { Sha256, TreeHash } from '../../ledger-verifier/tree.ts';

/** SHA-256 in one call, without a hash object for each input. */
export const sha256: Sha256 = (bytes) => hash('sha256', bytes, 'buffer');

/** The hashes of RFC 6962 on node:crypto, as the verifier's functions take them. */
export const treeHash: TreeHash = createTreeHash(sha256);
