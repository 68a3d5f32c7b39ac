import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { findMember, isMemberCode } from '../compact/members.ts';
import type { TransportKind } from '../compact/profile.ts';
import { readDialectFolder } from '../load-mappings.ts';
import type { JsonObject, JsonValue } from '../message/json.ts';
import { PROJECT_ROOT } from '../project-root.ts';
import { type Command, DONE, UsageError, parseCommandLine } from './command.ts';
import { DRAFT, DRAFT_NOTE } from './draft-mark.ts';
import { writeSamples } from './write-samples.ts';

/** The packs and dialects that come with the hub: what a new pack is begun from. */
const SHIPPED = join(PROJECT_ROOT, 'mappings');

/** What a new profile says of each transport until the state says otherwise. */
const TRANSPORT_DRAFTS: Readonly<Record<TransportKind, JsonObject>> = {
  rest: {
    transport: { kind: 'rest', mode: 'push', authentication: { scheme: 'bearer' } },
    capabilities: { acknowledgement: 'synchronous', idempotent: true, probe: true },
  },
  soap: {
    transport: { kind: 'soap', mode: 'push', security: { usernameToken: 'digest' } },
    capabilities: { acknowledgement: 'synchronous', idempotent: true, probe: true },
  },
  sftp: {
    transport: { kind: 'sftp', pickUp: { intervalMs: 60_000 } },
    capabilities: { acknowledgement: 'asynchronous', idempotent: true, probe: false },
  },
  queue: {
    transport: { kind: 'queue', authentication: { scheme: 'password' } },
    capabilities: { acknowledgement: 'asynchronous', idempotent: true, probe: false },
  },
};

export const stateNew: Command = {
  name: 'state new',
  usage: 'state new MEMBER --like DIALECT [--transport KIND] [--dialect NAME] [--time-zone ZONE]',
  summary:
    'a folder to begin from: profile, and a copy of the dialect that is most like the state’s',
  run: (args, { config, print }) => {
    const { positionals, values } = parseCommandLine(args, {
      like: { type: 'string' },
      transport: { type: 'string' },
      dialect: { type: 'string' },
      'time-zone': { type: 'string' },
    });
    const [member = ''] = positionals;
    if (!isMemberCode(member)) throw new UsageError('say which member, by its code');
    const like = requireDialect(values['like']);
    const draft = requireDraft(text(values['transport']) ?? 'rest');
    const dialect = text(values['dialect']) ?? `${member.toLowerCase()}-${like}`;
    if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(dialect) || dialect.length > 40) {
      throw new UsageError('a dialect’s name is lower-case words with hyphens between');
    }
    const folder = config().mappingsDirectory;
    const pack = join(folder, member);
    const format = join(folder, 'dialects', dialect);
    for (const place of [pack, format]) {
      if (existsSync(place)) throw new UsageError(alreadyThere(place, folder));
    }
    copyDialect(like, dialect, format);
    makeOwn(format, { member, dialect, like });
    mkdirSync(pack, { recursive: true });
    const profile = profileOf(member, dialect, text(values['time-zone']));
    writeJson(join(pack, 'profile.json'), { ...profile, ...draft });
    for (const line of nextSteps(member, dialect, folder)) print(line);
    return Promise.resolve(DONE);
  },
};

function text(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function requireDialect(value: string | boolean | undefined): string {
  const names = readdirSync(join(SHIPPED, 'dialects'));
  if (typeof value === 'string' && names.includes(value)) return value;
  throw new UsageError(`--like takes one of ${names.join(', ')}; their README.md show them`);
}

function requireDraft(kind: string): JsonObject {
  const draft = new Map(Object.entries(TRANSPORT_DRAFTS)).get(kind);
  if (draft !== undefined) return draft;
  throw new UsageError(`--transport takes one of ${Object.keys(TRANSPORT_DRAFTS).join(', ')}`);
}

function copyDialect(like: string, dialect: string, format: string): void {
  cpSync(join(SHIPPED, 'dialects', like), format, { recursive: true });
  const file = join(format, 'dialect.json');
  const document = JSON.parse(readFileSync(file, 'utf8')) as JsonObject;
  writeJson(file, { ...document, dialect });
}

/** Title, media type, README and samples speak of the new member, and no more of the dialect's first. */
function makeOwn(
  format: string,
  { member, dialect, like }: { member: string; dialect: string; like: string },
): void {
  const name = findMember(member)?.name ?? member;
  const file = join(format, 'dialect.json');
  const document = JSON.parse(readFileSync(file, 'utf8')) as JsonObject;
  const title = `Format of ${name}${DRAFT}`;
  writeJson(file, { ...document, title, contentType: ownMediaType(document, member) });
  const readme = join(format, 'README.md');
  const text = readFileSync(readme, 'utf8')
    .replace(/^# .*\n/, `# ${dialect}\n\n**${DRAFT_NOTE}**\n`)
    .replace(/Spoken by\s[^.]*\./, `Spoken by ${name}.`);
  writeFileSync(readme, text);
  const { dialect: compiled } = readDialectFolder(format, dialect);
  if (compiled === undefined) throw new Error(`the dialect ${like} cannot be read`);
  const samples = join(format, 'samples');
  writeSamples(compiled, { samples }, { member, speakers: new Set() });
}

/** `application/vnd.or-doc.interchange+json` becomes `application/vnd.vt-doc.interchange+json`. */
function ownMediaType({ contentType }: JsonObject, member: string): JsonValue {
  if (typeof contentType !== 'string') return contentType ?? '';
  return contentType.replace(
    /^application\/vnd\.[^.]+\./,
    () => `application/vnd.${member.toLowerCase()}-doc.`,
  );
}

function alreadyThere(place: string, folder: string): string {
  const said = `${relative('.', place)} is there already`;
  return folder === SHIPPED
    ? `${said}, as of every member: edit it, or begin in an empty folder of your own (export HUB_MAPPINGS_DIR=$PWD/my-state)`
    : `${said}: edit it, or name another folder (HUB_MAPPINGS_DIR) or format (--dialect)`;
}

/** What is known of the member already, without what another state's connection was like. */
function profileOf(member: string, dialect: string, timeZone: string | undefined): JsonObject {
  const known = shippedProfile(member);
  const zone = timeZone ?? known['timeZone'];
  if (zone === undefined) throw new UsageError('say the time zone of the office: --time-zone');
  return {
    ...known,
    member,
    name: known['name'] ?? findMember(member)?.name ?? member,
    timeZone: zone,
    dialect,
    attestation: true,
  };
}

function shippedProfile(member: string): JsonObject {
  try {
    const file = join(SHIPPED, member, 'profile.json');
    return JSON.parse(readFileSync(file, 'utf8')) as JsonObject;
  } catch {
    return {};
  }
}

function writeJson(file: string, value: JsonObject): void {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}

function nextSteps(member: string, dialect: string, folder: string): string[] {
  const at = relative('.', folder) || '.';
  return [
    `${at}/${member}/profile.json            how ${member} is reached, and what its system can do`,
    `${at}/dialects/${dialect}/    its format: the local schema first, then mappings and codes`,
    '',
    'Next:',
    `  1. put your system’s own schema in the place of local.schema.json or local.xsd`,
    `     then dialect.json (recognise, envelope, title), blocks and codes, and the mappings`,
    `  2. compact-hub state check ${member}     lists every field that has no place yet`,
    `  3. compact-hub state sample ${member}    writes samples/ anew by your mappings; compare them with your documents`,
    `  4. compact-hub state certify ${member}   plays against your endpoint (docs/onboarding-a-state.md)`,
  ];
}
