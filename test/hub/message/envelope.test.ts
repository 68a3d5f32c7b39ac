import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { loadSchemas } from '../../../hub/load-data.ts';
import { canonicalJson } from '../../../hub/message/canonical-json.ts';
import { canonicalEnvelope } from '../../../hub/message/envelope.ts';
import type { JsonObject } from '../../../hub/message/json.ts';
import { createMessageValidator } from '../../../hub/message/validate-message.ts';
import { PROJECT_ROOT } from '../../../hub/project-root.ts';
import { readFixtures } from './walk-fixtures.ts';

const validator = createMessageValidator(loadSchemas(join(PROJECT_ROOT, 'schemas')));
const fixtures = readFixtures('valid');

const digestOf = (envelope: JsonObject): string =>
  canonicalEnvelope(validator.readEnvelope(envelope)).contentDigest.toString('hex');

describe('the text of an envelope', () => {
  it('is its canonical JSON', () => {
    for (const { envelope } of fixtures) {
      const { text } = canonicalEnvelope(validator.readEnvelope(envelope));
      expect(text).to.equal(canonicalJson(envelope));
    }
  });
});

describe('content digest', () => {
  it('is the SHA-256 of the canonical text without the time', () => {
    const envelope = {
      type: 'compact.case-closure-reply.v1',
      time: '2026-11-02T15:04:05Z',
      subject: 'C-1',
      specversion: '1.0',
      source: 'urn:compact:OR',
      id: 'a',
      destination: 'TX',
      datacontenttype: 'application/json',
      dataschema: 'https://schemas.compact-hub.example/case-closure-reply.v1.schema.json',
      data: { b: 1, a: 2 },
    };
    const text =
      '{"data":{"a":2,"b":1},"datacontenttype":"application/json",' +
      '"dataschema":"https://schemas.compact-hub.example/case-closure-reply.v1.schema.json",' +
      '"destination":"TX","id":"a","source":"urn:compact:OR","specversion":"1.0","subject":"C-1",' +
      '"type":"compact.case-closure-reply.v1"}';
    expect(digestOf(envelope)).to.equal(createHash('sha256').update(text).digest('hex'));
  });

  it('does not change with the time nor with the order of names, and leaves the envelope whole', () => {
    for (const { envelope } of fixtures) {
      const reversed = Object.fromEntries(Object.entries(envelope).reverse());
      const later = { ...reversed, time: '2027-01-01T00:00:00-05:00' };
      expect(digestOf(later)).to.equal(digestOf(envelope));
      expect(later).to.have.property('time');
    }
  });

  it('changes with every other property', () => {
    const envelope = fixtures.find(({ type }) => type === 'arrival-notice')!.envelope;
    const digest = digestOf(envelope);
    const others = [
      { id: 'other' },
      { subject: 'other' },
      { destination: 'WA' },
      { data: { ...(envelope['data'] as JsonObject), comments: 'other' } },
    ];
    for (const other of others) expect(digestOf({ ...envelope, ...other })).not.to.equal(digest);
  });

  it('tells all fixtures apart', () => {
    const digests = new Set(fixtures.map(({ envelope }) => digestOf(envelope)));
    expect(digests.size).to.equal(fixtures.length);
  });
});
