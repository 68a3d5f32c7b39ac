import { NOTICE_EVENTS } from '../notify/notice.ts';
import { NOTICE_CHOICES, type NoticeChoice } from '../notify/notice-table.ts';
import { mailbox, stateParam } from './contact-routes.ts';
import type { HttpParts } from './parts.ts';
import { readCommand } from './read-command.ts';
import { type Field, oneOf, record, textLike } from './read-fields.ts';
import { NO_CONTENT, type RouteHandlers, json } from './route-handler.ts';
import { uuidParam } from './uuid-param.ts';

type NotificationRoutes = Pick<
  RouteHandlers,
  | 'GET /v1/members/{state}/notifications'
  | 'PUT /v1/members/{state}/notifications'
  | 'GET /v1/hooks'
  | 'POST /v1/hooks'
  | 'POST /v1/hooks/{hookId}/rotate'
  | 'POST /v1/hooks/{hookId}/enable'
  | 'POST /v1/hooks/{hookId}/remove'
>;

const choice: Field<NoticeChoice> = oneOf(NOTICE_CHOICES);
const CHOICES = Object.fromEntries(NOTICE_EVENTS.map((event) => [event, choice]));
const SETTINGS = { mailbox, choices: record(CHOICES) } as const;

/** Certificates in PEM and nothing else. */
const PEM = textLike(
  /^(?:\s*-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]{1,8000}-----END CERTIFICATE-----\s*){1,4}$/,
);
const HOOK = { url: textLike(/^https:\/\/[!-~]{1,480}$/), trusted: PEM } as const;

export function notificationRoutes({ flows }: HttpParts): NotificationRoutes {
  return {
    'GET /v1/members/{state}/notifications': async (call) =>
      json(200, await flows.notificationSettings(call.actor, stateParam(call))),
    'PUT /v1/members/{state}/notifications': async (call) => {
      const { choices = {}, ...settings } = await readCommand(call.request, SETTINGS, []);
      const asked = { ...settings, choices };
      await flows.setNotificationSettings(call.actor, stateParam(call), asked);
      return NO_CONTENT;
    },
    'GET /v1/hooks': async ({ actor }) => json(200, { items: await flows.hooks(actor) }),
    'POST /v1/hooks': async ({ actor, request }) => {
      const hook = await readCommand(request, HOOK, ['url']);
      return json(201, await flows.addHook(actor, hook));
    },
    'POST /v1/hooks/{hookId}/rotate': async (call) => {
      await readCommand(call.request, {}, []);
      return json(200, await flows.rotateHook(call.actor, uuidParam(call, 'hookId')));
    },
    'POST /v1/hooks/{hookId}/enable': async (call) => {
      await readCommand(call.request, {}, []);
      await flows.enableHook(call.actor, uuidParam(call, 'hookId'));
      return NO_CONTENT;
    },
    'POST /v1/hooks/{hookId}/remove': async (call) => {
      await readCommand(call.request, {}, []);
      await flows.removeHook(call.actor, uuidParam(call, 'hookId'));
      return NO_CONTENT;
    },
  };
}
