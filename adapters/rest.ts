import type { DeliveryOutcome, Parcel, StateAdapter } from './adapter.ts';
import type { AcknowledgementKind } from './adapter-settings.ts';
import { sendInCaseOrder } from './case-order.ts';
import {
  CREDENTIAL_UNUSABLE,
  type LineOptions,
  failedUnsent,
  openLine,
  unusableAdapter,
} from './endpoint-line.ts';
import { type RestAuthentication, readAuthentication } from './rest-authentication.ts';
import { outcomeOf, probeAnswerOf, probeFailureOf } from './rest-outcome.ts';
import { deliveryRequest, probeRequest } from './rest-request.ts';

export interface RestOptions extends LineOptions {
  /** Base URL; activities go to `<endpoint>/activities` (docs/adapters.md). */
  readonly endpoint: string;
  readonly authentication: RestAuthentication;
  readonly acknowledgement: AcknowledgementKind;
  readonly sizeLimitBytes: number;
  /** Process clock, for signatures and dates in Retry-After. */
  readonly now: () => Date;
}

/**
 * The way to a state that takes activities by HTTP. An endpoint that is not allowed or a credential
 * that cannot be used fails every delivery instead of the call: one state's wrong settings must not
 * stop the others.
 * Throws a RangeError when `allowedNetworks` cannot be read.
 */
export function createRestAdapter(options: RestOptions): StateAdapter {
  const opened = openLine(options);
  if (opened.kind === 'unusable') return unusableAdapter('rest', opened.code, opened.detail);
  const authenticate = readAuthentication(options.authentication, options.now);
  if (authenticate === undefined) {
    return unusableAdapter('rest', CREDENTIAL_UNUSABLE.code, CREDENTIAL_UNUSABLE.detail);
  }
  const { line } = opened;
  const address = {
    authority: line.url.host,
    basePath: line.url.pathname.replace(/\/+$/, ''),
    authenticate,
  };

  async function send(parcel: Parcel, signal: AbortSignal): Promise<DeliveryOutcome> {
    if (parcel.body.length > options.sizeLimitBytes) {
      return failedUnsent('DOCUMENT_TOO_LARGE', `${parcel.body.length} bytes`);
    }
    const { deliveryId } = parcel;
    const { request, contentDigest } = deliveryRequest(address, parcel);
    const result = await line.run(request, signal);
    const { acknowledgement, now } = options;
    return outcomeOf(result, { deliveryId, contentDigest, acknowledgement, now });
  }

  return {
    transport: 'rest',
    deliver: (parcels, signal) => sendInCaseOrder(parcels, (parcel) => send(parcel, signal)),
    probe: async (deliveryId, signal, tell) => {
      const result = await line.run(probeRequest(address, deliveryId), signal);
      const answer = probeAnswerOf(result, deliveryId);
      if (answer === 'unknown') tell?.(probeFailureOf(result));
      return answer;
    },
    close: () => line.close(),
  };
}
