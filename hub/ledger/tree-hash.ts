import { sha256 } from '../../ledger-verifier/node-crypto.ts';
import { createTreeHash } from '../../ledger-verifier/tree.ts';
import type { TreeHash } from '../../ledger-verifier/tree.ts';

/** The hashes of RFC 6962 on node:crypto, as the verifier's functions take them. */
export const treeHash: TreeHash = createTreeHash(sha256);
