import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PROJECT_ROOT } from '../../hub/project-root.ts';

/**
 * A module of the hub as the command loads it: from dist/ when it holds the sources as they are, else
 * from the sources.
 */
export async function loadCompiled(path: string): Promise<unknown> {
  const loader = pathToFileURL(join(PROJECT_ROOT, 'bin', 'load-module.js')).href;
  const { loadModule } = (await import(loader)) as {
    loadModule: (path: string) => Promise<unknown>;
  };
  return loadModule(path);
}
