import { createHash } from 'node:crypto';
import type { Attachment } from '../../hub/generated/messages.ts';
import { ATTACHMENT_KINDS, ATTACHMENT_MEDIA_TYPES } from './code-weights.ts';
import type { Draw } from './draw.ts';
import { createRandom } from './random.ts';

const ENDINGS: Record<Attachment['mediaType'], string> = {
  'application/pdf': 'pdf',
  'application/msword': 'doc',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/rtf': 'rtf',
  'text/plain': 'txt',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/png': 'png',
  'image/tiff': 'tiff',
};

/** The reference to a made-up file, whose bytes `attachmentBytes` gives. */
export function attachment(draw: Draw): Attachment {
  const { random } = draw;
  const mediaType = random.weighted(ATTACHMENT_MEDIA_TYPES);
  const kind = random.weighted(ATTACHMENT_KINDS);
  const number = random.integer(1, 2 ** 31);
  const bytes = attachmentBytes(number);
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    mediaType,
    size: bytes.length,
    kind,
    fileName: `${kind.toLowerCase()} ${number}.${ENDINGS[mediaType]}`,
    description: `${kind.toLowerCase().replaceAll('_', ' ')}, scan no. ${number}`,
  };
}

/** The bytes of the file with this number: short, and different for each. */
export function attachmentBytes(number: number): Buffer {
  const random = createRandom(`attachment ${number}`);
  return Buffer.from(`file ${number} `.repeat(random.integer(1, 40)));
}
