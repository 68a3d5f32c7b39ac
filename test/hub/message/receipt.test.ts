import { createPrivateKey, createPublicKey } from 'node:crypto';
import { expect } from 'chai';
import { FlattenedSign, flattenedVerify } from 'jose';
import { canonicalJson } from '../../../hub/message/canonical-json.ts';
import type { JsonObject } from '../../../hub/message/json.ts';
import { type ReceiptFacts, signReceipt } from '../../../hub/message/receipt.ts';

// RFC 8037 appendix A.1.
const key = createPrivateKey({
  format: 'jwk',
  key: {
    kty: 'OKP',
    crv: 'Ed25519',
    d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
    x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
  },
});
const signer = { keyId: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k', key };

const facts: ReceiptFacts = {
  transmissionId: '019ab5c0-0000-7000-8000-000000000001',
  status: 'transmitted',
  caseId: 'C-7ZK3M9Q2X5T8V1B4N6H0J2R5WD',
  personId: 'P-7ZK3M9Q2X5T8V1B4N6H0J2R5WD',
  messageId: 'OR-2026-000001',
  type: 'compact.transfer-request.v1',
  from: 'OR',
  to: 'TX',
  digest: Buffer.alloc(32, 0xa5),
  acceptedAt: new Date('2026-11-23T10:00:00.000Z'),
  ledger: 'hub.example/ledger/1',
};

describe('signReceipt', () => {
  let receipt: string;
  let signature: string;
  let payload: JsonObject;
  let [protectedHeader, between, value] = ['', '', ''];

  before(() => {
    receipt = signReceipt(facts, signer);
    ({ signature, ...payload } = JSON.parse(receipt) as JsonObject & { signature: string });
    [protectedHeader = '', between = '', value = ''] = signature.split('.');
  });

  it('is canonical JSON, the same bytes every time', () => {
    expect(receipt).to.equal(canonicalJson(JSON.parse(receipt) as JsonObject));
    expect(signReceipt(facts, signer)).to.equal(receipt);
  });

  it('carries a detached JWS that a library of that standard verifies', async () => {
    const jws = { protected: protectedHeader, payload: encoded(payload), signature: value };
    const verified = await flattenedVerify(jws, createPublicKey(key));
    expect(verified.protectedHeader).to.deep.equal({ alg: 'EdDSA', kid: signer.keyId });
    expect(between).to.equal('');
  });

  it('is, byte for byte, what that library signs', async () => {
    const signed = await new FlattenedSign(Buffer.from(canonicalJson(payload)))
      .setProtectedHeader({ alg: 'EdDSA', kid: signer.keyId })
      .sign(key);
    expect(`${signed.protected ?? ''}..${signed.signature}`).to.equal(signature);
  });

  it('does not hold for other facts', async () => {
    const other = encoded({ ...payload, to: 'GA' });
    const jws = { protected: protectedHeader, payload: other, signature: value };
    const error = await flattenedVerify(jws, createPublicKey(key)).catch(
      (reason: unknown) => reason,
    );
    expect(error).to.be.an('error');
  });
});

function encoded(payload: JsonObject): string {
  return Buffer.from(canonicalJson(payload)).toString('base64url');
}
