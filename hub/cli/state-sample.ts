import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { MEMBER_CODES, isMemberCode } from '../compact/members.ts';
import { readDialectFolder } from '../load-mappings.ts';
import { WALL_CLOCKS } from '../wall-clocks.ts';
import { type Command, DONE, FOUND_WRONG, UsageError, parseCommandLine } from './command.ts';
import { profileAt } from './profile-at.ts';
import { writeSamples } from './write-samples.ts';

export const stateSample: Command = {
  name: 'state sample',
  usage: 'state sample MEMBER [--type TYPE]',
  summary: 'writes the samples of a state’s format anew, from their envelopes, by its own mapping',
  run: (args, { config, print }) => {
    const { positionals, values } = parseCommandLine(args, { type: { type: 'string' } });
    const [member = ''] = positionals;
    if (!isMemberCode(member)) throw new UsageError('say which member, by its code');
    const folder = config().mappingsDirectory;
    const { dialect: name } = profileAt(folder, member);
    const place = join(folder, 'dialects', name ?? '');
    const samples = join(place, 'samples');
    if (name === undefined || !existsSync(samples)) {
      throw new UsageError(
        'there is no folder of this member with a format of its own; compact-hub state new makes one',
      );
    }
    const { dialect, problems } = readDialectFolder(place, name);
    if (dialect === undefined) {
      for (const { pointer, code, detail } of problems) print(`${code}  ${pointer}  ${detail}`);
      print(`${problems.length} problems: samples are written by mappings that can be read`);
      return Promise.resolve(FOUND_WRONG);
    }
    const { type } = values;
    const replaced = join(folder, '.replaced-samples', `${name}-${stamp()}`);
    const written = writeSamples(
      dialect,
      { samples, replaced },
      {
        member,
        speakers: new Set(MEMBER_CODES.filter((code) => profileAt(folder, code).dialect === name)),
        ...(typeof type === 'string' ? { type: requireType(type, dialect.activities) } : {}),
      },
    );
    const { drafts, right, failures } = written;
    for (const { file } of drafts) print(`written  samples/${file}`);
    for (const failure of failures) print(`NOT_WRITTEN  samples/${failure}`);
    print(`${drafts.length} written, ${right} right already, ${failures.length} not written`);
    if (existsSync(replaced)) print(`what was there before: ${relative('.', replaced)}`);
    return Promise.resolve(failures.length === 0 ? DONE : FOUND_WRONG);
  },
};

/** `departure-notice` and `compact.departure-notice.v1` are the same. */
function requireType(text: string, activities: ReadonlyMap<string, unknown>): string {
  const known = [...activities.keys()];
  const found = known.find((type) => type === text || shortOf(type) === text);
  if (found !== undefined) return found;
  throw new UsageError(`--type takes one of ${known.map(shortOf).join(', ')}`);
}

const shortOf = (type: string): string => type.replace(/^compact\.|\.v\d+$/g, '');

const stamp = (): string => WALL_CLOCKS.business.now().toISOString().replace(/[:.]/g, '-');
