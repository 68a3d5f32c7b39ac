import type { KeyOptions, NewKey, NewKeyOptions } from '../access/security-key.ts';
import type { AccessParts } from './access-parts.ts';
import type { KnownSession, OpenedSession } from './keep-session.ts';
import { type SecurityKeyView, addKey, beginKey, listKeys, removeKey } from './own-keys.ts';
import type { BothFactors } from './show-both-factors.ts';
import {
  type ShownKey,
  challengeKeys,
  challengePasskey,
  showKey,
  signInByPasskey,
} from './show-key.ts';

/** What the hub does with security keys and passkeys. */
export interface SecurityKeys {
  /** Whether browsers would take one for this hub. */
  readonly offered: boolean;
  list(session: KnownSession): Promise<readonly SecurityKeyView[]>;
  challenge(session: KnownSession): Promise<KeyOptions | undefined>;
  challengePasskey(): Promise<KeyOptions>;

  show(session: KnownSession, shown: ShownKey): Promise<OpenedSession>;
  signIn(shown: ShownKey): Promise<OpenedSession>;
  begin(session: KnownSession, shown: BothFactors): Promise<NewKeyOptions>;
  add(
    session: KnownSession,
    given: { readonly name: string; readonly key: NewKey; readonly source: string },
  ): Promise<SecurityKeyView>;
  remove(
    session: KnownSession,
    which: { readonly keyId: string; readonly source: string },
  ): Promise<void>;
}

/** Security keys on their parts. */
export function createSecurityKeys(parts: AccessParts): SecurityKeys {
  return {
    offered: parts.relyingParty !== undefined,
    list: (session) => listKeys(parts, session),
    challenge: (session) => challengeKeys(parts, session),
    challengePasskey: () => challengePasskey(parts),
    show: (session, shown) => showKey(parts, session, shown),
    signIn: (shown) => signInByPasskey(parts, shown),
    begin: (session, shown) => beginKey(parts, session, shown),
    add: (session, given) => addKey(parts, session, given),
    remove: (session, which) => removeKey(parts, session, which),
  };
}
