import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'chai';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import { evidenceLine, evidenceTable, linesOf } from './evidence.ts';

const CLAIM = { line: 'nothing is lost', bar: '0' };

describe('evidence', () => {
  it('falls short where its computation fails, and says why in one line', async () => {
    const line = await evidenceLine(CLAIM, () => Promise.reject(new Error('no hub\nat somewhere')));
    expect(line).to.deep.equal({
      ...CLAIM,
      figure: 'could not run: no hub',
      cases: 0,
      holds: false,
    });
  });

  it('falls short where a computation of many lines fails or gives none', async () => {
    const failed = await linesOf(CLAIM, () => Promise.reject(new Error('no hub')));
    const none = await linesOf(CLAIM, () => Promise.resolve([]));
    expect([...failed, ...none].map(({ holds }) => holds)).to.deep.equal([false, false]);
  });

  it('has a table with figure, cases, seed and commit', () => {
    const lines = [{ ...CLAIM, figure: '0 of 12', cases: 12, holds: true }];
    const facts = { name: 'main-job', seed: 7, commit: 'abcdef0123', date: '', full: false };
    const table = evidenceTable({ ...facts, holds: true, lines });
    expect(table).to.match(/nothing is lost\s+0\s+0 of 12\s+12\s+7\s+abcdef01\s+holds$/);
  });
});

describe('npm run evidence', () => {
  const run = (...args: string[]): Promise<{ code: number; output: string }> =>
    new Promise((resolve) => {
      const command = join(PROJECT_ROOT, 'bin', 'run-evidence.js');
      execFile(process.execPath, [command, ...args], (error, stdout, stderr) => {
        const code = error === null ? 0 : Number(error.code ?? 1);
        resolve({ code, output: stdout + stderr });
      });
    });

  it('lists what there is with its last result', async () => {
    const { code, output } = await run();
    expect(code).to.equal(0);
    expect(output).to.match(/^main-job: (holds|falls short|no result yet)/);
  });

  const wrong: readonly (readonly [string, string[]])[] = [
    ['a name that it does not know', ['no-such-job']],
    ['an option that it does not know', ['main-job', '--fast']],
    ['a seed that is no number', ['main-job', '--seed', 'many']],
    ['a defect that it does not know', ['main-job', '--break', 'no-such-defect']],
  ];
  for (const [what, args] of wrong) {
    it(`ends with 2 and its usage for ${what}`, async () => {
      const { code, output } = await run(...args);
      expect(output).to.contain('usage: npm run evidence');
      expect(code).to.equal(2);
    });
  }
});
