import type { SftpOptions } from '../../adapters/sftp.ts';

/** For tests that wait for a deadline; the others have time, so that a busy machine brings none about. */
const PATIENT = { connectMs: 30_000, totalMs: 30_000 } as const;

/** What a test's server says of itself. */
export interface TestServer {
  readonly endpoint: string;
  readonly hostKey: string;
  readonly credential: string;
}

/** What the tests of the SFTP adapter have in common: loopback, and a clock that stands. */
export function sftpOptions(server: TestServer, others: Partial<SftpOptions> = {}): SftpOptions {
  return {
    endpoint: server.endpoint,
    credential: server.credential,
    hostKeys: [server.hostKey],
    sizeLimitBytes: 1_000_000,
    concurrency: 8,
    deadlines: PATIENT,
    contentType: 'application/json',
    joinDocuments: (documents) => Buffer.concat(documents),
    timeZone: 'America/Chicago',
    allowedNetworks: ['127.0.0.0/8'],
    now: () => new Date('2026-11-23T12:00:00Z'),
    ...others,
  };
}
