import {
  MACHINE_TOOLS,
  installCommand,
  installPackages,
  missingNeeds,
} from '../../hub/cli/debian-packages.ts';
import type { Need } from '../../hub/cli/debian-packages.ts';

/** What the tests need of the machine beside Node.js and the packages of npm. */
export const TEST_NEEDS: readonly Need[] = [];

/**
 * Meets the needs of the tests: root installs what is missing; another user gets the line to run
 * instead, and the tests do not start.
 */
export async function meetNeeds(
  needs: readonly Need[],
  isRoot: boolean,
): Promise<string | undefined> {
  const missing = await missingNeeds(needs);
  if (missing.length === 0) return undefined;
  const names = missing.map(({ name }) => name).join(', ');
  if (!isRoot) return `the tests need ${names}; as root: ${installCommand(missing)}`;
  console.log(`installing ${names}`);
  await installPackages(missing, MACHINE_TOOLS).catch((error: unknown) => {
    console.error(String(error));
  });
  if ((await missingNeeds(missing)).length === 0) return undefined;
  return `the tests need ${names}, and apt could not install it: ${installCommand(missing)}`;
}
