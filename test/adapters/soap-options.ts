import { randomBytes } from 'node:crypto';
import type { SoapOptions } from '../../adapters/soap.ts';
import { STATE_WSDL, USER } from '../support/fake-soap-state.ts';

const PATIENT = { connectMs: 30_000, headersMs: 30_000, totalMs: 30_000 } as const;

/** What the tests of the SOAP adapter have in common: loopback, and a clock that stands. */
export function soapOptions(endpoint: string, others: Partial<SoapOptions> = {}): SoapOptions {
  return {
    endpoint,
    wsdl: STATE_WSDL,
    operation: 'TakeActivity',
    status: { operation: 'AskDelivery', held: ['HELD'], notHeld: ['NOT HELD'] },
    security: { token: { ...USER, kind: 'text' } },
    acknowledgement: 'synchronous',
    sizeLimitBytes: 1_000_000,
    deadlines: PATIENT,
    allowedNetworks: ['127.0.0.0/8'],
    now: () => new Date('2026-11-23T12:00:00Z'),
    random: randomBytes,
    ...others,
  };
}
