import type { Role } from '../access/actor.ts';
import { addUser } from '../flows/administer.ts';
import { administer } from './administration.ts';
import { type Command, DONE, UsageError, parseCommandLine } from './command.ts';

const ROLES: readonly Exclude<Role, 'system'>[] = ['compact-office', 'national-office', 'auditor'];
const DEFAULT_HOURS = 12;
const MOST_HOURS = 24 * 7;

const userAdd: Command = {
  name: 'user add',
  usage: 'user add MEMBER|national ROLE [--label NAME] [--hours N]',
  summary: `a token for a person; roles: ${ROLES.join(', ')}`,
  run: async (args, context) => {
    const { positionals, values } = parseCommandLine(args, {
      label: { type: 'string' },
      hours: { type: 'string' },
    });
    const [member, roleName] = positionals;
    const role = ROLES.find((known) => known === roleName);
    if (member === undefined || role === undefined) {
      throw new UsageError(`a member and one of the roles ${ROLES.join(', ')} are needed`);
    }
    const hours = Number(values['hours'] ?? DEFAULT_HOURS);
    if (!Number.isInteger(hours) || hours < 1 || hours > MOST_HOURS) {
      throw new UsageError(`--hours is a whole number from 1 to ${MOST_HOURS}`);
    }
    const label = typeof values['label'] === 'string' ? values['label'] : role;
    const validMs = hours * 3_600_000;
    const issued = await administer(context, (parts) =>
      addUser(parts, { member, role, label, validMs }),
    );
    context.print(issued.secret);
    const until = issued.expiresAt?.toISOString() ?? '';
    context.print(`shown once; valid until ${until}; its reference is ${issued.reference}`);
    return DONE;
  },
};

export const USER_COMMANDS: readonly Command[] = [userAdd];
