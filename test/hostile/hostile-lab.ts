import { X509Certificate, createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { addSystemKey } from '../../hub/flows/administer.ts';
import { type TestEnvelope, activity } from '../support/activity.ts';
import { soapPair } from '../support/soap-keys.ts';
import { type TestHub, type TestSite, openTestSite } from '../support/test-hub.ts';
import type { TestStates } from '../support/test-states.ts';
import { CANARY, type Played, type Verdict } from './hostile-case.ts';

/** A running hub with states of each kind of format, and what it logged. */
export interface HostileLab {
  readonly site: TestSite;
  readonly hub: TestHub;
  /** Of the state OR, for requests that a test writes itself. */
  readonly key: string;
  /** Lines that the hub logged so far. */
  readonly log: readonly string[];
  /** What ended, or would have ended, a process: errors that nobody caught. */
  readonly crashes: readonly string[];
  /** Posts a document as a member; the hub answers a receipt or a problem. */
  post(member: string, contentType: string, body: Buffer | string): Promise<Played>;
  request(path: string, init: RequestInit): Promise<Played & { readonly status: number }>;
  /** Writes bytes as they are to the hub's port; status 0 where it ends without a word. */
  raw(bytes: string | Buffer): Promise<{ readonly status: number; readonly text: string }>;
  close(): Promise<void>;
}

const QUIET_MS = 700;

const STATES: TestStates = {
  OR: {},
  TX: { mode: 'pull' },
  GA: { dialect: 'element-xml' },
  CA: { dialect: 'csv-groups' },
  AL: { dialect: 'fixed-width' },
  NV: { dialect: 'nested-json' },
};

export async function openHostileLab(states = STATES): Promise<HostileLab> {
  const log: string[] = [];
  const crashes: string[] = [];
  const onCrash = (error: unknown): void => {
    crashes.push(error instanceof Error ? error.name : 'unknown');
  };
  const site = await openTestSite({ states });
  process.on('uncaughtException', onCrash).on('unhandledRejection', onCrash);
  const hub = await site.start({ logLines: { write: (line) => log.push(...linesOf(line)) } });
  const { secret: key } = await addSystemKey(site.parts.administer, { member: 'OR', label: 'x' });
  await trustCertificate(site, 'OR');
  const request: HostileLab['request'] = async (path, init) => {
    const response = await fetch(hub.url + path, init);
    const shown = await response.text();
    return { status: response.status, verdict: verdictOf(response.status, shown), shown };
  };
  return {
    site,
    hub,
    key,
    log,
    crashes,
    request,
    post: async (member, contentType, body) => {
      const options = { body, contentType };
      const { status, text } = await hub.call(member, 'POST /v1/messages', options);
      return { verdict: verdictOf(status, text), shown: text };
    },
    raw: (bytes) => writeRaw(Number(new URL(hub.url).port), bytes),
    close: async () => {
      await site.close();
      process.off('uncaughtException', onCrash).off('unhandledRejection', onCrash);
    },
  };
}

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');

/** The code of a problem document or a fault. */
export function verdictOf(status: number, text: string): Verdict {
  if (status >= 200 && status < 300) return 'accept';
  const code = /"code":"([A-Z_]+)"/.exec(text)?.[1] ?? /<code[^>]*>([A-Z_]+)</.exec(text)?.[1];
  return `refuse:${code ?? status}`;
}

async function writeRaw(
  port: number,
  bytes: string | Buffer,
): Promise<{ status: number; text: string }> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  let heard: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => {
    heard = resolve;
  });
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
    heard();
  });
  socket.on('error', () => undefined);
  socket.write(bytes);
  const quiet = new Promise((resolve) => setTimeout(resolve, QUIET_MS));
  await Promise.race([once(socket, 'close'), quiet, answered.then(() => quiet)]);
  socket.destroy();
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text };
}

/** A good activity of OR, with the canary as the name of a person. */
export function goodActivity(name = 'transfer-request'): TestEnvelope {
  const made = activity(name, { from: 'OR', to: 'TX' });
  const submittedBy = { name: `${CANARY} Placeholder`, role: 'OFFICER', reference: 'qanareus1' };
  return { ...made, data: { ...made.data, submittedBy } };
}

async function trustCertificate(site: TestSite, member: string): Promise<void> {
  const label = 'certificate';
  const { reference } = await addSystemKey(site.parts.administer, { member, label });
  const { raw } = new X509Certificate(soapPair('signer').certificate);
  await site.query('UPDATE principals SET credential_hash = $1 WHERE reference = $2', [
    createHash('sha256').update(raw).digest(),
    reference,
  ]);
}
