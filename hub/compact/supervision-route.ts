import type { Profile } from './profile.ts';

/** Which of the two ways into a state that sorts by type of supervision an opening activity takes. */
export type SupervisionRoute =
  | { readonly kind: 'not-sorted' }
  | { readonly kind: 'route'; readonly name: string }
  /** It names no way. */
  | { readonly kind: 'missing' }
  /** It names another way than what it says of the supervision. */
  | { readonly kind: 'differs' };

/** What an activity says of the type of supervision. */
export interface SaidSupervision {
  /** Of the envelope: PROBATION or PAROLE. */
  readonly route: string | undefined;
  /** Of the data: PROBATION, PAROLE, or BOTH, for which a state that sorts gets one request each. */
  readonly type: string | undefined;
}

/** The routing key of a state that sorts is state and type of supervision (docs/state-packs.md). */
export function supervisionRoute(
  profile: Pick<Profile, 'routing'> | undefined,
  { route, type }: SaidSupervision,
): SupervisionRoute {
  const routing = profile?.routing;
  if (routing?.bySupervisionType !== true) return { kind: 'not-sorted' };
  if (route === undefined) return { kind: 'missing' };
  if (type !== undefined && type !== 'BOTH' && type !== route) return { kind: 'differs' };
  const { probation, parole } = routing.routes;
  return { kind: 'route', name: (route === 'PAROLE' ? parole : probation).name };
}
