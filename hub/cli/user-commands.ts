import { MEMBER_ROLES, NATIONAL, NATIONAL_ROLES, isNationalRole } from '../access/actor.ts';
import { isMemberCode } from '../compact/members.ts';
import { addUser } from '../flows/administer.ts';
import { ACCOUNT_COMMANDS } from './account-commands.ts';
import { administer } from './administration.ts';
import { type Command, DONE, UsageError, parseCommandLine } from './command.ts';

const ROLES = [...MEMBER_ROLES, ...NATIONAL_ROLES];
const DEFAULT_HOURS = 12;
const MOST_HOURS = 24 * 7;

const userAdd: Command = {
  name: 'user add',
  usage: 'user add MEMBER|national ROLE [--label NAME] [--hours N]',
  summary: 'a token for a person; told the wrong role, it lists the roles',
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
    if (!(isNationalRole(role) ? member === NATIONAL : isMemberCode(member))) {
      throw new UsageError(
        isNationalRole(role)
          ? `a ${role} is of all members together: ${NATIONAL}`
          : `a ${role} is of a member, named by its code: OR`,
      );
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

export const USER_COMMANDS: readonly Command[] = [userAdd, ...ACCOUNT_COMMANDS];
