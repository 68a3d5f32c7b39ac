import { allTestFiles } from '../../support/test-shares.ts';

/** Every test file of the console in a browser. */
export async function browserTests(): Promise<string[]> {
  const files = await allTestFiles();
  return files.filter((file) => file.startsWith('test/browser/'));
}
