import { readFileSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandContext } from '../../hub/cli/command.ts';
import { mappingShadow } from '../../hub/cli/mapping-shadow.ts';
import { loadMappings } from '../../hub/load-mappings.ts';
import type { Dialect } from '../../hub/mapping/dialect.ts';
import { mapOutbound } from '../../hub/mapping/map-outbound.ts';
import type { JsonObject } from '../../hub/message/json.ts';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import type { TestEnvelope } from './activity.ts';
import { type TestHub, type TestSite, openTestSite } from './test-hub.ts';

export const DIALECT = 'nested-json';
const DIALECTS = join(PROJECT_ROOT, 'mappings/dialects');

/** A site whose OR speaks a dialect of its own, with the command on it. */
export interface ShadowSite {
  readonly site: TestSite;
  /** As the site's mappings had it when it was opened. */
  readonly live: Dialect;
  readonly mappingsFolder: string;
  /** A folder with another version: files whose text differs by what is replaced. */
  candidate(name: string, edits: readonly Edit[]): Promise<string>;
  /** `start nested-json FOLDER`; answers with the exit code, or the class of what was thrown. */
  run(...args: readonly string[]): Promise<Ran>;
  /** What OR's system would send for this envelope. */
  asOregonSends(envelope: TestEnvelope): Buffer;
  submitNative(hub: TestHub, envelope: TestEnvelope): Promise<string>;
}

export interface Edit {
  readonly file: string;
  readonly change: (text: string) => string;
}

export interface Ran {
  readonly code: number | string;
  readonly text: string;
  readonly lines: readonly string[];
}

export async function openShadowSite(): Promise<ShadowSite> {
  const site = await openTestSite({ states: { OR: {}, TX: {} } });
  const folder = site.config.mappingsDirectory;
  await cp(join(DIALECTS, DIALECT), join(folder, 'dialects', DIALECT), { recursive: true });
  const profileFile = join(folder, 'OR/profile.json');
  const profile = JSON.parse(readFileSync(profileFile, 'utf8')) as JsonObject;
  writeFileSync(profileFile, JSON.stringify({ ...profile, dialect: DIALECT }));
  const live = loadMappings(folder).dialects.get(DIALECT);
  if (live === undefined) throw new Error('the dialect was not copied');
  const asOregonSends = (envelope: TestEnvelope): Buffer =>
    mapOutbound(live, envelope, { caseId: '' }).bytes;
  return {
    site,
    live,
    mappingsFolder: folder,
    asOregonSends,
    candidate: async (name, edits) => {
      const place = join(site.folder, 'candidates', name);
      await cp(join(DIALECTS, DIALECT), place, { recursive: true });
      for (const { file, change } of edits) {
        const before = readFileSync(join(place, file), 'utf8');
        const after = change(before);
        if (after === before) throw new Error(`the edit changes nothing of ${file}`);
        writeFileSync(join(place, file), after);
      }
      return place;
    },
    run: (...args) => runCommand(site, args),
    submitNative: async (hub, envelope) => {
      const answer = await hub.call('OR', 'POST /v1/messages', {
        body: asOregonSends(envelope),
        contentType: live.contentType,
      });
      if (answer.status !== 202) throw new Error(`${answer.status} ${answer.text}`);
      return String(answer.body['transmissionId']);
    },
  };
}

async function runCommand({ config }: TestSite, args: readonly string[]): Promise<Ran> {
  const lines: string[] = [];
  const context: CommandContext = {
    config: () => config,
    environment: {},
    print: (line) => void lines.push(line),
    signal: new AbortController().signal,
    softwareVersion: '0.0.0',
  };
  let code: number | string;
  try {
    code = await mappingShadow.run(args, context);
  } catch (error) {
    const { name, code: known, message } = error as Error & { code?: string };
    code = known ?? name;
    lines.push(message);
  }
  return { code, lines, text: lines.join('\n') };
}
