import { expect } from 'chai';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import { reachableTmp } from '../support/reachable-folder.ts';

describe('bin/run-tests.js', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'compact-hub-runs-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const cases = [
    {
      name: 'counts what passed and failed, a skip and a hook that fails among the latter',
      test: `it('a', () => {}); it('b', () => { throw new Error('no'); }); it.skip('c', () => {});
             after(() => { throw new Error('no'); });`,
      last: '1 passed, 3 failed',
    },
    { name: 'fails when no test ran', test: '', last: '0 passed, 1 failed' },
    {
      name: 'fails when the run breaks off',
      test: `it('a', () => {}); it('b', () => process.kill(process.pid, 'SIGKILL'));`,
      last: '1 passed, 1 failed',
    },
  ];
  for (const { name, test, last } of cases) {
    it(name, async () => {
      const { child, output } = await run(test);
      const [code] = (await once(child, 'close')) as [number];
      expect(output().trimEnd().split('\n').at(-1)).to.equal(last);
      expect(code).to.equal(1);
      expect(await foldersOf(child)).to.deep.equal([]);
    });
  }

  it('runs the tests on a database of its own and ends with 0', async () => {
    const { child, output } = await run(
      `it('a', () => { if (!process.env.TEST_DATABASE_URL.startsWith('postgres://hub:')) throw new Error('none'); });`,
    );
    const [code] = (await once(child, 'close')) as [number];
    expect(output().trimEnd().split('\n').at(-1)).to.equal('1 passed, 0 failed');
    expect(code).to.equal(0);
  });

  it('shares many files out to processes and tells at the end what failed', async () => {
    const others = Array.from({ length: 9 }, () => `it('a', () => {});`);
    const { child, output } = await run(
      `it('b', () => { throw new Error('no'); });`,
      ...others,
      `it('c', () => process.kill(process.pid, 'SIGKILL'));`,
    );
    const [code] = (await once(child, 'close')) as [number];
    const end = output().slice(output().indexOf('FAILED'));
    expect(end).to.include('FAILED b\nError: no').and.include('broke off');
    expect(end.trimEnd().split('\n').at(-1)).to.equal('9 passed, 2 failed');
    expect(code).to.equal(1);
    expect(await foldersOf(child)).to.deep.equal([]);
  });

  it('cleans up when it is interrupted', async () => {
    const { child, output } = await run(`it('a', (done) => { console.log('runs'); });`);
    while (!output().includes('runs')) await once(child.stdout!, 'data');
    child.kill('SIGINT');
    await once(child, 'close');
    expect(output().trimEnd().split('\n').at(-1)).to.equal('0 passed, 1 failed');
    expect(await foldersOf(child)).to.deep.equal([]);
  });

  async function run(
    ...tests: readonly string[]
  ): Promise<{ child: ChildProcess; output: () => string }> {
    const files = tests.map((_, at) =>
      join(folder, `inner-${String(at).padStart(2, '0')}.test.mts`),
    );
    for (const [at, file] of files.entries()) await writeFile(file, tests[at] ?? '');
    const environment = { ...process.env };
    delete environment['TEST_DATABASE_URL'];
    delete environment['TEST_RESULTS_FILE'];
    const child = spawn(process.execPath, [join(PROJECT_ROOT, 'bin', 'run-tests.js'), ...files], {
      env: environment,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    return { child, output: () => text };
  }

  async function foldersOf({ pid }: ChildProcess): Promise<string[]> {
    const names = await readdir(await reachableTmp());
    return names.filter((name) => name.startsWith(`compact-hub-test-${pid ?? 0}-`));
  }
});
