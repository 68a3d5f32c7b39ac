import {
  HOSTILE_ENDPOINTS,
  LOOPBACK,
  LOOPBACK_ENDPOINTS,
  NONE,
  endpointVerdict,
} from '../adapters/hostile-endpoints.ts';
import type { HostileCase, HostileCategory } from './hostile-case.ts';

/** Addresses by which the hub would reach what is not a state's system (OWASP SSRF). */
export const ENDPOINTS: HostileCategory = {
  name: 'endpoints',
  least: 80,
  cases: () =>
    [
      { list: HOSTILE_ENDPOINTS, networks: NONE, with: 'no network' },
      { list: LOOPBACK_ENDPOINTS, networks: LOOPBACK, with: 'loopback' },
    ].flatMap(({ list, networks, with: allowed }) =>
      list.map((one): HostileCase => ({
        name: `${one.endpoint} with ${allowed} allowed`,
        expected: one.expected === 'allowed' ? 'accept' : `refuse:${one.expected}`,
        play: () => {
          const verdict = endpointVerdict(one, networks);
          return { verdict: verdict === 'allowed' ? 'accept' : `refuse:${verdict}` };
        },
      })),
    ),
};
