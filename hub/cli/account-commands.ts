import { MEMBER_ROLES, NATIONAL, NATIONAL_ROLES } from '../access/actor.ts';
import { isMemberCode } from '../compact/members.ts';
import type { Access } from '../flows/create-access.ts';
import type { AccountView } from '../flows/read-accounts.ts';
import type { Page } from '../flows/reads.ts';
import type { Invited } from '../flows/run-accounts.ts';
import { withAccess } from './administration.ts';
import {
  type Command,
  type CommandContext,
  DONE,
  UsageError,
  parseCommandLine,
} from './command.ts';

/** Leaves and lists say so of what was done at this machine. */
export const BY_COMMAND = { reference: 'command' } as const;

/** Sees all accounts, as who administers the machine does. */
const NATION = {
  principalId: 'command',
  kind: 'person',
  member: NATIONAL,
  roles: ['national-office'],
  reference: 'command',
} as const;

const ROLES = [...MEMBER_ROLES, ...NATIONAL_ROLES];

const userInvite: Command = {
  name: 'user invite',
  usage: 'user invite MEMBER|national ROLE… --name NAME --email ADDRESS --training DAY [--staff]',
  summary:
    'an account for a person; prints the link, valid 20 minutes; --staff: of the compact office',
  run: async (args, context) => {
    const { positionals, values } = parseCommandLine(args, {
      name: { type: 'string' },
      email: { type: 'string' },
      training: { type: 'string' },
      staff: { type: 'boolean' },
    });
    const [member, ...names] = positionals;
    const roles = ROLES.filter((role) => names.includes(role));
    if (member === undefined || roles.length === 0 || roles.length < new Set(names).size) {
      throw new UsageError(`a member and roles are needed; roles: ${ROLES.join(', ')}`);
    }
    if (member !== NATIONAL && !isMemberCode(member)) {
      throw new UsageError(
        `a member is named by its code, OR, and the nation's office ${NATIONAL}`,
      );
    }
    const { name, email, training } = values;
    if (typeof name !== 'string' || typeof email !== 'string' || typeof training !== 'string') {
      throw new UsageError('--name, --email and --training are needed');
    }
    if (!/^[^\s@]{1,64}@[^\s@]{1,189}$/.test(email)) throw new UsageError('--email is no address');
    const person = {
      member,
      name,
      email,
      roles,
      staffOfCompactOffice: values['staff'] === true,
      trainingCompletedAt: training,
    };
    tellLink(context, await withAccess(context, (access) => access.invite(BY_COMMAND, person)));
    return DONE;
  },
};

const userReinvite: Command = {
  name: 'user reinvite',
  usage: 'user reinvite REFERENCE [--training DAY]',
  summary: 'a new link for an account; its password and second factor are gone',
  run: async (args, context) => {
    const { positionals, values } = parseCommandLine(args, { training: { type: 'string' } });
    const reference = onlyReference(positionals);
    const day = values['training'];
    const training = typeof day === 'string' ? { trainingCompletedAt: day } : {};
    const invited = await withAccess(context, (access) =>
      access.reinvite(BY_COMMAND, reference, training),
    );
    tellLink(context, invited);
    return DONE;
  },
};

const userList: Command = {
  name: 'user list',
  usage: 'user list',
  summary: 'every account: reference, member, state, roles, address and name',
  run: async (args, context) => {
    if (parseCommandLine(args, {}).positionals.length > 0) throw new UsageError('it takes nothing');
    for (const account of await withAccess(context, allAccounts)) {
      const { reference, member, state, roles, email, name } = account;
      context.print([reference, member, state, roles.join(' '), email, name].join('  '));
    }
    return DONE;
  },
};

const userUnlock: Command = {
  name: 'user unlock',
  usage: 'user unlock REFERENCE',
  summary: 'lets a person sign in again whom five failures locked out',
  run: async (args, context) => {
    const reference = onlyReference(parseCommandLine(args, {}).positionals);
    await withAccess(context, (access) => access.unlock(BY_COMMAND, reference));
    context.print(`${reference} may sign in again`);
    return DONE;
  },
};

const userDeactivate: Command = {
  name: 'user deactivate',
  usage: 'user deactivate REFERENCE',
  summary: 'closes an account; its sessions end at once',
  run: async (args, context) => {
    const reference = onlyReference(parseCommandLine(args, {}).positionals);
    await withAccess(context, (access) => access.deactivate(BY_COMMAND, reference));
    context.print(`${reference} is closed`);
    return DONE;
  },
};

async function allAccounts(access: Access): Promise<AccountView[]> {
  const all: AccountView[] = [];
  for (let next: Page<AccountView>['next']; ;) {
    const asked = { limit: 200, ...(next === undefined ? {} : { after: next }) };
    const page = await access.accounts(NATION, {}, asked);
    all.push(...page.items);
    if (page.next === undefined) return all;
    next = page.next;
  }
}

/** The account of an address, in whatever case it is written. */
export async function findByEmail(access: Access, email: string): Promise<AccountView | undefined> {
  const all = await allAccounts(access);
  return all.find((account) => account.email.toLowerCase() === email.toLowerCase());
}

function onlyReference(positionals: readonly string[]): string {
  const [reference, ...more] = positionals;
  if (reference === undefined || more.length > 0) throw new UsageError('one reference is needed');
  return reference;
}

function tellLink({ print }: CommandContext, { reference, link = '', expiresAt }: Invited): void {
  print(link);
  print(`shown once; valid until ${expiresAt}; the reference is ${reference}`);
}

export const ACCOUNT_COMMANDS: readonly Command[] = [
  userInvite,
  userReinvite,
  userList,
  userUnlock,
  userDeactivate,
];
