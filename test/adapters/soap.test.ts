import { createSoapAdapter } from '../../adapters/soap.ts';
import type { SoapSecurity } from '../../adapters/soap-security.ts';
import { type Proof, USER, startFakeSoapState } from '../support/fake-soap-state.ts';
import { soapPair } from '../support/soap-keys.ts';
import { withoutNock } from '../support/without-nock.ts';
import { CONTRACT, describeAdapter } from './adapter-contract.ts';
import { soapOptions } from './soap-options.ts';

interface Way {
  readonly name: string;
  readonly proof: Proof;
  readonly version: '1.1' | '1.2';
  readonly right: SoapSecurity;
  readonly wrong: SoapSecurity;
}

const WAYS: readonly Way[] = [
  {
    name: 'soap 1.1, password as text',
    proof: 'token',
    version: '1.1',
    right: { token: { ...USER, kind: 'text' } },
    wrong: { token: { ...USER, password: 'wrong', kind: 'text' } },
  },
  {
    name: 'soap 1.2, password as digest',
    proof: 'token',
    version: '1.2',
    right: { token: { ...USER, kind: 'digest' } },
    wrong: { token: { ...USER, password: 'wrong', kind: 'digest' } },
  },
  {
    name: 'soap 1.2, signature',
    proof: 'signature',
    version: '1.2',
    right: { signer: soapPair('signer') },
    wrong: { signer: soapPair('stranger') },
  },
];

describe('soap against an HTTP server', () => {
  withoutNock();

  for (const { name, proof, version, right, wrong } of WAYS) {
    describeAdapter(name, {
      start: () => startFakeSoapState(proof),
      create: ({ endpoint }, { credential, totalMs }) =>
        createSoapAdapter(
          soapOptions(endpoint, {
            ...CONTRACT,
            version,
            security: credential === 'right' ? right : wrong,
            deadlines: { connectMs: totalMs, headersMs: totalMs, totalMs },
          }),
        ),
    });
  }
});
