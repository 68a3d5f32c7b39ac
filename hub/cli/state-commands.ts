import { type CertifiedFiles, isStale, mappingsHashOf } from '../certification/certificate.ts';
import { MEMBERS } from '../compact/members.ts';
import { type Profile, fetchesFromInbox } from '../compact/profile.ts';
import { addSystemKey, connectState, revokeCredential } from '../flows/administer.ts';
import { connectedMembers } from '../flows/connected-members.ts';
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
    const { holds, reach, certificates } = await administer(context, async ({ store, now }) => ({
      holds: new Map(
        (await store.findDestinations(store.query)).map((row) => [row.member, row.held_code]),
      ),
      reach: await store.findReach(store.query, now()),
      certificates: await latestCertificates(store.query),
    }));
    const connected = connectedMembers(states.profiles, reach);
    for (const { code, name } of MEMBERS) {
      const profile = states.profiles.get(code);
      if (profile === undefined) continue;
      const missing = fetchesFromInbox(profile) ? 'no key' : 'no endpoint';
      const state = connected.has(code) ? (holds.get(code) ?? 'connected') : missing;
      const way = profile.transport.kind;
      context.print(
        `${code}  ${name.padEnd(22)}${profile.dialect.padEnd(16)}${way.padEnd(8)}${state.padEnd(14)}${certificateWord(
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
  usage:
    'state endpoint MEMBER URL [--credential SECRET | --credential-file FILE] [--host-key KEY]…',
  summary: 'where a state is reached, and by which keys an SFTP server is known; ends a hold on it',
  run: async (args, context) => {
    const parsed = parseCommandLine(args, {
      credential: { type: 'string' },
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
    await administer(context, (parts) => connectState(parts, { member, ...stated, credential }));
    context.print(`${member} is reached at ${url}`);
    return DONE;
  },
};

export const STATE_COMMANDS: readonly Command[] = [
  stateList,
  stateKey,
  stateEndpoint,
  stateNew,
  stateCheck,
  stateSample,
  stateCertify,
];
