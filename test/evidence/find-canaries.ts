import {
  createReadStream,
  existsSync,
  lstatSync,
  readFileSync,
  readdirSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';

/** Forms in which a text may lie on a disk. */
function formsOf(text: string): Buffer[] {
  const bytes = Buffer.from(text);
  const utf16 = Buffer.from(text, 'utf16le');
  const base64 = [0, 1, 2].map((shift) => {
    // In base64 a text looks different by its place in a group of three; its ends are cut off.
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    return Buffer.from(encoded.slice(4, -4));
  });
  return [bytes, utf16, Buffer.from(bytes.toString('hex')), ...base64];
}

export interface CanaryHits {
  readonly files: number;
  readonly bytes: number;
  readonly hits: readonly string[];
}

/** Looks for the texts, in every form and in capitals, in these files and every file below these folders. */
export async function findCanaries(
  places: readonly string[],
  texts: readonly string[],
): Promise<CanaryHits> {
  const spelt = texts.flatMap((text) => [text, text.toUpperCase(), text.toLowerCase()]);
  const forms = spelt.flatMap(formsOf).filter(({ length }) => length >= 8);
  const files = places.flatMap(filesBelow);
  const hits: string[] = [];
  let bytes = 0;
  for (const file of files) {
    const { found, size } = await searchFile(file, forms);
    bytes += size;
    if (found) hits.push(file);
  }
  return { files: files.length, bytes, hits };
}

/** The folders in which a hub keeps anything: its data, and its cluster wherever that lies. */
export function hubFolders(dataDirectory: string): string[] {
  const named = join(dataDirectory, 'postgres');
  if (!existsSync(named) || lstatSync(named).isDirectory()) return [dataDirectory];
  return [dataDirectory, readFileSync(named, 'utf8').trim()];
}

function filesBelow(folder: string): string[] {
  if (!statSync(folder).isDirectory()) return [folder];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

async function searchFile(
  file: string,
  forms: readonly Buffer[],
): Promise<{ found: boolean; size: number }> {
  const longest = Math.max(...forms.map(({ length }) => length));
  let rest = Buffer.alloc(0);
  let size = 0;
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      size += chunk.length;
      const window = Buffer.concat([rest, chunk]);
      if (forms.some((form) => window.includes(form))) return { found: true, size };
      rest = Buffer.from(window.subarray(-longest));
    }
  } catch (error) {
    // A server that runs removes files while they are looked for.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return { found: false, size };
}
