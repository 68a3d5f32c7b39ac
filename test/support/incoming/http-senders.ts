import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { addSystemKey } from '../../../hub/flows/administer.ts';
import { startFaultyProxy } from '../faulty-proxy.ts';
import { NS, tokenMessage } from '../soap-message.ts';
import {
  type HubWord,
  type Sender,
  type SenderKind,
  type SenderPlace,
  type SentDocument,
  acceptance,
  refusal,
  sendInLanes,
} from './sender.ts';

const TOO_LARGE = { bytes: 1024 * 1024, code: 'BODY_TOO_LARGE' } as const;
const AGAIN_MS = 50;

/** A state's system that calls the hub's API. */
export const REST_SENDER: SenderKind = {
  transport: 'rest',
  logsIn: 'sender',
  side: 'client',
  tooLarge: TOO_LARGE,
  prepare: () => prepareCaller(restCall),
};

/** A state's system that calls the hub's SOAP service. */
export const SOAP_SENDER: SenderKind = {
  transport: 'soap',
  logsIn: 'sender',
  side: 'client',
  tooLarge: TOO_LARGE,
  prepare: () => prepareCaller(soapCall),
};

interface Call {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Undefined: the hub says to try again. */
interface Wire {
  readonly call: (key: string, document: SentDocument) => Call;
  readonly wordOf: (answer: Answer) => HubWord | undefined;
}

const restCall: Wire = {
  call: (key, { contentType, body }) => ({
    path: '/v1/messages',
    headers: { authorization: `Bearer ${key}`, 'content-type': contentType },
    body,
  }),
  wordOf: ({ status, text }) => {
    if (status === 503 || status === 429 || status === 408) return undefined;
    return status < 300 ? acceptance(text) : refusal(text);
  },
};

const soapCall: Wire = {
  call: (key, { contentType, body }) => {
    const text = `<h:Text mediaType="${contentType}" encoding="base64">${body.toString('base64')}</h:Text>`;
    const content = `<h:SubmitActivity xmlns:h="${NS.hub}">${text}</h:SubmitActivity>`;
    const created = new Date().toISOString();
    return {
      path: '/soap',
      headers: { 'content-type': 'application/soap+xml; charset=utf-8' },
      body: Buffer.from(tokenMessage({ content, created }, { password: key })),
    };
  },
  wordOf: ({ status, text }) => {
    const receipt = /<hub:Receipt>(.*)<\/hub:Receipt>/s.exec(text)?.[1];
    if (receipt !== undefined) return acceptance(unescape(receipt));
    if (/<soap:Value>soap:Receiver</.test(text)) return undefined;
    const code = /<code>([A-Z_]+)<\/code>/.exec(text)?.[1];
    if (code === undefined) throw new Error(`neither receipt nor fault: ${status} ${text}`);
    return { kind: 'refused', code, text };
  },
};

function unescape(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function prepareCaller(wire: Wire) {
  return Promise.resolve({
    state: {},
    connect: (place: SenderPlace) => openCaller(place, wire),
    stop: () => Promise.resolve(),
  });
}

async function openCaller({ site, hub, member }: SenderPlace, wire: Wire): Promise<Sender> {
  const label = 'of a sender';
  const { secret } = await addSystemKey(site.parts.administer, { member, label });
  const wrong = `hub_${member}_${'0'.repeat(52)}`;
  const proxy = await startFaultyProxy(Number(new URL(hub.url).port));
  let key = secret;
  let isClosed = false;

  async function send(document: SentDocument): Promise<HubWord> {
    for (;;) {
      const answer = await post(proxy.port, wire.call(key, document)).catch(() => undefined);
      const word = answer && wire.wordOf(answer);
      if (word !== undefined) return word;
      if (isClosed) throw new Error('closed before there was a word');
      await wait(AGAIN_MS);
    }
  }

  return {
    proxy,
    send,
    sendAll: (documents) => sendInLanes(documents, send),
    use: (credential) => {
      key = credential === 'right' ? secret : wrong;
      return Promise.resolve();
    },
    cut: proxy.cut,
    close: async () => {
      isClosed = true;
      await proxy.stop();
    },
  };
}

/** One request on a connection of its own; rejects when it broke. */
async function post(port: number, { path, headers, body }: Call): Promise<Answer> {
  const sending = request({
    port,
    host: '127.0.0.1',
    path,
    method: 'POST',
    agent: false,
    headers: { ...headers, 'content-length': body.length, connection: 'close' },
  });
  // The answer may come, and the connection end, before all of a refused body is sent.
  let answered = false;
  const failed = new Promise<never>((_, reject) => {
    sending.on('error', (error) => {
      if (!answered) reject(error);
    });
  });
  sending.end(body);
  const [response] = (await Promise.race([once(sending, 'response'), failed])) as [IncomingMessage];
  answered = true;
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return {
    status: response.statusCode ?? 0,
    text: Buffer.concat(chunks).toString('utf8'),
  };
}
