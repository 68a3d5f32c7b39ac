import { createHash } from 'node:crypto';
import {
  HOSTILE_ATTACHMENTS,
  HOSTILE_BASE64,
  HOSTILE_FILE_NAMES,
} from '../adapters/hostile-attachments.ts';
import { NS, tokenMessage } from '../support/soap-message.ts';
import type { HostileCase, HostileCategory, Verdict } from './hostile-case.ts';
import { goodActivity } from './hostile-lab.ts';

/** Files beside activities, by `PUT` and by SOAP, and the names that activities give them. */
export const ATTACHMENTS: HostileCategory = {
  name: 'attachments',
  least: 60,
  cases: () => [...files(), ...disguised(), ...digests(), ...base64(), ...fileNames()],
};

const digestOf = (body: Buffer): string => createHash('sha256').update(body).digest('hex');
const refusal = (code: string | undefined): Verdict =>
  code === undefined ? 'accept' : `refuse:${code}`;

function put(
  name: string,
  { digest, mediaType, body }: { digest: string; mediaType: string; body: Buffer },
  expected: HostileCase['expected'],
): HostileCase {
  return {
    name,
    expected,
    play: (lab) =>
      lab.request(`/v1/attachments/${digest}`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${lab.key}`, 'content-type': mediaType },
        body: new Uint8Array(body),
      }),
  };
}

const files = (): HostileCase[] =>
  HOSTILE_ATTACHMENTS.map(({ name, mediaType, body, sha256, code }) =>
    put(name, { digest: sha256 ?? digestOf(body), mediaType, body }, refusal(code)),
  );

const BEGINNINGS: Readonly<Record<string, Buffer>> = {
  'application/pdf': Buffer.from('%PDF-1.7\n'),
  'image/png': Buffer.from('89504e470d0a1a0a', 'hex'),
  'image/jpeg': Buffer.from('ffd8ffe000104a464946', 'hex'),
  'image/gif': Buffer.from('47494638396101000100', 'hex'),
  'image/tiff': Buffer.from('49492a0008000000', 'hex'),
  zip: Buffer.from('504b0304140000000800', 'hex'),
  elf: Buffer.from('7f454c46020101', 'hex'),
  script: Buffer.from('#!/bin/sh\n\u0000'),
};

/** Each kind that may cross with the beginning of each other one. */
const disguised = (): HostileCase[] =>
  ['application/pdf', 'image/png', 'image/jpeg', 'image/tiff'].flatMap((mediaType) =>
    Object.entries(BEGINNINGS)
      .filter(([kind]) => kind !== mediaType)
      .map(([kind, body]) =>
        put(
          `${mediaType} that begins as ${kind}`,
          { digest: digestOf(body), mediaType, body },
          'refuse:MEDIA_TYPE_MISMATCH',
        ),
      ),
  );

function digests(): HostileCase[] {
  const body = Buffer.from('%PDF-1.7 of a digest');
  const right = digestOf(body);
  const wrong = [
    right.toUpperCase(),
    right.slice(1),
    `${right}0`,
    '..%2f..%2fetc%2fpasswd',
    '%00',
    'a'.repeat(5_000),
    `${right}%0d%0a`,
  ];
  return [
    put(
      'the digest of others',
      { digest: '0'.repeat(64), mediaType: 'application/pdf', body },
      'refuse:DIGEST_MISMATCH',
    ),
    ...wrong.map((digest) =>
      put(`named ${digest.slice(0, 30)}`, { digest, mediaType: 'application/pdf', body }, [
        'refuse:NOT_FOUND',
        'refuse:404',
      ]),
    ),
  ];
}

const base64 = (): HostileCase[] =>
  HOSTILE_BASE64.map(({ name, content, code }) => ({
    name: `SOAP, base64: ${name}`,
    expected: `refuse:${code}`,
    play: (lab) => {
      const fields = `<Sha256>${digestOf(Buffer.from('%PDF-1.7'))}</Sha256><MediaType>application/pdf</MediaType><Content>${content}</Content>`;
      const element = `<SubmitAttachment xmlns="${NS.hub}">${fields}</SubmitAttachment>`;
      const created = new Date().toISOString();
      const body = tokenMessage({ content: element, created }, { password: lab.key });
      const headers = { 'content-type': 'application/soap+xml; charset=utf-8' };
      return lab.request('/soap', { method: 'POST', headers, body });
    },
  }));

const fileNames = (): HostileCase[] =>
  HOSTILE_FILE_NAMES.map(({ name, fileName }) => ({
    name: `named by an activity: ${name}`,
    expected: 'refuse:SCHEMA_INVALID',
    play: (lab) => {
      const good = goodActivity();
      const kind = { mediaType: 'application/pdf', size: 8, kind: 'OTHER', description: 'x' };
      const attachments = [{ sha256: '0'.repeat(64), fileName, ...kind }];
      const body = JSON.stringify({ ...good, data: { ...good.data, attachments } });
      return lab.post('OR', 'application/cloudevents+json', body);
    },
  }));
