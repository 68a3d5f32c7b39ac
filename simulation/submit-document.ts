import { request } from 'node:http';
import type { Agent, ClientRequest, IncomingMessage } from 'node:http';

export interface HubAddress {
  /** Without a slash at its end. */
  readonly url: string;
  readonly key: string;
}

export interface SubmitRequest {
  readonly hub: HubAddress;
  readonly agent: Agent;
  /** `/v1/messages` unless given. */
  readonly path?: string;
  readonly contentType: string;
  readonly document: Buffer;
  /** Milliseconds for the whole exchange. */
  readonly timeoutMs: number;
  /** Ends the connection as soon as the document is sent, without waiting for the answer. */
  readonly abandon?: boolean;
}

export type SubmitAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly text: string;
      readonly retryAfter: number | undefined;
    }
  | { readonly kind: 'failed'; readonly code: string };

/** `POST /v1/messages` with one native document; an answer of any status, or why there was none. */
export function submitDocument(submit: SubmitRequest): Promise<SubmitAnswer> {
  return new Promise((resolve) => {
    const call = request(`${submit.hub.url}${submit.path ?? '/v1/messages'}`, {
      method: 'POST',
      agent: submit.agent,
      headers: {
        authorization: `Bearer ${submit.hub.key}`,
        'content-type': submit.contentType,
        'content-length': submit.document.length,
        accept: 'application/json',
      },
    });
    const timer = setTimeout(() => call.destroy(new Error('TIMEOUT')), submit.timeoutMs);
    const settle = (answer: SubmitAnswer): void => {
      clearTimeout(timer);
      resolve(answer);
    };
    call.on('error', (error: NodeJS.ErrnoException) => {
      settle({ kind: 'failed', code: error.code ?? error.message });
    });
    call.on('response', (response) => {
      readAnswer(response).then(settle, () => {
        settle({ kind: 'failed', code: 'ANSWER_CUT' });
      });
    });
    if (submit.abandon === true) abandonWhenSent(call);
    call.end(submit.document);
  });
}

function abandonWhenSent(call: ClientRequest): void {
  call.on('finish', () => {
    // One turn later the bytes have left this process.
    setImmediate(() => call.destroy(new Error('ABANDONED')));
  });
}

async function readAnswer(response: IncomingMessage): Promise<SubmitAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  const seconds = Number(response.headers['retry-after']);
  return {
    kind: 'answered',
    status: response.statusCode ?? 0,
    text: Buffer.concat(chunks).toString('utf8'),
    retryAfter: Number.isFinite(seconds) ? seconds * 1000 : undefined,
  };
}
