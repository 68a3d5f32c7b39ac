import type { IncomingMessage } from 'node:http';
import { HttpError } from './http-error.ts';

/**
 * The bytes of a request's body, at most `limit` of them; read by ourselves and not by a parser, so
 * that what is hashed is what was sent. Throws BODY_TOO_LARGE as soon as that is known,
 * CONTENT_ENCODING_UNSUPPORTED for a compressed body (no bomb is ever inflated), BODY_INCOMPLETE.
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    return Promise.reject(new HttpError('CONTENT_ENCODING_UNSUPPORTED'));
  }
  if (Number(request.headers['content-length'] ?? 0) > limit) {
    return Promise.reject(new HttpError('BODY_TOO_LARGE'));
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limit) {
        chunks.push(chunk);
        return;
      }
      chunks.length = 0;
      request.pause();
      reject(new HttpError('BODY_TOO_LARGE'));
    });
    request.once('end', () => {
      const [only] = chunks;
      resolve(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, length));
    });
    request.once('error', (cause) => {
      reject(new HttpError('BODY_INCOMPLETE', { cause }));
    });
    request.once('close', () => {
      if (!request.complete) reject(new HttpError('BODY_INCOMPLETE'));
    });
  });
}
