import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { isAttachmentMediaType, isOfMediaType } from '../../../hub/message/media-type.ts';
import { PROJECT_ROOT } from '../../../hub/project-root.ts';

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

describe('the media type of a file', () => {
  // prettier-ignore
  const cases: [string, string | Buffer, boolean][] = [
    ['application/pdf', '%PDF-1.7\n', true],
    ['application/pdf', '<html>', false],
    ['application/pdf', ' %PDF-1.7', false],
    ['application/msword', Buffer.from('d0cf11e0a1b11ae100', 'hex'), true],
    ['application/msword', 'PK\x03\x04', false],
    [WORD, 'PK\x03\x04....word/document.xml', true],
    [WORD, 'PK\x03\x04....evil.jar', false],
    ['application/rtf', '{\\rtf1\\ansi}', true],
    ['text/plain', 'Señor\r\n\tx', true],
    ['text/plain', Buffer.from([0x41, 0xff]), false],
    ['text/plain', 'a\0b', false],
    ['text/plain', 'a\x1b[31m', false],
    ['image/jpeg', Buffer.from('ffd8ffe0', 'hex'), true],
    ['image/jpeg', Buffer.from('89504e470d0a1a0a', 'hex'), false],
    ['image/png', Buffer.from('89504e470d0a1a0a00', 'hex'), true],
    ['image/gif', 'GIF89a', true],
    ['image/tiff', 'II*\0', true],
    ['image/tiff', 'MM\0*', true],
    ['image/svg+xml', '<svg/>', false],
    ['toString', 'x', false],
    ['image/gif', '', false],
  ];
  for (const [mediaType, bytes, expected] of cases) {
    it(`${expected ? 'is' : 'is not'} ${mediaType}: ${JSON.stringify(bytes.toString('latin1'))}`, () => {
      const buffer = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
      expect(isOfMediaType(mediaType, buffer)).to.equal(expected);
    });
  }

  it('is one of the code list', () => {
    const file = join(PROJECT_ROOT, 'schemas/code-lists/attachment-media-type.v1.json');
    const list = JSON.parse(readFileSync(file, 'utf8')) as { values: { code: string }[] };
    for (const { code } of list.values) expect(isAttachmentMediaType(code), code).to.equal(true);
    expect(isAttachmentMediaType('image/svg+xml')).to.equal(false);
  });
});
