import type { Access } from '../flows/create-access.ts';
import { NATIONAL, type PersonRole } from '../access/actor.ts';
import { BY_COMMAND, findByEmail } from './account-commands.ts';
import { withAccess } from './administration.ts';
import type { CommandContext } from './command.ts';

interface DemoAccount {
  readonly member: string;
  readonly role: PersonRole;
  readonly name: string;
  readonly email: string;
}

const ACCOUNTS: readonly DemoAccount[] = [
  {
    member: NATIONAL,
    role: 'national-office',
    name: 'Demo National Office',
    email: 'national-office@demo.example',
  },
  {
    member: 'OR',
    role: 'compact-office',
    name: 'Demo Oregon Office',
    email: 'oregon-office@demo.example',
  },
  {
    member: 'TX',
    role: 'compact-office',
    name: 'Demo Texas Office',
    email: 'texas-office@demo.example',
  },
];

/**
 * A line for each account of the demo: the link by which whoever reads it chooses a password and a second
 * factor, or how to make a new one. There is no password that somebody else chose.
 */
export function demoAccounts(context: CommandContext, address: string): Promise<string[]> {
  const today = new Date().toISOString().slice(0, 10);
  return withAccess(
    context,
    async (access) => {
      const lines: string[] = [];
      for (const account of ACCOUNTS) lines.push(await lineFor(access, account, today));
      return lines;
    },
    address,
  );
}

async function lineFor(
  access: Access,
  { member, role, name, email }: DemoAccount,
  today: string,
): Promise<string> {
  const known = await findByEmail(access, email);
  if (known?.state === 'active') return `${email} (${member} ${role}) signs in as before`;
  if (known !== undefined) {
    return `${email} (${member} ${role}): npx compact-hub user reinvite ${known.reference} makes a new link`;
  }
  const { link = '' } = await access.invite(BY_COMMAND, {
    member,
    name,
    email,
    roles: [role],
    staffOfCompactOffice: role === 'compact-office',
    trainingCompletedAt: today,
  });
  return `${email} (${member} ${role}), for 20 minutes: ${link}`;
}
