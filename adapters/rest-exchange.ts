import { setMaxListeners } from 'node:events';
import type {
  ClientRequest,
  IncomingHttpHeaders,
  IncomingMessage,
  RequestOptions,
} from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

export interface Deadlines {
  /** Name, connection and TLS handshake. */
  readonly connectMs: number;
  /** From the request's first byte to the end of the answer's headers. */
  readonly headersMs: number;
  /** The whole exchange. */
  readonly totalMs: number;
}

export interface ExchangeRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Names and values in turn; complete, as nothing is added but `Connection`. */
  readonly headers: readonly string[];
  readonly body?: Buffer;
}

/** What one HTTP exchange came to; the difference between the failures is what the peer may know. */
export type Exchange =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      readonly body: Buffer;
      /** False where the answer broke off, or was longer than allowed. */
      readonly complete: boolean;
      readonly bytesIn: number;
    }
  | {
      readonly kind: 'failed';
      /** False: it is certain that no byte of the request left. */
      readonly sent: boolean;
      /** The code of the system, of TLS or of this file; never text of the peer. */
      readonly code: string;
      /** The peer's certificate did not prove that it is the one meant. */
      readonly identity: boolean;
    };

export interface ExchangeParts {
  readonly request: (options: RequestOptions) => ClientRequest;
  readonly origin: RequestOptions;
  readonly deadlines: Deadlines;
  readonly answerLimitBytes: number;
}

/**
 * One request and its answer on a connection of the pool. Always resolves, at the latest at the
 * total deadline. Nothing leaves before the connection stands and, with TLS, the peer has proven who
 * it is, so that a failure before the first byte is known as such. What fails later may have
 * arrived, also on a kept connection that the peer was just closing.
 */
export function exchange(
  parts: ExchangeParts,
  { method, path, headers, body }: ExchangeRequest,
  signals: readonly AbortSignal[],
): Promise<Exchange> {
  const outgoing = begin(parts, { ...parts.origin, method, path, headers });
  return outgoing === undefined
    ? Promise.resolve({ kind: 'failed', sent: false, code: REQUEST_INVALID, identity: false })
    : carry(parts, outgoing, body, signals);
}

function carry(
  parts: ExchangeParts,
  outgoing: ClientRequest,
  body: Buffer | undefined,
  signals: readonly AbortSignal[],
): Promise<Exchange> {
  return new Promise((resolve) => {
    const { connectMs, headersMs, totalMs } = parts.deadlines;
    const total = setTimeout(stop, totalMs, 'TOTAL_DEADLINE');
    let phase: NodeJS.Timeout | undefined;
    let sent = false;
    let over = false;
    let answer: Answer | undefined;

    function finish(result: Exchange): void {
      over = true;
      clearTimeout(total);
      clearTimeout(phase);
      for (const signal of signals) signal.removeEventListener('abort', onAbort);
      resolve(result);
    }

    function fail(code: string): void {
      if (over) return;
      if (answer !== undefined) finish(answered(answer, false));
      else finish({ kind: 'failed', sent, code, identity: unproven(outgoing) });
    }

    function stop(code: string): void {
      fail(code);
      outgoing.destroy();
    }

    function onAbort(): void {
      stop('ABORTED');
    }

    function enter(next: 'connecting' | 'sent'): void {
      if (over) return;
      sent = next === 'sent';
      clearTimeout(phase);
      phase = sent
        ? setTimeout(stop, headersMs, 'HEADERS_DEADLINE')
        : setTimeout(stop, connectMs, 'CONNECT_DEADLINE');
    }

    // One signal may end many exchanges; that is no leak, so Node shall not warn of one.
    setMaxListeners(0, ...signals);
    for (const signal of signals) signal.addEventListener('abort', onAbort);
    sendWhenConnected(outgoing, body, enter);
    outgoing.once('response', (response) => {
      clearTimeout(phase);
      answer = { response, chunks: [], bytes: 0 };
      readAnswer(answer, parts.answerLimitBytes, (complete) => {
        if (over || answer === undefined) return;
        finish(answered(answer, complete));
        if (!complete) outgoing.destroy();
      });
    });
    // Once an answer has begun, its own end says how it went: a peer that answers before it has
    // read everything may break our writing.
    outgoing.on('error', (error) => {
      if (answer === undefined) fail(codeOf(error));
    });
    outgoing.once('close', () => {
      if (answer === undefined) fail('CLOSED');
    });
  });
}

/** Sends as soon as the connection stands and, with TLS, the peer has proven who it is. */
function sendWhenConnected(
  outgoing: ClientRequest,
  body: Buffer | undefined,
  enter: (phase: 'connecting' | 'sent') => void,
): void {
  outgoing.once('socket', (socket: Socket) => {
    // The error of a connection that could not even begin follows by itself.
    if (socket.destroyed) return;
    enter(socket.connecting ? 'connecting' : 'sent');
    if (!socket.connecting) {
      outgoing.end(body);
    } else if (socket instanceof TLSSocket) {
      socket.once('secureConnect', () => {
        enter('sent');
        outgoing.end(body);
      });
    } else {
      // What is written now leaves when the connection stands, not before.
      socket.once('connect', () => {
        enter('sent');
      });
      outgoing.end(body);
    }
  });
}

/** The code of a request that HTTP cannot carry, such as a line break in a header field. */
export const REQUEST_INVALID = 'REQUEST_INVALID';

function begin(parts: ExchangeParts, options: RequestOptions): ClientRequest | undefined {
  try {
    return parts.request(options);
  } catch {
    return undefined;
  }
}

interface Answer {
  readonly response: IncomingMessage;
  readonly chunks: Buffer[];
  bytes: number;
}

function readAnswer(answer: Answer, limit: number, end: (complete: boolean) => void): void {
  const { response, chunks } = answer;
  response.on('data', (chunk: Buffer) => {
    answer.bytes += chunk.length;
    if (answer.bytes > limit) end(false);
    else chunks.push(chunk);
  });
  response.once('end', () => {
    end(response.complete && answer.bytes <= limit);
  });
  // A broken answer is reported as its end too early, by `close`.
  response.on('error', () => undefined);
  response.once('close', () => {
    end(false);
  });
}

function answered({ response, chunks, bytes }: Answer, complete: boolean): Exchange {
  return {
    kind: 'answered',
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks),
    complete,
    bytesIn: bytes,
  };
}

/** The TLS layer sets `authorizationError` when chain or name of the certificate do not hold. */
function unproven({ socket }: ClientRequest): boolean {
  return socket instanceof TLSSocket && Boolean(socket.authorizationError);
}

function codeOf(error: Error & { code?: unknown }): string {
  return typeof error.code === 'string' && /^[A-Z0-9_]{1,64}$/.test(error.code)
    ? error.code
    : 'FAILED';
}
