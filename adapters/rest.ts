import type { DeliveryOutcome, FailureCode, Parcel, StateAdapter } from './adapter.ts';
import { sendInCaseOrder } from './case-order.ts';
import { type ResolveAll, checkEndpoint, createGuardedLookup } from './endpoint-guard.ts';
import { parseNetworks } from './public-address.ts';
import { type RestAuthentication, readAuthentication } from './rest-authentication.ts';
import { type RestTls, createConnectionPool, readTls } from './connection-pool.ts';
import { type Deadlines, type Exchange, type ExchangeRequest, exchange } from './rest-exchange.ts';
import { type AcknowledgementKind, outcomeOf, probeAnswerOf } from './rest-outcome.ts';
import { deliveryRequest, probeRequest } from './rest-request.ts';
import { createSendSlots } from './send-slots.ts';

export interface RestOptions {
  /** Base URL; activities go to `<endpoint>/activities` (docs/adapters.md). */
  readonly endpoint: string;
  readonly authentication: RestAuthentication;
  readonly tls?: RestTls;
  readonly acknowledgement: AcknowledgementKind;
  readonly sizeLimitBytes: number;
  readonly deadlines?: Deadlines;
  readonly answerLimitBytes?: number;
  /** The most requests under way at once, over all calls. */
  readonly concurrency?: number;
  /** Address ranges (CIDR) besides public ones that the endpoint may lie in. */
  readonly allowedNetworks: readonly string[];
  /** Process clock, for signatures and dates in Retry-After. */
  readonly now: () => Date;
  /** How names become addresses; the system's way without it. */
  readonly resolve?: ResolveAll;
}

export const REST_DEFAULTS = {
  deadlines: { connectMs: 5_000, headersMs: 20_000, totalMs: 30_000 },
  answerLimitBytes: 65_536,
  concurrency: 4,
} as const;

/**
 * The way to a state that takes activities by HTTP. An endpoint that is not allowed or a credential
 * that cannot be used fails every delivery instead of the call: one state's wrong settings must not
 * stop the others.
 * Throws a RangeError when `allowedNetworks` cannot be read.
 */
export function createRestAdapter(options: RestOptions): StateAdapter {
  const networks = parseNetworks(options.allowedNetworks);
  const check = checkEndpoint(options.endpoint, networks);
  if (check.kind === 'refused') return unusable('UNROUTABLE', `endpoint refused: ${check.reason}`);
  const authenticate = readAuthentication(options.authentication, options.now);
  const secureContext = readTls(options.tls);
  if (authenticate === undefined || secureContext === undefined) {
    return unusable('CREDENTIALS_REFUSED', 'the credential in force cannot be used');
  }

  const { url, inside } = check;
  const { deadlines, answerLimitBytes, concurrency } = { ...REST_DEFAULTS, ...options };
  const lookup = createGuardedLookup(networks, inside, options.resolve);
  const pool = createConnectionPool({ url, lookup, secureContext });
  const parts = { ...pool, deadlines, answerLimitBytes };
  const slots = createSendSlots(concurrency);
  const running = new Set<Promise<unknown>>();
  const closing = new AbortController();
  const address = {
    authority: url.host,
    basePath: url.pathname.replace(/\/+$/, ''),
    authenticate,
  };

  async function run(request: ExchangeRequest, signal: AbortSignal): Promise<Exchange> {
    return slots.run(async () => {
      const signals = [signal, closing.signal];
      if (signals.some(({ aborted }) => aborted)) return NOT_BEGUN;
      const exchanged = exchange(parts, request, signals);
      running.add(exchanged);
      const result = await exchanged;
      running.delete(exchanged);
      return result;
    });
  }

  async function send(parcel: Parcel, signal: AbortSignal): Promise<DeliveryOutcome> {
    if (parcel.body.length > options.sizeLimitBytes) {
      return failed('DOCUMENT_TOO_LARGE', `${parcel.body.length} bytes`);
    }
    const { deliveryId } = parcel;
    const { request, contentDigest } = deliveryRequest(address, parcel);
    const result = await run(request, signal);
    const { acknowledgement, now } = options;
    return outcomeOf(result, { deliveryId, contentDigest, acknowledgement, now });
  }

  return {
    transport: 'rest',
    deliver: (parcels, signal) => sendInCaseOrder(parcels, (parcel) => send(parcel, signal)),
    probe: async (deliveryId, signal) =>
      probeAnswerOf(await run(probeRequest(address, deliveryId), signal), deliveryId),
    close: async () => {
      closing.abort();
      await pool.close();
      await Promise.all(running);
    },
  };
}

const NOT_BEGUN: Exchange = { kind: 'failed', sent: false, code: 'ABORTED', identity: false };

/** An adapter that fails every delivery in the same way, without a connection. */
function unusable(code: FailureCode, detail: string): StateAdapter {
  return {
    transport: 'rest',
    deliver: (parcels) => sendInCaseOrder(parcels, () => Promise.resolve(failed(code, detail))),
    probe: () => Promise.resolve('unknown'),
    close: () => Promise.resolve(),
  };
}

function failed(code: FailureCode, detail: string): DeliveryOutcome {
  return { kind: 'failed', code, detail, bytesIn: 0 };
}
