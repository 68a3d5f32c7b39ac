import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { ApiProblem } from '../api/api-problem.ts';
import { call } from '../api/call.ts';
import { unlockScreen } from '../api/presence.ts';
import { type ProviderWay, forgetProviderWay, readProviderWay } from '../api/provider-way.ts';
import { SESSION_KEY, readSession, useNextStep } from '../api/session.ts';
import { EntryPage } from '../parts/entry-page.tsx';
import { Skeleton } from '../parts/panel.tsx';
import { PROVIDER as T } from './sign-in/provider-text.ts';

/** What a provider adds to the address; anything else there is not for the hub. */
const NAMES = ['state', 'code', 'error', 'iss'] as const;

type Returned = Partial<Record<(typeof NAMES)[number], string>>;

/**
 * Where a provider sends the browser back to. The page itself asks the hub, from the hub's own origin, so
 * that its cookies need not be sent with what another site asks for.
 */
export function ProviderReturn(): ReactElement {
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const goOn = useNextStep();
  const finish = useMutation({
    mutationFn: async ({ way, json }: { way: ProviderWay; json: Returned }) => {
      if (way.purpose === 'bind') {
        // The answer to it brings the token without which nothing is changed.
        queries.setQueryData(SESSION_KEY, await readSession());
        await call('POST /v1/session/provider-answers', { json });
      } else {
        const step = await call('POST /v1/provider-answers', { json });
        unlockScreen();
        await goOn(step);
      }
      const target = way.purpose === 'bind' ? way.to : `/sign-in?to=${encodeURIComponent(way.to)}`;
      navigate(target, { replace: true });
    },
  });
  const [{ way, json }] = useState(readArrival);
  const isBegun = useRef(false);
  const { mutate } = finish;
  useEffect(() => {
    // Once: the answer counts once.
    if (isBegun.current) return;
    isBegun.current = true;
    forgetProviderWay();
    // What came back stands neither in the history nor in a bookmark.
    window.history.replaceState(window.history.state, '', window.location.pathname);
    if (way !== undefined && json.state !== undefined) mutate({ way, json });
  }, [mutate, way, json]);

  const isBinding = way?.purpose === 'bind';
  if (finish.isPending || finish.isSuccess) {
    return (
      <EntryPage title={isBinding ? T.binding : T.title}>
        <Skeleton />
      </EntryPage>
    );
  }
  return (
    <EntryPage title={finish.error === null ? T.title : T.refusedTitle}>
      <p role="alert">{finish.error === null ? T.none : sayWhy(finish.error)}</p>
      <p>
        <Link to={isBinding ? '/account' : '/sign-in'}>{isBinding ? T.backToAccount : T.back}</Link>
      </p>
    </EntryPage>
  );
}

/** For what the browser was away, and what it brings. */
function readArrival(): { readonly way: ProviderWay | undefined; readonly json: Returned } {
  return { way: readProviderWay(), json: returnedIn(window.location.search) };
}

function returnedIn(search: string): Returned {
  const asked = new URLSearchParams(search);
  const found = NAMES.map((name) => [name, asked.get(name)] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== null && value !== ''));
}

function sayWhy(error: Error): string {
  const code = error instanceof ApiProblem ? error.code : '';
  if (code === 'SIGN_IN_FAILED') return T.refused;
  return code === 'PROVIDER_UNAVAILABLE' || code === 'UNREACHABLE' ? T.unavailable : T.notProven;
}
