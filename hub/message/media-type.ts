/** How the bytes of a file of each media type begin, or what they must all be. */
type Recogniser = (bytes: Buffer) => boolean;

const beginsWith =
  (...beginnings: readonly string[]): Recogniser =>
  (bytes) =>
    beginnings.some((text) => bytes.subarray(0, text.length).equals(Buffer.from(text, 'latin1')));

const OLE = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';
const ZIP = 'PK\x03\x04';

/** The media types of schemas/code-lists/attachment-media-type.v1.json. */
const RECOGNISERS: Readonly<Record<string, Recogniser>> = {
  'application/pdf': beginsWith('%PDF-'),
  'application/msword': beginsWith(OLE),
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': (bytes) =>
    beginsWith(ZIP)(bytes) && bytes.includes('word/'),
  'application/rtf': beginsWith('{\\rtf'),
  'text/plain': isPlainText,
  'image/jpeg': beginsWith('\xff\xd8\xff'),
  'image/gif': beginsWith('GIF87a', 'GIF89a'),
  'image/png': beginsWith('\x89PNG\r\n\x1a\n'),
  'image/tiff': beginsWith('II*\0', 'MM\0*'),
};

/** Whether files of this media type may cross. */
export function isAttachmentMediaType(mediaType: string): boolean {
  return Object.hasOwn(RECOGNISERS, mediaType);
}

/** Whether the bytes are what the media type says, as far as their beginning tells. */
export function isOfMediaType(mediaType: string, bytes: Buffer): boolean {
  const recognise = Object.hasOwn(RECOGNISERS, mediaType) ? RECOGNISERS[mediaType] : undefined;
  return bytes.length > 0 && recognise?.(bytes) === true;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** UTF-8 without control characters but tab, line feed, form feed and carriage return. */
function isPlainText(bytes: Buffer): boolean {
  try {
    UTF8.decode(bytes);
  } catch {
    return false;
  }
  return bytes.every((byte) => (byte >= 0x20 && byte !== 0x7f) || PLAIN_CONTROLS.has(byte));
}

const PLAIN_CONTROLS: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0c, 0x0d]);
