import { expect } from 'chai';
import { outcomeOf, probeAnswerOf } from '../../adapters/rest-outcome.ts';

const facts = {
  deliveryId: 'd-1',
  contentDigest: 'sha-256=:AAAA:',
  acknowledgement: 'synchronous',
  now: () => new Date(0),
} as const;

describe('rest: what an exchange without a status means', () => {
  interface Case {
    readonly code: string;
    readonly sent: boolean;
    readonly identity?: boolean;
    readonly expected: string;
  }
  // prettier-ignore
  const cases: Case[] = [
    { sent: false, code: 'ENOTFOUND', expected: 'UNROUTABLE' },
    { sent: false, code: 'ENODATA', expected: 'UNROUTABLE' },
    { sent: false, code: 'ENDPOINT_REFUSED', expected: 'UNROUTABLE' },
    { sent: false, code: 'EAI_AGAIN', expected: 'CONNECTION_FAILED' },
    { sent: false, code: 'ECONNREFUSED', expected: 'CONNECTION_FAILED' },
    { sent: false, code: 'EHOSTUNREACH', expected: 'CONNECTION_FAILED' },
    { sent: false, code: 'ENETUNREACH', expected: 'CONNECTION_FAILED' },
    { sent: false, code: 'ETIMEDOUT', expected: 'CONNECTION_FAILED' },
    { sent: false, code: 'ECONNRESET', expected: 'CONNECTION_FAILED' },
    { sent: false, code: 'EMFILE', expected: 'CONNECTION_FAILED' },
    { sent: false, code: 'CONNECT_DEADLINE', expected: 'CONNECTION_FAILED' },
    { sent: false, code: 'TOTAL_DEADLINE', expected: 'CONNECTION_FAILED' },
    { sent: false, code: 'ABORTED', expected: 'CONNECTION_FAILED' },
    { sent: false, code: 'EPROTO', expected: 'CONNECTION_FAILED' },
    { sent: false, code: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', expected: 'CONNECTION_FAILED' },
    { sent: false, code: 'ERR_TLS_CERT_ALTNAME_INVALID', identity: true, expected: 'IDENTITY_MISMATCH' },
    { sent: false, code: 'CERT_HAS_EXPIRED', identity: true, expected: 'IDENTITY_MISMATCH' },
    { sent: false, code: 'REQUEST_INVALID', expected: 'DOCUMENT_REFUSED' },
    { sent: false, code: 'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', expected: 'CREDENTIALS_REFUSED' },
    { sent: true, code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', expected: 'CREDENTIALS_REFUSED' },
    { sent: true, code: 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', expected: 'CREDENTIALS_REFUSED' },
    { sent: true, code: 'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED', expected: 'CREDENTIALS_REFUSED' },
    { sent: true, code: 'ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED', expected: 'CREDENTIALS_REFUSED' },
    { sent: true, code: 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR', expected: 'NO_ANSWER' },
    { sent: true, code: 'ECONNRESET', expected: 'NO_ANSWER' },
    { sent: true, code: 'EPIPE', expected: 'NO_ANSWER' },
    { sent: true, code: 'ENOTFOUND', expected: 'NO_ANSWER' },
    { sent: true, code: 'HEADERS_DEADLINE', expected: 'NO_ANSWER' },
    { sent: true, code: 'TOTAL_DEADLINE', expected: 'NO_ANSWER' },
    { sent: true, code: 'ABORTED', expected: 'NO_ANSWER' },
    { sent: true, code: 'FAILED', expected: 'NO_ANSWER' },
    { sent: true, code: 'HPE_INVALID_CONSTANT', expected: 'ANSWER_UNREADABLE' },
    { sent: true, code: 'HPE_HEADER_OVERFLOW', expected: 'ANSWER_UNREADABLE' },
  ];
  for (const { code, sent, identity = false, expected } of cases) {
    it(`${code} ${sent ? 'after' : 'before'} the first byte: ${expected}`, () => {
      const result = { kind: 'failed', code, sent, identity } as const;
      expect(outcomeOf(result, facts)).to.deep.equal({
        kind: 'failed',
        code: expected,
        detail: code,
        bytesIn: 0,
      });
      expect(probeAnswerOf(result, 'd-1')).to.equal('unknown');
    });
  }
});
