import { Agent } from 'node:http';
import type { ChannelParts, StateChannel } from './channel.ts';
import { startLoopbackServer } from './http-server.ts';
import { HUB_USER, createSoapEndpoint } from './soap-endpoint.ts';
import {
  HUB,
  SOAP_TYPE,
  type Tree,
  embedded,
  envelope,
  keyHeader,
  readTree,
  textAt,
  treeAt,
} from './soap-wire.ts';
import { type SubmitAnswer, submitDocument } from './submit-document.ts';

/** SOAP in both directions: the hub calls a service of the state, the state calls the hub's. */
export async function openSoapChannel(parts: ChannelParts): Promise<StateChannel> {
  const agent = new Agent({ keepAlive: true, maxSockets: parts.concurrency + 2 });
  const server = await startLoopbackServer(createSoapEndpoint(parts), parts.port);
  const { contentType } = parts.dialect;
  return {
    endpoint: server.url,
    credential: `${HUB_USER}:${parts.pushKey}`,
    transport: {
      kind: 'soap',
      mode: 'push',
      security: { usernameToken: 'digest' },
    },
    hostKeys: [],
    submit: async ({ hub, document, abandon = false }) =>
      readAnswer(
        await submitDocument({
          hub,
          agent,
          path: '/soap',
          contentType: SOAP_TYPE,
          document: submission(contentType, document, hub.key),
          timeoutMs: parts.timeoutMs,
          abandon,
        }),
      ),
    goDown: () => server.goDown(),
    comeUp: () => server.comeUp(),
    close: () => {
      agent.destroy();
      return server.close();
    },
  };
}

function submission(contentType: string, document: Buffer, key: string): Buffer {
  const content = `<h:SubmitActivity xmlns:h="${HUB}">${embedded(contentType, document)}</h:SubmitActivity>`;
  return Buffer.from(envelope(content, keyHeader(key, new Date())));
}

/** The answer in the statuses of the HTTP API: a receipt, or the problem of a fault's detail. */
function readAnswer(answer: SubmitAnswer): SubmitAnswer {
  if (answer.kind === 'failed') return answer;
  const body = treeAt(readTree(answer.text), 'Envelope', 'Body');
  const taken = treeAt(body, 'SubmitActivityResponse');
  if (taken !== undefined) {
    const status = textAt(taken, 'Repeated') === 'true' ? 200 : 202;
    return { ...answer, status, text: textAt(taken, 'Receipt') };
  }
  const problem = treeAt(body, 'Fault', 'Detail', 'problem');
  if (problem === undefined) return answer;
  const status = Number(textAt(problem, 'status'));
  return { ...answer, status, text: JSON.stringify(problemOf(problem)) };
}

/** The members of the problem document (RFC 9457, appendix B). */
function problemOf(problem: Tree): Record<string, unknown> {
  const { problems, ...members } = problem;
  const found = treeAt({ problems }, 'problems')?.['i'];
  return {
    ...members,
    $: undefined,
    status: Number(textAt(problem, 'status')),
    ...(found === undefined ? {} : { problems: [found].flat() }),
  };
}
