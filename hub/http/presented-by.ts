import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { Presented } from '../access/authenticate.ts';

/**
 * What a request shows of its caller. A certificate counts only from this connection itself and when
 * TLS found its chain valid; no header can bring one.
 */
export function presentedBy(request: IncomingMessage): Presented {
  const { authorization } = request.headers;
  const { socket } = request;
  if (authorization !== undefined || !(socket instanceof TLSSocket) || !socket.authorized) {
    return { authorization };
  }
  const { raw } = socket.getPeerCertificate() as { raw?: Buffer };
  return raw === undefined ? { authorization } : { authorization, certificate: raw };
}
