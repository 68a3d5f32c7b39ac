import { type ResolveAll, checkEndpoint } from './endpoint-guard.ts';
import { openLine } from './endpoint-line.ts';
import { parseNetworks } from './public-address.ts';
import type { Exchange } from './rest-exchange.ts';
import { retryAfterMs } from './retry-after.ts';

/** One call of a web hook. */
export interface HookCall {
  readonly url: string;
  /** PEM of the authorities that the endpoint's certificate must come from; the public ones without it. */
  readonly trusted: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export type HookFailureCode =
  'HOOK_ADDRESS_REFUSED' | 'HOOK_UNREACHABLE' | 'HOOK_IDENTITY_UNPROVEN' | 'HOOK_ANSWERED_OTHER';

/**
 * - `taken`: it answered with 2xx.
 * - `gone`: it answered 410, and asks never to be called again.
 * - `failed`: anything else, a redirect too, which is never followed.
 */
export type HookOutcome =
  | { readonly kind: 'taken' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly code: HookFailureCode; readonly retryAfterMs?: number };

/** Calls web hooks under the rules of egress for adapters. Never throws for what the other side does. */
export interface HookCaller {
  /** Whether such an address may be registered; a name is checked again at each connection. */
  allows(url: string): boolean;
  call(call: HookCall): Promise<HookOutcome>;
  /** Breaks off what is under way: it fails. */
  close(): void;
}

export interface HookOptions {
  /** Address ranges (CIDR) besides public ones. */
  readonly allowedNetworks: readonly string[];
  readonly now: () => Date;
  readonly resolve?: ResolveAll;
}

const DEADLINES = { connectMs: 5_000, headersMs: 10_000, totalMs: 15_000 };
const ANSWER_LIMIT = 4_096;

export function createHookCaller(options: HookOptions): HookCaller {
  const { allowedNetworks, now, resolve } = options;
  const networks = parseNetworks(allowedNetworks);
  const closing = new AbortController();
  const allows = (url: string): boolean =>
    checkEndpoint(url, networks, ['https']).kind === 'allowed';
  return {
    allows,
    call: async ({ url, trusted, headers, body }) => {
      if (!allows(url)) return { kind: 'failed', code: 'HOOK_ADDRESS_REFUSED' };
      const opened = openLine({
        endpoint: url,
        allowedNetworks,
        deadlines: DEADLINES,
        answerLimitBytes: ANSWER_LIMIT,
        ...(trusted === undefined ? {} : { tls: { trusted } }),
        ...(resolve === undefined ? {} : { resolve }),
      });
      if (opened.kind === 'unusable') return { kind: 'failed', code: 'HOOK_IDENTITY_UNPROVEN' };
      const { line } = opened;
      const request = {
        method: 'POST',
        path: line.url.pathname,
        headers: [...wireHeaders(line.url, body), ...Object.entries(headers).flat()],
        body,
      } as const;
      const exchanged = await line.run(request, closing.signal);
      await line.close();
      return outcomeOf(exchanged, now());
    },
    close: () => {
      closing.abort();
    },
  };
}

// prettier-ignore
const wireHeaders = (url: URL, body: Buffer): string[] => [
  'Host', url.host,
  'Content-Type', 'application/cloudevents+json; charset=utf-8',
  'Content-Length', String(body.length),
  'Accept-Encoding', 'identity',
  'User-Agent', 'compact-hub',
];

function outcomeOf(exchanged: Exchange, now: Date): HookOutcome {
  if (exchanged.kind === 'failed') {
    if (exchanged.code === 'ENDPOINT_REFUSED') return failed('HOOK_ADDRESS_REFUSED');
    return failed(exchanged.identity ? 'HOOK_IDENTITY_UNPROVEN' : 'HOOK_UNREACHABLE');
  }
  const { status, headers } = exchanged;
  if (status >= 200 && status < 300) return { kind: 'taken' };
  if (status === 410) return { kind: 'gone' };
  const asked = retryAfterMs(headers['retry-after'], now);
  return {
    ...failed('HOOK_ANSWERED_OTHER'),
    ...(asked === undefined ? {} : { retryAfterMs: asked }),
  };
}

function failed(code: HookFailureCode): Extract<HookOutcome, { kind: 'failed' }> {
  return { kind: 'failed', code };
}
