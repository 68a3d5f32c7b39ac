import { MEMBERS } from '../compact/members.ts';
import { addSystemKey, connectState, revokeCredential } from '../flows/administer.ts';
import { loadFiles } from '../load-files.ts';
import { administer } from './administration.ts';
import { type Command, DONE, UsageError, parseCommandLine } from './command.ts';

const stateList: Command = {
  name: 'state list',
  usage: 'state list',
  summary: 'members, their formats and connections',
  run: async (_args, context) => {
    const { states } = loadFiles(context.config().mappingsDirectory);
    const rows = await administer(context, ({ store }) => store.findDestinations(store.query));
    for (const { code, name } of MEMBERS) {
      const profile = states.profiles.get(code);
      if (profile === undefined) continue;
      const row = rows.find(({ member }) => member === code);
      const state =
        row?.held_code ?? ((row?.endpoint ?? null) === null ? 'no endpoint' : 'connected');
      const way = profile.transport.kind;
      context.print(
        `${code}  ${name.padEnd(22)}${profile.dialect.padEnd(16)}${way.padEnd(8)}${state}`,
      );
    }
    context.print(
      `${MEMBERS.length - states.profiles.size} members have no folder in mappings/ yet`,
    );
    return DONE;
  },
};

const stateKey: Command = {
  name: 'state key',
  usage: 'state key add MEMBER [--label NAME] | list | revoke REFERENCE',
  summary: 'keys of state systems; two are valid at a time, for rotation',
  run: async (args, context) => {
    const { positionals, values } = parseCommandLine(args, { label: { type: 'string' } });
    const [verb, subject] = positionals;
    if (verb === 'list') {
      const rows = await administer(context, ({ store }) => store.listPrincipals(store.query));
      for (const row of rows) {
        const state = row.revoked_at === null ? 'valid' : 'revoked';
        const { kind, member, reference, label } = row;
        context.print(
          `${reference}  ${member.padEnd(10)}${kind.padEnd(8)}${state.padEnd(9)}${label}`,
        );
      }
      return DONE;
    }
    if (subject === undefined) throw new UsageError('say whose key');
    if (verb === 'revoke') {
      await administer(context, (parts) => revokeCredential(parts, subject));
      context.print(`${subject} is revoked; processes that serve learn it within two seconds`);
      return DONE;
    }
    if (verb !== 'add') throw new UsageError('add, list or revoke');
    const label = typeof values['label'] === 'string' ? values['label'] : 'system';
    const issued = await administer(context, (parts) =>
      addSystemKey(parts, { member: subject, label }),
    );
    context.print(issued.secret);
    context.print(`shown once; its reference is ${issued.reference}`);
    return DONE;
  },
};

const stateEndpoint: Command = {
  name: 'state endpoint',
  usage: 'state endpoint MEMBER URL [--credential SECRET]',
  summary: 'where a state is reached; ends a hold on it',
  run: async (args, context) => {
    const { positionals, values } = parseCommandLine(args, { credential: { type: 'string' } });
    const [member, endpoint] = positionals;
    if (member === undefined || endpoint === undefined || URL.parse(endpoint) === null) {
      throw new UsageError('a member and an address are needed');
    }
    const credential = typeof values['credential'] === 'string' ? values['credential'] : undefined;
    await administer(context, (parts) => connectState(parts, { member, endpoint, credential }));
    context.print(`${member} is reached at ${endpoint}`);
    return DONE;
  },
};

export const STATE_COMMANDS: readonly Command[] = [stateList, stateKey, stateEndpoint];
