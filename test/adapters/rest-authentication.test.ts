import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import {
  readAuthentication,
  signatureBase,
  signatureParameters,
} from '../../adapters/rest-authentication.ts';

const now = (): Date => new Date('2026-11-23T12:00:00.900Z');

describe('rest: signatures', () => {
  it('signs as RFC 9421, B.2.5 does', () => {
    const secret = Buffer.from(
      'uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==',
      'base64',
    );
    const components = [
      ['date', 'Tue, 20 Apr 2021 02:07:55 GMT'],
      ['@authority', 'example.com'],
      ['content-type', 'application/json'],
    ] as const;
    const parameters = signatureParameters(components, {
      created: 1618884473,
      keyId: 'test-shared-secret',
    });
    expect(parameters).to.equal(
      '("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"',
    );
    const signature = createHmac('sha256', secret)
      .update(signatureBase(components, parameters))
      .digest('base64');
    expect(signature).to.equal('pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=');
  });

  it('covers method, address and the fields that it is given, at the time of the clock', () => {
    const secret = Buffer.alloc(32, 7);
    const authenticate = readAuthentication({ scheme: 'hmac', keyId: 'hub-"1"', secret }, now);
    const fields = authenticate!({
      method: 'POST',
      authority: 'state.example:8443',
      path: '/compact/activities',
      fields: [['content-digest', 'sha-256=:AAAA:']],
    });
    const parameters =
      '("@method" "@authority" "@path" "content-digest");created=1795435200;keyid="hub-\\"1\\""';
    const base = [
      '"@method": POST',
      '"@authority": state.example:8443',
      '"@path": /compact/activities',
      '"content-digest": sha-256=:AAAA:',
      `"@signature-params": ${parameters}`,
    ].join('\n');
    const signature = createHmac('sha256', secret).update(base).digest('base64');
    expect(fields).to.deep.equal([
      'Signature-Input',
      `hub=${parameters}`,
      'Signature',
      `hub=:${signature}:`,
    ]);
  });

  it('adds nothing where the state asks for nothing', () => {
    const authenticate = readAuthentication({ scheme: 'none' }, now);
    const request = { method: 'GET', authority: 'state.example', path: '/', fields: [] };
    expect(authenticate!(request)).to.deep.equal([]);
  });
});
