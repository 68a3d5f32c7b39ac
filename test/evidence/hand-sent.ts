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
const HELD_WITHIN_MS = 30_000;

/** What a document sent by hand came to, as the README tells it. */
export interface HandSent {
  readonly transmissionId: string;
  /** Of the first answer, byte for byte. */
  readonly receipt: string;
  /** Statuses of the first, the same again, and one altered under the same id. */
  readonly statuses: readonly number[];
  readonly sameReceipt: boolean;
  readonly signatureVerifies: boolean;
  /** Documents of Texas's system, in its own format, that hold the activity. */
  readonly heldBy: number;
}

/** Sends the README's document under this id, with the name planted as that of its person. */
export async function sendByHand(demo: DemoRun, id: string, name: string): Promise<HandSent> {
  const text = sampleWith(id, name);
  const first = await post(demo, text);
  const again = await post(demo, text);
  const altered = await post(demo, text.replace('Jordan Example', 'Jordan Another'));
  const held = (): Promise<number> => countHolding(join(demo.statesDirectory, 'TX'), id);
  await until(HELD_WITHIN_MS, 'Texas holds the activity', async () => (await held()) > 0);
  const receipt = JSON.parse(first.text) as Receipt;
  return {
    transmissionId: receipt.transmissionId,
    receipt: first.text,
    statuses: [first.status, again.status, altered.status],
    sameReceipt: first.text === again.text,
    signatureVerifies: await verifies(demo, receipt),
    heldBy: await held(),
  };
}

/** Names the person in every way that the hub refuses, none of which may leave a trace of the name. */
export async function sendWrong(demo: DemoRun, name: string): Promise<void> {
  const id = `wrong-${name.slice(-6)}`;
  const sample = sampleWith(id, name);
  await post(demo, sample.slice(0, -40));
  await post(demo, sample.replace('"sex_code": 1', `"sex_code": "${name}"`));
  await post(demo, sample.replace('"identity"', `"${name}"`));
  await post(demo, `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "${name}">]><a>&b;</a>`);
  await post(demo, sample, `application/${name}+json`);
  for (const path of [`/v1/messages/${name}`, `/v1/messages?case=${name}`, `/${name}?${name}=1`]) {
    const headers = { authorization: `Bearer ${demo.keyOf('OR')}`, 'x-request-id': name };
    await (await fetch(demo.url + path, { headers })).text();
  }
  await (await fetch(`${demo.url}/v1/messages`, { headers: { authorization: name } })).text();
}

type Receipt = JsonObject & { readonly transmissionId: string; readonly signature: string };

function sampleWith(id: string, name: string): string {
  return readFileSync(SAMPLE, 'utf8')
    .replaceAll('OR-2026-000001', id)
    .replaceAll('2026-004711', `${id}-case`)
    .replaceAll('Testperson', name);
}

async function post(
  demo: DemoRun,
  body: string,
  contentType = CONTENT_TYPE,
): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(`${demo.url}/v1/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${demo.keyOf('OR')}`, 'content-type': contentType },
    body,
  });
  return { status: response.status, text: await response.text() };
}

/** Whether the receipt's detached signature is that of a key in `/v1/keys`; throws when it is not. */
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

/** Documents that a state received and that name the sender's id. */
async function countHolding(stateDirectory: string, id: string): Promise<number> {
  const folder = join(stateDirectory, 'received');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith('~'));
  const documents = await Promise.all(
    files.map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8')),
  );
  return documents.filter((document) => document.includes(`"${id}"`)).length;
}
