import type { RestOptions } from '../../adapters/rest.ts';

/** Short deadlines and loopback: what the tests of the REST adapter have in common. */
export const QUICK = { connectMs: 300, headersMs: 300, totalMs: 500 } as const;

export function restOptions(endpoint: string, others: Partial<RestOptions> = {}): RestOptions {
  return {
    endpoint,
    authentication: { scheme: 'none' },
    acknowledgement: 'synchronous',
    sizeLimitBytes: 1_000_000,
    deadlines: QUICK,
    allowedNetworks: ['127.0.0.0/8'],
    now: () => new Date('2026-11-23T12:00:00Z'),
    ...others,
  };
}
