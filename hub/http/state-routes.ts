import { stateParam } from './contact-routes.ts';
import type { HttpParts } from './parts.ts';
import { REASON, readCommand } from './read-command.ts';
import { textLike } from './read-fields.ts';
import { NO_CONTENT, type RouteHandlers, json } from './route-handler.ts';

type StateRoutes = Pick<
  RouteHandlers,
  | 'GET /v1/members/{state}/profile'
  | 'GET /v1/members/{state}/dialect'
  | 'GET /v1/exchange-policy'
  | 'POST /v1/members/{state}/agreement'
  | 'POST /v1/members/{state}/pause'
  | 'POST /v1/members/{state}/resume'
>;

const VERSION = textLike(/^[\w.-]{1,40}$/);

/** One state: what the hub knows of it, and whether anything is sent to it. */
export function stateRoutes({ reads, flows }: HttpParts): StateRoutes {
  return {
    'GET /v1/members/{state}/profile': async (call) =>
      json(200, await reads.state(call.actor, stateParam(call))),
    'GET /v1/members/{state}/dialect': (call) =>
      json(200, reads.dialect(call.actor, stateParam(call))),
    'GET /v1/exchange-policy': () => {
      const { version, title, text } = flows.exchangePolicy;
      return json(200, { version, title, text: text.join('\n\n') });
    },
    'POST /v1/members/{state}/agreement': async (call) => {
      const { version } = await readCommand(call.request, { version: VERSION }, ['version']);
      await flows.agree(call.actor, stateParam(call), version);
      return NO_CONTENT;
    },
    'POST /v1/members/{state}/pause': async (call) => {
      const { reason } = await readCommand(call.request, REASON, ['reason']);
      await flows.pauseDeliveries(call.actor, stateParam(call), reason);
      return NO_CONTENT;
    },
    'POST /v1/members/{state}/resume': async (call) => {
      const { reason } = await readCommand(call.request, REASON, ['reason']);
      await flows.resumeDeliveries(call.actor, stateParam(call), reason);
      return NO_CONTENT;
    },
  };
}
