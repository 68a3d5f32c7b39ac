import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isMemberCode } from '../compact/members.ts';
import { HubError, type Problem } from '../errors.ts';
import { loadSchemas } from '../load-data.ts';
import { MAPPING_FILE, type ReadMappings, readMappings } from '../load-mappings.ts';
import { checkCompleteness } from '../mapping/check-completeness.ts';
import { checkSamples } from '../mapping/check-samples.ts';
import type { Dialect } from '../mapping/dialect.ts';
import type { CrosswalkEntries } from '../mapping/run.ts';
import { messageSchemasOf } from '../message/schema-files.ts';
import { createMessageValidator } from '../message/validate-message.ts';
import { readOwnJson } from '../own-json.ts';
import { PROJECT_ROOT } from '../project-root.ts';
import { type Command, DONE, FOUND_WRONG, UsageError, parseCommandLine } from './command.ts';
import { askEndpoint } from './ask-endpoint.ts';
import { ENDPOINT_OPTIONS, readStatedEndpoint } from './stated-endpoint.ts';

export const stateCheck: Command = {
  name: 'state check',
  usage: 'state check MEMBER [--endpoint URL [--credential-file FILE] [--host-key KEY]…]',
  summary:
    'profile, mappings, samples and coverage of a state; with an address, whether it answers',
  run: async (args, { config, print, signal }) => {
    const parsed = parseCommandLine(args, { endpoint: { type: 'string' }, ...ENDPOINT_OPTIONS });
    const { positionals, values } = parsed;
    const [member = ''] = positionals;
    if (!isMemberCode(member)) throw new UsageError('say which member, by its code');
    const { mappingsDirectory: folder, endpointNetworks } = config();
    const read = readMappings(folder);
    const profile = read.profiles.get(member);
    const folders = namesIn(join(folder, 'dialects'));
    const names = dialectsOf(read, member, folders);
    const problems = [...problemsOf(read, member, names)];
    const isSaid = problems.some(({ pointer }) => pointer.startsWith(`${member}/`));
    if (profile === undefined && !isSaid) {
      problems.unshift({
        pointer: `${member}/profile.json#`,
        code: 'FILE_INVALID',
        detail: 'there is no such file; compact-hub state new makes one',
      });
    }
    if (profile !== undefined) {
      print(`${member} ${profile.name}: ${profile.dialect} by ${profile.transport.kind}`);
    }
    for (const name of names.filter((each) => folders.includes(each))) {
      const { checked, problems: found } = packOf(folder, member, name, read.dialects.get(name));
      print(`samples: ${checked} compared`);
      problems.push(...found);
    }
    if (profile !== undefined && typeof values['endpoint'] === 'string') {
      const { kind } = profile.transport;
      const stated = readStatedEndpoint(values['endpoint'], parsed, kind);
      const asked = await askEndpoint(
        { profile, ...stated, allowedNetworks: endpointNetworks },
        signal,
      );
      print(`endpoint: ${asked.says}`);
      problems.push(...asked.problems);
    }
    for (const { pointer, code, detail } of problems) print(`${code}  ${pointer}  ${detail}`);
    printCounts(print, problems);
    for (const name of names) printCoverage(print, read, name, problems.length === 0);
    print(problems.length === 0 ? `${member} is right` : `${problems.length} problems`);
    return problems.length === 0 ? DONE : FOUND_WRONG;
  },
};

const CANONICAL = 'canonical';

/**
 * The dialect that the profile names, also where the profile has problems. Where it cannot be read at
 * all, those that no other profile names.
 */
function dialectsOf({ named }: ReadMappings, member: string, folders: readonly string[]): string[] {
  const name = named.get(member);
  if (name !== undefined) return [name];
  const others = new Set(named.values());
  return folders.filter((folder) => !others.has(folder));
}

/** Of the state's own folder and of its dialect. */
function problemsOf(
  { problems }: ReadMappings,
  member: string,
  dialects: readonly string[],
): readonly Problem[] {
  const places = [`${member}/`, ...dialects.map((name) => `dialects/${name}/`)];
  return places.flatMap((place) => problems.filter(({ pointer }) => pointer.startsWith(place)));
}

/** How many problems of each code, the most first. */
function printCounts(print: (line: string) => void, problems: readonly Problem[]): void {
  const counts = new Map<string, number>();
  for (const { code } of problems) counts.set(code, (counts.get(code) ?? 0) + 1);
  const ordered = [...counts].sort(([, one], [, other]) => other - one);
  if (ordered.length > 1) print(ordered.map(([code, count]) => `${count} ${code}`).join(', '));
}

/** Of how many canonical fields the format holds, carries, or loses. */
function printCoverage(
  print: (line: string) => void,
  { reports }: ReadMappings,
  name: string,
  isRight: boolean,
): void {
  if (name === CANONICAL) {
    print('coverage: the canonical format holds every field');
    return;
  }
  const types = reports.get(name);
  if (types === undefined || types.size === 0) return;
  const part = isRight ? '' : ` (of the ${types.size} that could be compared)`;
  print(`coverage${part}: activity, canonical fields held, carried beside the document, lost`);
  for (const [type, { held, carried, lost }] of types) {
    const short = type.replace(/^compact\.|\.v\d+$/g, '');
    const [h, c, l] = [held, carried, lost].map(({ length }) => String(length).padStart(5));
    print(`  ${short.padEnd(32)}${h ?? ''}${c ?? ''}${l ?? ''}`);
    for (const path of carried) print(`      carried  ${path}`);
  }
}

interface Pack {
  readonly checked: number;
  readonly problems: readonly Problem[];
}

/** Samples, and what the dialect lacks. */
function packOf(folder: string, member: string, name: string, dialect: Dialect | undefined): Pack {
  const place = join(folder, 'dialects', name);
  const files = new Map(
    namesIn(join(place, 'samples')).map((file): [string, Buffer] => [
      file,
      readFileSync(join(place, 'samples', file)),
    ]),
  );
  const { crosswalk, problems: crosswalkProblems } = crosswalkOf(files);
  const { checked, envelopes, problems } = checkSamples(dialect, files, { member, crosswalk });
  const mappings = namesIn(place).filter((file) => MAPPING_FILE.test(file));
  const lacks =
    dialect?.document === undefined ? [] : checkCompleteness(dialect.document, mappings);
  const schemas = loadSchemas(join(PROJECT_ROOT, 'schemas'));
  const validator = createMessageValidator(messageSchemasOf(schemas));
  const invalid = [...envelopes].flatMap(([file, envelope]) => {
    try {
      validator.validate(envelope);
      return [];
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      return error.problems.map((problem) => ({
        ...problem,
        pointer: `samples/${file}#${problem.pointer}`,
      }));
    }
  });
  const within = `dialects/${name}/`;
  return {
    checked,
    problems: [...lacks, ...crosswalkProblems, ...problems, ...invalid].map((problem) => ({
      ...problem,
      pointer: within + problem.pointer,
    })),
  };
}

/** `samples/crosswalk.json`: the case's numbers as the samples that are written have them. */
function crosswalkOf(files: Map<string, Buffer>): {
  readonly crosswalk: Partial<CrosswalkEntries>;
  readonly problems: readonly Problem[];
} {
  const bytes = files.get(CROSSWALK);
  files.delete(CROSSWALK);
  const read = bytes === undefined ? { value: {} } : readOwnJson(bytes);
  if ('value' in read) return { crosswalk: read.value, problems: [] };
  const problems = read.problems.map(({ pointer, detail }) => ({
    pointer: `samples/${CROSSWALK}#${pointer}`,
    code: 'FILE_INVALID',
    detail,
  }));
  return { crosswalk: {}, problems };
}

const CROSSWALK = 'crosswalk.json';

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
