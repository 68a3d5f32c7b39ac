import { ExchangeError } from '../flows/exchange-error.ts';
import type { HttpParts } from './parts.ts';
import { readBody } from './read-body.ts';
import { type OpenCall, type RouteHandlers, json } from './route-handler.ts';

type AttachmentRoutes = Pick<
  RouteHandlers,
  'PUT /v1/attachments/{sha256}' | 'GET /v1/attachments/{sha256}'
>;

export function attachmentRoutes({ flows, limits }: HttpParts): AttachmentRoutes {
  return {
    'PUT /v1/attachments/{sha256}': async (call) => {
      const sha256 = digestParam(call);
      const mediaType = (call.request.headers['content-type'] ?? '').toLowerCase();
      const body = await readBody(call.request, limits.attachmentBytes);
      const { repeated } = await flows.storeAttachment(call.actor, { sha256, mediaType, body });
      return json(repeated ? 200 : 201, { sha256, size: body.length });
    },
    'GET /v1/attachments/{sha256}': async (call) => {
      const found = await flows.readAttachment(call.actor, digestParam(call));
      const { mediaType, body, namedBy: transmissionId } = found;
      if (transmissionId !== undefined) {
        const viewing = { transmissionId, what: 'attachment', source: call.address } as const;
        await flows.recordViewing(call.actor, viewing);
      }
      return {
        status: 200,
        // It came from outside: no browser may take it for a page of ours.
        headers: { 'Content-Type': mediaType, 'Content-Disposition': 'attachment' },
        body,
      };
    },
  };
}

function digestParam({ params }: OpenCall): string {
  const digest = params['sha256'] ?? '';
  if (!/^[0-9a-f]{64}$/.test(digest)) throw new ExchangeError('NOT_FOUND');
  return digest;
}
