import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { PROJECT_ROOT } from '../../hub/project-root.ts';

interface Document {
  readonly channels: Readonly<Record<string, { readonly address: string }>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

describe('AsyncAPI document', () => {
  const text = readFileSync(join(PROJECT_ROOT, 'schemas', 'asyncapi.json'), 'utf8');
  const document = JSON.parse(text) as Document;

  it('names the queues of a state', () => {
    const addresses = Object.values(document.channels).map(({ address }) => address);
    expect(addresses).to.deep.equal(
      ['deliveries', 'submissions', 'answers', 'receipts', 'errors', 'dead'].map(
        (role) => `compact.{member}.${role}`,
      ),
    );
  });

  it('refers only to what is in it', () => {
    for (const [, pointer = ''] of text.matchAll(/"\$ref": "#([^"]+)"/g)) {
      let found: unknown = document;
      for (const step of pointer.split('/').slice(1)) {
        found = (found as Record<string, unknown> | undefined)?.[step];
      }
      expect(found, pointer).to.be.an('object');
    }
  });

  const answers = [
    { answer: { deliveryId: 'D', verdict: 'acknowledged' }, ok: true },
    { answer: { deliveryId: 'D', verdict: 'acknowledged', reference: 'R' }, ok: true },
    { answer: { deliveryId: 'D', verdict: 'refused', reason: 'no such person' }, ok: true },
    { answer: { deliveryId: 'D', verdict: 'refused' }, ok: false },
    { answer: { verdict: 'acknowledged' }, ok: false },
    { answer: { deliveryId: 'D', verdict: 'perhaps' }, ok: false },
  ];
  for (const { answer, ok } of answers) {
    it(`${ok ? 'allows' : 'forbids'} the answer ${JSON.stringify(answer)}`, () => {
      const ajv = new Ajv2020({ strict: false });
      expect(ajv.validate(document.components.schemas['answer'] ?? false, answer)).to.equal(ok);
    });
  }
});
