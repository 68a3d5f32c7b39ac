import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { Presented } from '../access/authenticate.ts';
import { readSessionCookie } from './session-cookie.ts';

/**
 * What a request shows of its caller. A session's cookie counts where no Authorization header is, and
 * no certificate then. A certificate counts only from this connection itself and when
 * TLS found its chain valid; no header can bring one.
 */
export function presentedBy(request: IncomingMessage): Presented {
  const { authorization } = request.headers;
  const { socket } = request;
  if (authorization !== undefined) return { authorization };
  const session = readSessionCookie(request);
  if (session !== undefined) return { authorization, session };
  if (!(socket instanceof TLSSocket) || !socket.authorized) {
    return { authorization };
  }
  const { raw } = socket.getPeerCertificate() as { raw?: Buffer };
  return raw === undefined ? { authorization } : { authorization, certificate: raw };
}
