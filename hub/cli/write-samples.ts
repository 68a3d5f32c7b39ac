import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dialect } from '../mapping/dialect.ts';
import type { CrosswalkEntries } from '../mapping/run.ts';
import { type DraftedSamples, type SampleOwner, draftSamples } from './draft-samples.ts';

/** Where the samples lie, and where documents go that others take the place of. */
export interface SamplePlaces {
  readonly samples: string;
  /** Undefined: what is replaced is a copy, and need not be kept. */
  readonly replaced?: string;
}

/** Writes what `draftSamples` made, and keeps what it replaces. */
export function writeSamples(
  dialect: Dialect,
  { samples, replaced }: SamplePlaces,
  owner: Omit<SampleOwner, 'crosswalk'>,
): DraftedSamples {
  const files = filesOf(samples);
  const crosswalk = crosswalkOf(files);
  const drafted = draftSamples(dialect, files, { ...owner, crosswalk });
  for (const { file, bytes, replaces } of drafted.drafts) {
    if (replaces !== undefined && replaced !== undefined) {
      mkdirSync(replaced, { recursive: true });
      writeFileSync(join(replaced, file), replaces);
    }
    writeFileSync(join(samples, file), bytes);
  }
  return drafted;
}

const CROSSWALK = 'crosswalk.json';

function filesOf(folder: string): Map<string, Buffer> {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
  return new Map(names.map((name) => [name, readFileSync(join(folder, name))]));
}

/** The case's numbers; `state check` says what is wrong with a file that cannot be read. */
function crosswalkOf(files: Map<string, Buffer>): Partial<CrosswalkEntries> {
  const bytes = files.get(CROSSWALK);
  files.delete(CROSSWALK);
  try {
    return bytes === undefined ? {} : (JSON.parse(bytes.toString()) as Partial<CrosswalkEntries>);
  } catch {
    return {};
  }
}
