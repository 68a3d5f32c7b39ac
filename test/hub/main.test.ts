import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { USER_COMMANDS } from '../../hub/cli/user-commands.ts';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import { commandContext } from '../support/command-context.ts';

interface Said {
  readonly code: number | string | null | undefined;
  readonly text: string;
}

const typed = (...args: string[]): Promise<Said> =>
  new Promise((resolve) => {
    const bin = join(PROJECT_ROOT, 'bin', 'compact-hub.js');
    execFile(process.execPath, [bin, ...args], (error, text) => {
      resolve({ code: error === null ? 0 : error.code, text });
    });
  });

describe('the command line', () => {
  it('lists every command with what it does below it, in lines that a terminal holds', async () => {
    const { code, text } = await typed('--help');
    expect(code).to.equal(0);
    expect(text).to.match(/\n {2}ledger export FOLDER\n {6}the whole ledger/);
    expect(text.split('\n').filter((line) => line.length > 150)).to.deep.equal([]);
  });

  it('says how a command is used where that is asked, and does nothing', async () => {
    const { code, text } = await typed('ledger', 'rotate-key', '--help');
    expect(code).to.equal(0);
    expect(text).to.match(/^usage: compact-hub ledger rotate-key \[--kind/);
  });

  it('lists what begins with the word where only that was typed', async () => {
    const { code, text } = await typed('erasure');
    expect(code).to.equal(2);
    expect(text).to.contain('compact-hub erasure scrub').and.contain('erasure reapply FOLDER');
    expect(text).not.to.contain('compact-hub ledger');
    const unknown = await typed('nonsense');
    expect(unknown.code).to.equal(2);
    expect(unknown.text).to.contain('--help');
  });

  it('says of whom a role can be', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'compact-hub-user-'));
    const context = commandContext(folder, undefined, () => undefined);
    const [userAdd] = USER_COMMANDS;
    const said = async (...args: string[]): Promise<string> =>
      String(await userAdd?.run(args, context).catch((error: unknown) => error));
    expect(await said('or', 'compact-office')).to.contain('named by its code');
    expect(await said('OR', 'auditor')).to.contain('of all members together: national');
    await rm(folder, { recursive: true });
  });
});
