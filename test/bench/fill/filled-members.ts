import { MEMBER_CODES } from '../../../hub/compact/members.ts';
import { fetchesFromInbox } from '../../../hub/compact/profile.ts';
import {
  type AdministerParts,
  addSystemKey,
  addUser,
  connectState,
} from '../../../hub/flows/administer.ts';
import { agree } from '../../../hub/flows/agree.ts';
import { loadExchangePolicy } from '../../../hub/load-policies.ts';
import { closeCauses, reportCauses } from '../../../hub/flows/report-incidents.ts';
import type { StatesInForce } from '../../../hub/flows/read-submission.ts';
import { createRandom } from '../../../simulation/generator/random.ts';

/** Who acts for the members of a fill, and whose system is down. */
export interface FilledMembers {
  readonly systems: Readonly<Record<string, string>>;
  readonly offices: Readonly<Record<string, string>>;
  readonly downSince: Readonly<Record<string, number>>;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Systems that refuse the hub's credential at the end of the year. */
const DOWN = 2;
/** Incidents of the year that are over. */
const PAST_INCIDENTS = 120;

/**
 * Connects every member that has a profile, where nobody answers (RFC 6761: no name ends in `.invalid`),
 * with a key for its system and a person in its office whose credentials nobody is told.
 */
export async function fillMembers(
  parts: AdministerParts,
  { profiles }: Pick<StatesInForce, 'profiles'>,
  { seed, until }: { readonly seed: string; readonly until: Date },
): Promise<FilledMembers> {
  const random = createRandom(`${seed}/members`);
  const members = MEMBER_CODES.filter((member) => profiles.has(member));
  const systems: Record<string, string> = {};
  const offices: Record<string, string> = {};
  const policy = loadExchangePolicy();
  for (const [index, member] of members.entries()) {
    const label = 'filled';
    await agree(parts, { command: true }, { member, version: policy.version, policy });
    systems[member] = (await addSystemKey(parts, { member, label })).reference;
    const office = { member, role: 'compact-office', label, validMs: DAY_MS } as const;
    offices[member] = (await addUser(parts, office)).reference;
    if (fetchesFromInbox(profiles.get(member))) continue;
    const endpoint = `https://${member.toLowerCase()}.filled.invalid/compact`;
    // Some run out soon, most later.
    const expires = new Date(until.getTime() + (5 + 7 * index) * DAY_MS);
    const connection = { member, endpoint, credential: 'filled', credentialExpiresAt: expires };
    await connectState(parts, connection);
  }
  const pushed = members.filter((member) => !fetchesFromInbox(profiles.get(member)));
  const down = random.sample(pushed, DOWN);
  const downSince = Object.fromEntries(
    down.map((member) => [member, until.getTime() - random.integer(1, 9) * HOUR_MS]),
  );
  await fillIncidents(parts, { members: pushed, random, until, downSince });
  return { systems, offices, downSince };
}

/** The incidents of the year, and those of the systems that are down. */
async function fillIncidents(
  parts: AdministerParts,
  year: {
    readonly members: readonly string[];
    readonly random: ReturnType<typeof createRandom>;
    readonly until: Date;
    readonly downSince: Readonly<Record<string, number>>;
  },
): Promise<void> {
  const { members, random, until, downSince } = year;
  const kind = 'delivery' as const;
  await parts.store.withTransaction(async (tx) => {
    for (let past = 0; past < PAST_INCIDENTS; past += 1) {
      const member = random.pick(members);
      const code = random.pick(['CONNECTION_FAILED', 'REMOTE_BUSY', 'CREDENTIALS_REFUSED']);
      const opened = until.getTime() - random.integer(2 * DAY_MS, 364 * DAY_MS);
      const closed = opened + random.integer(60_000, 9 * HOUR_MS);
      await reportCauses(parts, tx, [{ member, kind, code }], new Date(opened));
      await closeCauses(parts, tx, { member, kind }, new Date(closed));
    }
    for (const [member, at] of Object.entries(downSince)) {
      const since = new Date(at);
      const code = 'CREDENTIALS_REFUSED';
      await reportCauses(parts, tx, [{ member, kind, code }], since);
      const held = { member, code, since, until: new Date(until.getTime() + HOUR_MS), trials: 9 };
      await parts.store.holdDestination(tx, held);
    }
  });
}
