import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

/** Events come in bunches; a list is asked anew once for all of one. */
const GATHER_MS = 1_000;
/** Where the stream cannot be had, lists are asked anew this often. */
const POLL_MS = 15_000;
const ALIVE_MS = 5_000;
const CHANNEL = 'hub-events';

/**
 * Keeps what was asked under these keys up to date while the page stands open: after each event that the
 * hub tells (GET /v1/events), or by asking again where no stream can be had.
 */
export function useLive(keys: readonly QueryKey[]): void {
  const queries = useQueryClient();
  const asked = useRef(keys);
  useEffect(() => {
    asked.current = keys;
  });
  useEffect(() => {
    const refresh = (): void => {
      for (const queryKey of asked.current) void queries.invalidateQueries({ queryKey });
    };
    return follow(refresh);
  }, [queries]);
}

/** What the tab with the stream tells the others. */
type Word = 'event' | 'alive';

/** Tells of each bunch of events; returns what ends it. */
function follow(tell: () => void): () => void {
  const ended = new AbortController();
  const channel = new BroadcastChannel(CHANNEL);
  let gathering: ReturnType<typeof setTimeout> | undefined;
  let heardAt = Date.now();
  const hear = (word: unknown): void => {
    heardAt = Date.now();
    if (word !== 'event') return;
    gathering ??= setTimeout(() => {
      gathering = undefined;
      tell();
    }, GATHER_MS);
  };
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    hear(data);
  };
  const say = (word: Word): void => {
    channel.postMessage(word);
    hear(word);
  };
  void inTurn(() => keepStream(say, ended.signal), ended.signal);
  const poll = setInterval(() => {
    if (Date.now() - heardAt >= POLL_MS) tell();
  }, POLL_MS);
  return () => {
    clearInterval(poll);
    clearTimeout(gathering);
    ended.abort();
    channel.close();
  };
}

/**
 * One tab of the browser after another: with a stream each the seventh tab would get no answer, since
 * over HTTP/1.1 a browser keeps six connections to an address. Where the page came over plain HTTP from
 * another machine, browsers have no locks.
 */
async function inTurn(work: () => Promise<void>, signal: AbortSignal): Promise<void> {
  if (!('locks' in navigator)) return work();
  // It rejects when the page is left before its turn came.
  await navigator.locks.request(CHANNEL, { signal }, work).catch(() => undefined);
}

/** Until the signal aborts. */
function keepStream(say: (word: Word) => void, signal: AbortSignal): Promise<void> {
  let source = open();
  function open(): EventSource {
    const opened = new EventSource('/v1/events');
    opened.onmessage = () => {
      say('event');
    };
    return opened;
  }
  const looking = setInterval(() => {
    if (source.readyState === EventSource.OPEN) say('alive');
    // A browser comes back by itself to a stream that broke off, but not to one that was refused.
    if (source.readyState === EventSource.CLOSED) source = open();
  }, ALIVE_MS);
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      clearInterval(looking);
      source.close();
      resolve();
    });
  });
}
