import { sha256 } from '../ledger-verifier/node-crypto.ts';
import { parseVerifierKey } from '../ledger-verifier/note.ts';
import type { WitnessSetting } from './config.ts';
import type { Witness } from './flows/collect-cosignatures.ts';

/** A head waits for its witnesses no longer than this. */
const ANSWER_MS = 2_000;
const MOST_BYTES = 16 * 1024;

/** A witness at its address; redirects are not followed. */
export function reachWitness({ url, keyLine }: WitnessSetting): Witness {
  return {
    key: parseVerifierKey(sha256, keyLine),
    submit: async (body) => {
      const response = await fetch(`${url}/add-checkpoint`, {
        method: 'POST',
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      return { status: response.status, body: await readStart(response) };
    },
  };
}

/** What it says, as far as anybody reads of it. */
async function readStart(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk as Uint8Array);
    length += (chunk as Uint8Array).length;
    if (length > MOST_BYTES) break;
  }
  return Buffer.concat(chunks).toString();
}
