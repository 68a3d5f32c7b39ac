import type { AccessParts } from './access-parts.ts';
import type { ProviderReturn, ProviderWay } from './attempt-provider.ts';
import type { KnownSession, OpenedSession } from './keep-session.ts';
import type { BothFactors } from './show-both-factors.ts';
import {
  type BoundProviderView,
  beginBinding,
  beginProviderSignIn,
  finishBinding,
  listProviders,
  signInByProvider,
  unbind,
} from './sign-in-by-provider.ts';

/** A provider as the sign-in page offers it. */
export interface OfferedProvider {
  readonly id: string;
  readonly name: string;
  readonly member: string;
}

/** What the hub does with the sign-in that states have of their own. */
export interface ProviderSignIn {
  readonly offered: readonly OfferedProvider[];
  begin(provider: string): Promise<ProviderWay>;
  list(session: KnownSession): Promise<readonly BoundProviderView[]>;

  signIn(returned: ProviderReturn): Promise<OpenedSession>;
  beginBinding(
    session: KnownSession,
    asked: { readonly provider: string; readonly shown: BothFactors },
  ): Promise<ProviderWay>;
  finishBinding(session: KnownSession, returned: ProviderReturn): Promise<void>;
  unbind(
    session: KnownSession,
    asked: { readonly provider: string; readonly source: string },
  ): Promise<void>;
}

/** Sign-in by providers on its parts. */
export function createProviderSignIn(parts: AccessParts): ProviderSignIn {
  return {
    offered: parts.providers.map(({ id, name, member }) => ({ id, name, member })),
    begin: (provider) => beginProviderSignIn(parts, provider),
    list: (session) => listProviders(parts, session),
    signIn: (returned) => signInByProvider(parts, returned),
    beginBinding: (session, asked) => beginBinding(parts, session, asked),
    finishBinding: (session, returned) => finishBinding(parts, session, returned),
    unbind: (session, asked) => unbind(parts, session, asked),
  };
}
