import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { administer } from '../../hub/cli/administration.ts';
import { readConfig } from '../../hub/config.ts';
import { addSystemKey, connectState } from '../../hub/flows/administer.ts';
import { agree } from '../../hub/flows/agree.ts';
import { loadExchangePolicy } from '../../hub/load-policies.ts';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import { hubEnvironment } from './hub-environment.ts';
import type { HubOptions } from './hub-process.ts';

/** Three states whose formats differ. */
export const MEMBERS: readonly string[] = ['OR', 'TX', 'GA'];

/** Sends at once to a state; the relay has no limit. */
const CONCURRENCY = 16;

const MAPPINGS = join(PROJECT_ROOT, 'mappings');

/**
 * Writes a mappings folder in which the states speak their own dialects and are all reached over
 * REST; a state without a folder in mappings/ speaks the canonical one. Returns who speaks what.
 */
export async function writeProfiles(directory: string): Promise<Map<string, string>> {
  const dialects = new Map<string, string>();
  for (const member of MEMBERS) {
    const dialect = await dialectOf(member);
    dialects.set(member, dialect);
    const profile = {
      member,
      name: member,
      timeZone: 'UTC',
      dialect,
      transport: { kind: 'rest', mode: 'push', authentication: { scheme: 'bearer' } },
      capabilities: {
        acknowledgement: 'synchronous',
        idempotent: true,
        probe: true,
        concurrency: CONCURRENCY,
      },
      attestation: true,
    };
    await mkdir(join(directory, member), { recursive: true });
    await writeFile(join(directory, member, 'profile.json'), JSON.stringify(profile));
  }
  for (const dialect of new Set(dialects.values())) {
    if (dialect === 'canonical') continue;
    const folder = join('dialects', dialect);
    await cp(join(MAPPINGS, folder), join(directory, folder), { recursive: true });
  }
  return dialects;
}

async function dialectOf(member: string): Promise<string> {
  const file = join(MAPPINGS, member, 'profile.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return 'canonical';
  return (JSON.parse(text) as { dialect: string }).dialect;
}

/** Gives each state a key, and the hub the address of its system. Returns the keys by member. */
export async function connectStates(
  options: HubOptions,
  sinkUrl: string,
): Promise<Record<string, string>> {
  const environment = hubEnvironment(options);
  const context = {
    config: () => readConfig(environment, options.dataDirectory),
    environment,
    print: () => undefined,
    signal: new AbortController().signal,
    softwareVersion: 'bench',
  };
  const keys: Record<string, string> = {};
  for (const member of MEMBERS) {
    const endpoint = `${sinkUrl}/${member}`;
    const credential = `token-of-${member}`;
    await administer(context, async (parts) => {
      const policy = loadExchangePolicy();
      await agree(parts, { command: true }, { member, version: policy.version, policy });
      keys[member] = (await addSystemKey(parts, { member, label: 'bench' })).secret;
      await connectState(parts, { member, endpoint, credential });
    });
  }
  return keys;
}
