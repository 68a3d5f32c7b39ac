import { readFileSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createLocalJWKSet, flattenedVerify } from 'jose';
import { canonicalJson } from '../../hub/message/canonical-json.ts';
import type { JsonObject } from '../../hub/message/json.ts';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import { fetchText } from '../faults/fetch-text.ts';
import { until } from '../faults/until.ts';
import type { DemoRun } from './demo-run.ts';

const SAMPLE = join(PROJECT_ROOT, 'mappings/OR/samples/reporting-instructions-request.json');
const CONTENT_TYPE = 'application/vnd.or-doc.interchange+json';

type Receipt = JsonObject & { readonly transmissionId: string; readonly signature: string };

/** What a document sent by hand came to, as the README tells it. */
export interface HandSent {
  readonly transmissionId: string;
  /** Statuses of the first, the same again, and one altered under the same id. */
  readonly statuses: readonly number[];
  readonly sameReceipt: boolean;
  readonly signatureVerifies: boolean;
  /** Files of Texas's system that hold the activity. */
  readonly heldBy: number;
}

/** Sends the README's document with `names` planted in it. */
export async function sendByHand(demo: DemoRun, id: string, name: string): Promise<HandSent> {
  const text = readFileSync(SAMPLE, 'utf8')
    .replaceAll('OR-2026-000001', id)
    .replaceAll('2026-004711', `${id}-case`)
    .replaceAll('Testperson', name);
  const first = await post(demo, text);
  const again = await post(demo, text);
  const altered = await post(demo, text.replace('Jordan Example', 'Jordan Another'));
  const receipt = JSON.parse(first.text) as Receipt;
  const held = async (): Promise<number> =>
    (await filesHolding(join(demo.statesDirectory, 'TX', 'received'), name)).length;
  await until(20_000, 'Texas holds the activity', async () => (await held()) > 0);
  return {
    transmissionId: receipt.transmissionId,
    statuses: [first.status, again.status, altered.status],
    sameReceipt: first.text === again.text,
    signatureVerifies: await verifies(demo, receipt),
    heldBy: await held(),
  };
}

async function post(demo: DemoRun, body: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`${demo.url}/v1/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${demo.keyOf('OR')}`, 'content-type': CONTENT_TYPE },
    body,
  });
  return { status: response.status, text: await response.text() };
}

async function verifies(demo: DemoRun, receipt: Receipt): Promise<boolean> {
  const keys = JSON.parse(await fetchText(`${demo.url}/v1/keys`)) as {
    keys: { kty: string; kid: string }[];
  };
  const { signature, ...payload } = receipt;
  const [header, , signed] = signature.split('.');
  const jws = {
    protected: header ?? '',
    payload: Buffer.from(canonicalJson(payload)).toString('base64url'),
    signature: signed ?? '',
  };
  await flattenedVerify(jws, createLocalJWKSet(keys));
  return true;
}

async function filesHolding(folder: string, text: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const found = await Promise.all(
    files.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      return (await readFile(path)).includes(text) ? [path] : [];
    }),
  );
  return found.flat();
}
