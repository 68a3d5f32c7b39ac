import { MEMBER_CODES } from '../compact/members.ts';
import { type Profile, fetchesFromInbox } from '../compact/profile.ts';
import type { ReachRow } from '../store/destinations.ts';

/** Who is connected, as rows in force say (docs/state-packs.md). */
export interface ConnectedMembers {
  /**
   * As read within the last two seconds, without asking the store; undefined when nothing was. What
   * is older than one second is read again beside the caller.
   */
  remembered(): ReadonlySet<string> | undefined;
  /** As of now. A refusal for want of a connection rests on this alone. */
  ask(): Promise<ReadonlySet<string>>;
}

export interface ConnectedMembersParts {
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly findReach: () => Promise<readonly ReachRow[]>;
  /** Process clock. */
  readonly now: () => Date;
}

/** A member that is connected no more is refused after so many milliseconds at the latest. */
const TTL_MS = 2_000;
const REFRESH_AFTER_MS = 1_000;

export function createConnectedMembers(parts: ConnectedMembersParts): ConnectedMembers {
  let latest: { readonly askedAt: number; readonly members: ReadonlySet<string> } | undefined;
  let refreshing: Promise<unknown> | undefined;

  async function ask(): Promise<ReadonlySet<string>> {
    const askedAt = parts.now().getTime();
    const members = connectedMembers(parts.profiles, await parts.findReach());
    // Of two questions under way the later one counts, in whatever order they are answered.
    if (latest === undefined || askedAt >= latest.askedAt) latest = { askedAt, members };
    return members;
  }

  return {
    ask,
    remembered: () => {
      if (latest === undefined) return undefined;
      const age = parts.now().getTime() - latest.askedAt;
      if (age < 0 || age >= TTL_MS) return undefined;
      // A failed refresh is not this caller's matter: the next one asks and hears it.
      if (age >= REFRESH_AFTER_MS) {
        refreshing ??= ask()
          .catch(() => undefined)
          .finally(() => {
            refreshing = undefined;
          });
      }
      return latest.members;
    },
  };
}

/**
 * The members that activities can be sent to: those with an endpoint, and those that fetch from the
 * inbox with a key of their system that is valid now. A held destination stays connected: its
 * deliveries wait.
 */
export function connectedMembers(
  profiles: ReadonlyMap<string, Profile>,
  rows: readonly ReachRow[],
): ReadonlySet<string> {
  const reached = new Set(rows.map(({ member, by }) => `${member} ${by}`));
  return new Set(
    MEMBER_CODES.filter((code) => {
      const profile = profiles.get(code);
      if (profile === undefined) return false;
      return (
        reached.has(`${code} endpoint`) || (fetchesFromInbox(profile) && reached.has(`${code} key`))
      );
    }),
  );
}
