import { format, resolveConfig } from 'prettier';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../hub/project-root.ts';

/** The text as the project's formatter writes a file of this path. */
export async function formatted(path: string, text: string): Promise<string> {
  const filepath = join(PROJECT_ROOT, path);
  const config = await resolveConfig(filepath);
  return format(text, { ...config, filepath });
}
