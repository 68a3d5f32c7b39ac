import { randomUUID } from 'node:crypto';
import { TRANSPORTS } from '../../adapters/registry.ts';
import type { FailureCode, ProbeFailure } from '../../adapters/adapter.ts';
import type { Profile } from '../compact/profile.ts';
import type { Problem } from '../errors.ts';
import { WALL_CLOCKS } from '../wall-clocks.ts';
import type { StatedEndpoint } from './stated-endpoint.ts';

export interface EndpointQuestion extends StatedEndpoint {
  readonly profile: Profile;
  readonly allowedNetworks: readonly string[];
}

export interface EndpointWord {
  readonly says: string;
  readonly problems: readonly Problem[];
}

/** Whether a state's system answers, by the mildest question: does it hold a delivery that never was. */
export async function askEndpoint(
  { profile, endpoint, credential, hostKeys, allowedNetworks }: EndpointQuestion,
  signal: AbortSignal,
): Promise<EndpointWord> {
  const { kind, ...options } = profile.transport;
  const entry = TRANSPORTS.get(kind);
  if (entry === undefined) return { says: 'there is no adapter for this transport', problems: [] };
  const adapter = entry.create({
    member: profile.member,
    endpoint,
    credential,
    hostKeys,
    options,
    capabilities: profile.capabilities,
    timeZone: profile.timeZone,
    allowedNetworks,
    now: () => WALL_CLOCKS.wall.now(),
    contentType: 'application/octet-stream',
    joinDocuments: ([first = Buffer.alloc(0)]) => first,
  });
  try {
    if (adapter.probe === undefined)
      return { says: 'cannot be asked without sending', problems: [] };
    let failure: ProbeFailure | undefined;
    const answer = await adapter.probe(randomUUID(), signal, (told) => (failure = told));
    if (answer === 'not-held')
      return { says: 'answers, and holds nothing of what never was', problems: [] };
    const detail =
      answer === 'held' ? 'it says that it holds a delivery that never was' : silenceOf(failure);
    return { says: detail, problems: [{ pointer: '/endpoint', code: 'ENDPOINT_SILENT', detail }] };
  } finally {
    await adapter.close();
  }
}

/** Code, detail of the transport, and what to do. */
function silenceOf(failure: ProbeFailure | undefined): string {
  if (failure === undefined) return 'no answer in the words of docs/adapters.md';
  const { code, detail } = failure;
  return `${code}, ${detail}: ${MENDING[code]}`;
}

const MENDING: Readonly<Record<FailureCode, string>> = {
  CONNECTION_FAILED: 'nothing listens there: is the system running, and on this host and port',
  REMOTE_BUSY: 'it is there and asks to be left alone for now: try again later',
  REMOTE_ERROR: 'it is there and failed by itself: its own log says why',
  NO_ANSWER: 'it was connected and did not answer in time: its own log says why',
  ANSWER_UNREADABLE:
    'something answers, but not in the words of docs/adapters.md: compare path and answer',
  DOCUMENT_REFUSED: 'it refuses the question itself: compare it with docs/adapters.md',
  DOCUMENT_TOO_LARGE: 'it refuses the question itself: compare it with docs/adapters.md',
  ID_CONFLICT: 'it refuses the question itself: compare it with docs/adapters.md',
  CREDENTIALS_REFUSED:
    'the credential is missing or another than the system expects: --credential-file, and the scheme in profile.json',
  IDENTITY_MISMATCH:
    'it does not show the certificate or host key that is expected: TLS options of the profile, or --host-key',
  UNROUTABLE:
    'no such host or path (the hub adds to the address as docs/adapters.md says), or "endpoint refused": an address that is not public or not encrypted must be allowed, HUB_ENDPOINT_NETWORKS=127.0.0.0/8',
};
