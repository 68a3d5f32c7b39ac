import type { DeliveryOutcome, FailureCode, StateAdapter, Transport } from './adapter.ts';
import { sendInCaseOrder } from './case-order.ts';
import { type RestTls, createConnectionPool, readTls } from './connection-pool.ts';
import { type ResolveAll, checkEndpoint, createGuardedLookup } from './endpoint-guard.ts';
import { parseNetworks } from './public-address.ts';
import { type Deadlines, type Exchange, type ExchangeRequest, exchange } from './rest-exchange.ts';
import { createSendSlots } from './send-slots.ts';

/** What every transport over HTTP is told of its endpoint. */
export interface LineOptions {
  readonly endpoint: string;
  readonly tls?: RestTls;
  readonly deadlines?: Deadlines;
  readonly answerLimitBytes?: number;
  /** The most requests under way at once, over all calls. */
  readonly concurrency?: number;
  /** Address ranges (CIDR) besides public ones that the endpoint may lie in. */
  readonly allowedNetworks: readonly string[];
  /** How names become addresses; the system's way without it. */
  readonly resolve?: ResolveAll;
}

export const LINE_DEFAULTS = {
  deadlines: { connectMs: 5_000, headersMs: 20_000, totalMs: 30_000 },
  answerLimitBytes: 65_536,
  concurrency: 4,
} as const;

/** The way to one endpoint: guarded, bounded, and closed as a whole. */
export interface EndpointLine {
  readonly url: URL;
  /** One request when a slot is free; always resolves. */
  run(request: ExchangeRequest, signal: AbortSignal): Promise<Exchange>;
  /** Ends what is under way; resolves when no connection is left. */
  close(): Promise<void>;
}

export type LineResult =
  | { readonly kind: 'open'; readonly line: EndpointLine }
  | { readonly kind: 'unusable'; readonly code: FailureCode; readonly detail: string };

/** Connects nothing yet. Throws a RangeError when `allowedNetworks` cannot be read. */
export function openLine(options: LineOptions): LineResult {
  const networks = parseNetworks(options.allowedNetworks);
  const check = checkEndpoint(options.endpoint, networks);
  if (check.kind === 'refused') {
    return { kind: 'unusable', code: 'UNROUTABLE', detail: `endpoint refused: ${check.reason}` };
  }
  const secureContext = readTls(options.tls);
  if (secureContext === undefined) return { kind: 'unusable', ...CREDENTIAL_UNUSABLE };
  const { url, inside } = check;
  const { deadlines, answerLimitBytes, concurrency } = { ...LINE_DEFAULTS, ...options };
  const lookup = createGuardedLookup(networks, inside, options.resolve);
  const pool = createConnectionPool({ url, lookup, secureContext });
  const parts = { ...pool, deadlines, answerLimitBytes };
  const slots = createSendSlots(concurrency);
  const running = new Set<Promise<unknown>>();
  const closing = new AbortController();
  const line: EndpointLine = {
    url,
    run: (request, signal) =>
      slots.run(async () => {
        const signals = [signal, closing.signal];
        if (signals.some(({ aborted }) => aborted)) return NOT_BEGUN;
        const exchanged = exchange(parts, request, signals);
        running.add(exchanged);
        const result = await exchanged;
        running.delete(exchanged);
        return result;
      }),
    close: async () => {
      closing.abort();
      await pool.close();
      await Promise.all(running);
    },
  };
  return { kind: 'open', line };
}

const NOT_BEGUN: Exchange = { kind: 'failed', sent: false, code: 'ABORTED', identity: false };

export const CREDENTIAL_UNUSABLE = {
  code: 'CREDENTIALS_REFUSED',
  detail: 'the credential in force cannot be used',
} as const;

/** An adapter that fails every delivery in the same way, without a connection. */
export function unusableAdapter(
  transport: Transport,
  code: FailureCode,
  detail: string,
): StateAdapter {
  return {
    transport,
    deliver: (parcels) =>
      sendInCaseOrder(parcels, () => Promise.resolve(failedUnsent(code, detail))),
    probe: (_deliveryId, _signal, tell) => {
      tell?.({ code, detail });
      return Promise.resolve('unknown');
    },
    close: () => Promise.resolve(),
  };
}

export function failedUnsent(code: FailureCode, detail: string): DeliveryOutcome {
  return { kind: 'failed', code, detail, bytesIn: 0 };
}
