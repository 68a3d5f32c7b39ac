import type { RestOptions } from '../../adapters/rest.ts';

/** For tests that wait for a deadline; the others have time, so that a busy machine brings none about. */
export const QUICK = { connectMs: 200, headersMs: 200, totalMs: 300 } as const;
const PATIENT = { connectMs: 30_000, headersMs: 30_000, totalMs: 30_000 } as const;

/** What the tests of the REST adapter have in common: loopback, and a clock that stands. */
export function restOptions(endpoint: string, others: Partial<RestOptions> = {}): RestOptions {
  return {
    endpoint,
    authentication: { scheme: 'none' },
    acknowledgement: 'synchronous',
    sizeLimitBytes: 1_000_000,
    deadlines: PATIENT,
    allowedNetworks: ['127.0.0.0/8'],
    now: () => new Date('2026-11-23T12:00:00Z'),
    ...others,
  };
}
