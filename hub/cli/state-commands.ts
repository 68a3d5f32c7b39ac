import { type CertifiedFiles, isStale, mappingsHashOf } from '../certification/certificate.ts';
import { MEMBERS } from '../compact/members.ts';
import { type Profile, fetchesFromInbox } from '../compact/profile.ts';
import { addSystemKey, connectState, revokeCredential } from '../flows/administer.ts';
import { agree } from '../flows/agree.ts';
import { connectedMembers } from '../flows/connected-members.ts';
import { loadExchangePolicy } from '../load-policies.ts';
import { type HubFiles, loadFiles } from '../load-files.ts';
import { type CertificateRow, latestCertificates } from '../store/certificates.ts';
import { administer } from './administration.ts';
import { stateCertify } from './state-certify.ts';
import { stateCheck } from './state-check.ts';
import { stateNew } from './state-new.ts';
import { stateSample } from './state-sample.ts';
import { profileAt } from './profile-at.ts';
import { ENDPOINT_OPTIONS, readStatedEndpoint } from './stated-endpoint.ts';
import { type Command, DONE, UsageError, parseCommandLine } from './command.ts';

const stateList: Command = {
  name: 'state list',
  usage: 'state list',
  summary: 'members, their formats and connections',
  run: async (_args, context) => {
    const files = loadFiles(context.config().mappingsDirectory);
    const { states } = files;
    const { holds, reach, agreed, certificates } = await administer(
      context,
      async ({ store, now }) => ({
        holds: new Map(
          (await store.findDestinations(store.query)).map((row) => [row.member, row.held_code]),
        ),
        reach: await store.findReach(store.query, now()),
        agreed: new Set(await store.agreedMembers(store.query)),
        certificates: await latestCertificates(store.query),
      }),
    );
    const connected = connectedMembers(states.profiles, reach);
    for (const { code, name } of MEMBERS) {
      const profile = states.profiles.get(code);
      if (profile === undefined) continue;
      const unreached = fetchesFromInbox(profile) ? 'no key' : 'no endpoint';
      const missing = agreed.has(code) ? unreached : 'no agreement';
      const state = connected.has(code) ? (holds.get(code) ?? 'connected') : missing;
      const way = profile.transport.kind;
      context.print(
        `${code}  ${name.padEnd(22)}${profile.dialect.padEnd(16)}${way.padEnd(8)}${state.padEnd(21)}${certificateWord(
          certificates.find(({ member }) => member === code),
          inForce(files, context.softwareVersion, profile),
        )}`,
      );
    }
    context.print(`${connected.size} of ${MEMBERS.length} members are connected`);
    return DONE;
  },
};

function inForce(
  { states, schemaHash }: HubFiles,
  softwareVersion: string,
  { member, dialect }: Profile,
): CertifiedFiles {
  const format = states.dialects.get(dialect);
  return {
    profileHash: states.profileHashes.get(member) ?? '',
    mappingsHash: format === undefined ? '' : mappingsHashOf(format),
    schemaHash,
    softwareVersion,
  };
}

/** What the last certificate is worth with the files in force. */
function certificateWord(row: CertificateRow | undefined, files: CertifiedFiles): string {
  if (row === undefined) return 'never certified';
  const certified = {
    profileHash: row.profile_hash,
    mappingsHash: row.mappings_hash,
    schemaHash: row.schema_hash,
    softwareVersion: row.software_version,
  };
  const day = row.issued_at.toISOString().slice(0, 10);
  if (row.verdict === 'incomplete') return `incomplete on ${day}`;
  if (row.verdict !== 'certified') return `fell short on ${day}`;
  const worth = isStale(certified, files) ? 'stale, certified' : 'certified';
  return `${worth} ${row.endpoint_class} on ${day}`;
}

const stateKey: Command = {
  name: 'state key',
  usage: 'state key add MEMBER [--label NAME] [--expires DATE] | list | revoke REFERENCE',
  summary: 'keys of state systems; two are valid at a time, for rotation',
  run: async (args, context) => {
    const { positionals, values } = parseCommandLine(args, {
      label: { type: 'string' },
      expires: { type: 'string' },
    });
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
    const expiresAt = readDay('expires', values['expires']);
    const issued = await administer(context, (parts) =>
      addSystemKey(parts, {
        member: subject,
        label,
        ...(expiresAt === undefined ? {} : { expiresAt }),
      }),
    );
    context.print(issued.secret);
    context.print(`shown once; its reference is ${issued.reference}`);
    return DONE;
  },
};

const stateAgree: Command = {
  name: 'state agree',
  usage: 'state agree MEMBER --version VERSION',
  summary: 'records that its agency signed the terms of exchange (policies/exchange.json)',
  run: async (args, context) => {
    const { positionals, values } = parseCommandLine(args, { version: { type: 'string' } });
    const [member] = positionals;
    const { version } = values;
    if (member === undefined || typeof version !== 'string') {
      throw new UsageError('a member and the version that was signed are needed');
    }
    const policy = loadExchangePolicy();
    await administer(context, (parts) =>
      agree(parts, { command: true }, { member, version, policy }),
    );
    context.print(`${member} agreed to the terms of ${version}`);
    return DONE;
  },
};

const stateEndpoint: Command = {
  name: 'state endpoint',
  usage:
    'state endpoint MEMBER URL [--credential SECRET | --credential-file FILE] [--credential-expires DATE] [--host-key KEY]…',
  summary: 'where a state is reached, and by which keys an SFTP server is known; ends a hold on it',
  run: async (args, context) => {
    const parsed = parseCommandLine(args, {
      credential: { type: 'string' },
      'credential-expires': { type: 'string' },
      ...ENDPOINT_OPTIONS,
    });
    const [member, url] = parsed.positionals;
    if (member === undefined || url === undefined) {
      throw new UsageError('a member and an address are needed');
    }
    const { kind } = profileAt(context.config().mappingsDirectory, member);
    const stated = readStatedEndpoint(url, parsed, kind);
    const { credential: given = stated.credential } = parsed.values;
    const credential = typeof given === 'string' ? given : undefined;
    const name = 'credential-expires';
    const credentialExpiresAt = readDay(name, parsed.values[name]);
    const connection = { member, ...stated, credential, credentialExpiresAt };
    await administer(context, (parts) => connectState(parts, connection));
    const how = credential === undefined ? ', without a credential' : '';
    context.print(`${member} is reached at ${url}${how}`);
    return DONE;
  },
};

/** A day, which means its beginning in UTC. */
function readDay(name: string, value: unknown): Date | undefined {
  if (typeof value !== 'string') return undefined;
  const day = new Date(value);
  if (/^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(day.getTime())) return day;
  throw new UsageError(`--${name} is a day, as 2027-03-31`);
}

export const STATE_COMMANDS: readonly Command[] = [
  stateList,
  stateKey,
  stateAgree,
  stateEndpoint,
  stateNew,
  stateCheck,
  stateSample,
  stateCertify,
];
