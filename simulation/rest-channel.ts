import { Agent } from 'node:http';
import { createActivitiesEndpoint } from './activities-endpoint.ts';
import type { ChannelParts, StateChannel } from './channel.ts';
import { startLoopbackServer } from './http-server.ts';
import { submitDocument } from './submit-document.ts';

/** HTTP in both directions: the hub pushes to a server of the state, the state posts to the hub. */
export async function openRestChannel(parts: ChannelParts): Promise<StateChannel> {
  const agent = new Agent({ keepAlive: true, maxSockets: parts.concurrency + 2 });
  const server = await startLoopbackServer(createActivitiesEndpoint(parts), parts.port);
  const { contentType } = parts.dialect;
  return {
    endpoint: server.url,
    credential: parts.pushKey,
    transport: { kind: 'rest', mode: 'push', authentication: { scheme: 'bearer' } },
    hostKeys: [],
    submit: ({ hub, document, abandon = false }) =>
      submitDocument({ hub, agent, contentType, document, timeoutMs: parts.timeoutMs, abandon }),
    goDown: () => server.goDown(),
    comeUp: () => server.comeUp(),
    close: () => {
      agent.destroy();
      return server.close();
    },
  };
}
