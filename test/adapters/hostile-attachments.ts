import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/** A file that a state sends beside its activities, as somebody who means harm would make it. */
export interface HostileAttachment {
  readonly name: string;
  readonly mediaType: string;
  /** What the file is called where its name says the media type. */
  readonly extension: string;
  readonly body: Buffer;
  /** In the place of the digest of the body. */
  readonly sha256?: string;
  /** Absent: stored, as far as its beginning tells it is what it says. */
  readonly code?: string;
}

const MOST_BYTES = 3 * 2 ** 20;
const PDF = { mediaType: 'application/pdf', extension: 'pdf' } as const;
const PNG = { mediaType: 'image/png', extension: 'png' } as const;
const TEXT = { mediaType: 'text/plain', extension: 'txt' } as const;
const WORD = {
  mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  extension: 'docx',
} as const;

const HTML = '<!DOCTYPE html><script>alert(1)</script>';
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
const ZIP = Buffer.from('504b0304140000000800', 'hex');
const ELF = Buffer.from('7f454c46020101', 'hex');
const bytes = (...parts: (string | Buffer)[]): Buffer =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)));
const filled = (size: number): Buffer => bytes('%PDF-1.7\n', Buffer.alloc(size - 9, 'x'));

/** Of a file that is not sent. */
const OTHER = createHash('sha256').update('%PDF-1.7 of somebody else').digest('hex');

// prettier-ignore
export const HOSTILE_ATTACHMENTS: readonly HostileAttachment[] = [
  { name: 'nothing', ...TEXT, body: Buffer.alloc(0), code: 'MEDIA_TYPE_MISMATCH' },
  { name: '3 MiB', ...PDF, body: filled(MOST_BYTES) },
  { name: '3 MiB and a byte', ...PDF, body: filled(MOST_BYTES + 1), code: 'BODY_TOO_LARGE' },
  { name: 'a PDF that is HTML', ...PDF, body: bytes(HTML), code: 'MEDIA_TYPE_MISMATCH' },
  { name: 'a PDF that is a ZIP archive', ...PDF, body: ZIP, code: 'MEDIA_TYPE_MISMATCH' },
  { name: 'a PDF that is a program', ...PDF, body: bytes(ELF, '%PDF-1.7'), code: 'MEDIA_TYPE_MISMATCH' },
  { name: 'a PDF behind junk', ...PDF, body: bytes('x'.repeat(1_000), '%PDF-1.7'), code: 'MEDIA_TYPE_MISMATCH' },
  { name: 'a PDF behind a mark of byte order', ...PDF, body: bytes('\ufeff%PDF-1.7'), code: 'MEDIA_TYPE_MISMATCH' },
  { name: 'a PDF with HTML behind it', ...PDF, body: bytes('%PDF-1.7\n', HTML) },
  { name: 'a picture that is SVG with a script', ...PNG, body: bytes(SVG), code: 'MEDIA_TYPE_MISMATCH' },
  { name: 'a picture of half a beginning', ...PNG, body: Buffer.from('89504e470d0a', 'hex'), code: 'MEDIA_TYPE_MISMATCH' },
  { name: 'a Word document that is another archive', ...WORD, body: bytes(ZIP, 'META-INF/MANIFEST.MF'), code: 'MEDIA_TYPE_MISMATCH' },
  { name: 'text with NUL', ...TEXT, body: bytes('a\u0000b'), code: 'MEDIA_TYPE_MISMATCH' },
  { name: 'text with an escape of the terminal', ...TEXT, body: bytes('a\u001b[2Jb'), code: 'MEDIA_TYPE_MISMATCH' },
  { name: 'text that is not UTF-8', ...TEXT, body: Buffer.from('Se\xf1or', 'latin1'), code: 'MEDIA_TYPE_MISMATCH' },
  { name: 'text in UTF-16', ...TEXT, body: Buffer.from('\ufeffabc', 'utf16le'), code: 'MEDIA_TYPE_MISMATCH' },
  { name: 'text that is a bomb in gzip', ...TEXT, body: gzipSync(Buffer.alloc(50_000_000)), code: 'MEDIA_TYPE_MISMATCH' },
  { name: 'SVG', mediaType: 'image/svg+xml', extension: 'svg', body: bytes(SVG), code: 'MEDIA_TYPE_UNSUPPORTED' },
  { name: 'HTML', mediaType: 'text/html', extension: 'html', body: bytes(HTML), code: 'MEDIA_TYPE_UNSUPPORTED' },
  { name: 'a program', mediaType: 'application/x-executable', extension: 'exe', body: ELF, code: 'MEDIA_TYPE_UNSUPPORTED' },
  { name: 'other bytes than its name says', ...PDF, body: bytes('%PDF-1.7 of mine'), sha256: OTHER, code: 'DIGEST_MISMATCH' },
];

/** Content of a `SubmitAttachment` that is no base64, with its code. */
// prettier-ignore
export const HOSTILE_BASE64: readonly { readonly name: string; readonly content: string; readonly code: string }[] = [
  { name: 'cut off within four characters', content: 'JVBERi0xLjc', code: 'COMMAND_INVALID' },
  { name: 'cut off between four characters', content: 'JVBERi0x', code: 'DIGEST_MISMATCH' },
  { name: 'noise of a line', content: 'JVBE~i0xLj\u00ffc=', code: 'COMMAND_INVALID' },
  { name: 'the letters of URLs', content: 'JVBERi0xLjc_', code: 'COMMAND_INVALID' },
  { name: 'padding in the middle', content: 'JVBERg==MS43', code: 'COMMAND_INVALID' },
  { name: 'three paddings', content: 'JVBERi0xLjc===', code: 'COMMAND_INVALID' },
  { name: 'an element in it', content: 'JVBE<x/>Ri0xLjc=', code: 'COMMAND_INVALID' },
  { name: 'more than a file may have', content: 'A'.repeat(4_300_000), code: 'BODY_TOO_LARGE' },
  { name: 'more than a message may have', content: 'A'.repeat(8_000_000), code: 'BODY_TOO_LARGE' },
];

/** What an activity calls a file that it names; another state's system may take it for a path. */
export const HOSTILE_FILE_NAMES: readonly { readonly name: string; readonly fileName: string }[] = [
  { name: 'a path up', fileName: '../../etc/passwd' },
  { name: 'a path from the root', fileName: '/etc/cron.d/a' },
  { name: 'a path of Windows', fileName: '..\\..\\windows\\a.pdf' },
  { name: 'the folder itself', fileName: '.' },
  { name: 'the folder above', fileName: '..' },
  { name: 'a line break', fileName: 'a\nb.pdf' },
  { name: 'an escape of the terminal', fileName: 'a\u001b[2J.pdf' },
  { name: 'letters from right to left', fileName: 'a\u202efdp.exe' },
  { name: 'nothing that is seen', fileName: 'a\u200b.pdf' },
  { name: 'blanks at its end', fileName: 'a.pdf   ' },
  { name: 'nothing', fileName: '' },
  { name: '10,000 characters', fileName: `${'a'.repeat(9_996)}.pdf` },
];
