import { basename } from 'node:path';
import type { Plugin, Rolldown } from 'vite';
import { OPEN_PAGES, PAGES, type PageRow } from '../console/page-table.ts';

/** The scripts of a page that the console's entry does not bring. */
export interface PageFiles {
  /** Below /app, as in `console/page-table.ts`. */
  readonly path: string;
  /** In /assets, its own first. */
  readonly scripts: readonly string[];
}

type Bundle = Rolldown.OutputBundle;
type Chunk = Rolldown.OutputChunk;

/**
 * Writes `pages.json` beside the built page: which scripts each address needs, so that the hub names them
 * with the page and no browser waits for the entry to learn of them.
 */
export function pageFiles(folder: string): Plugin {
  return {
    name: 'page-files',
    generateBundle(_options, bundle) {
      const rows = [...PAGES, ...OPEN_PAGES].map((row) => filesOf(row, folder, bundle));
      this.emitFile({ type: 'asset', fileName: 'pages.json', source: JSON.stringify(rows) });
    },
  };
}

function filesOf({ path, file }: PageRow, folder: string, bundle: Bundle): PageFiles {
  const chunks = Object.values(bundle).filter((part) => part.type === 'chunk');
  const entry = chunks.find((chunk) => chunk.isEntry);
  const page = chunks.find(
    (chunk) => chunk.facadeModuleId === `${folder}/pages/${file}.tsx` && chunk.isDynamicEntry,
  );
  if (entry === undefined || page === undefined) throw new Error(`no script shows ${file}`);
  const brought = importedBy(entry, bundle);
  const scripts = [...importedBy(page, bundle)].filter((name) => !brought.has(name));
  return { path, scripts: scripts.map((name) => basename(name)) };
}

/** The chunk itself and all that it imports at once, each once. */
function importedBy(chunk: Chunk, bundle: Bundle, found = new Set<string>()): Set<string> {
  if (found.has(chunk.fileName)) return found;
  found.add(chunk.fileName);
  for (const name of chunk.imports) {
    const next = bundle[name];
    if (next?.type === 'chunk') importedBy(next, bundle, found);
  }
  return found;
}
