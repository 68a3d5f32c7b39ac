import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PROJECT_ROOT } from '../../hub/project-root.ts';

/** Long ago, so that the order of the files is that of the minutes. */
const MINUTES = (minutes: number): Date => new Date(1_600_000_000_000 + minutes * 60_000);
const MAIN = `export async function main(args, env) {
  console.log(JSON.stringify({ from: import.meta.url.split('.').at(-1), args, marked: env.MARK }));
  return 7;
}`;

describe('bin/compact-hub.js', () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'compact-hub-bin-'));
    await cp(join(PROJECT_ROOT, 'bin'), join(root, 'bin'), { recursive: true });
    await symlink(join(PROJECT_ROOT, 'node_modules'), join(root, 'node_modules'));
    await file('package.json', 0, '{ "type": "module" }');
    await file('hub/main.ts', 1, MAIN);
    await file('hub/store/rows.ts', 1);
    for (const folder of ['adapters', 'simulation', 'ledger-verifier'])
      await file(`${folder}/a.ts`, 1);
  });
  afterEach(() => rm(root, { recursive: true }));

  async function file(path: string, minutes: number, text = ''): Promise<void> {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
    await utimes(join(root, path), MINUTES(minutes), MINUTES(minutes));
  }

  async function compile(minutes: number): Promise<void> {
    await file('dist/hub/main.js', minutes, MAIN);
    await file('dist/hub/store/rows.js', minutes);
    for (const folder of ['adapters', 'simulation', 'ledger-verifier']) {
      await file(`dist/${folder}/a.js`, minutes);
    }
  }

  it('gives arguments and environment to the hub and ends with its code', async () => {
    const { code, output } = await run(root, ['state', 'list'], { MARK: 'here' });
    expect(code).to.equal(7);
    expect(output).to.deep.equal({ from: 'ts', args: ['state', 'list'], marked: 'here' });
  });

  const cases = [
    { name: 'newer than all sources', change: () => compile(2), from: 'js' },
    { name: 'as old as the sources', change: () => compile(1), from: 'ts' },
    {
      name: 'older than one source',
      change: async () => {
        await compile(2);
        await file('hub/store/rows.ts', 3);
      },
      from: 'ts',
    },
    {
      name: 'without a file for a source',
      change: async () => {
        await compile(2);
        await file('simulation/new.ts', 1);
      },
      from: 'ts',
    },
    {
      name: 'newer than sources beside a newer declaration',
      change: async () => {
        await compile(2);
        await file('hub/generated/types.d.ts', 3);
      },
      from: 'js',
    },
  ];
  for (const { name, change, from } of cases) {
    it(`runs ${from === 'js' ? 'dist/' : 'the sources'} when dist/ is ${name}`, async () => {
      await change();
      expect((await run(root, [])).output).to.have.property('from', from);
    });
  }

  it('says what to do when the packages are not installed', async () => {
    await rm(join(root, 'node_modules'));
    const { code, errors } = await run(root, []);
    expect(code).to.equal(2);
    expect(errors).to.equal('the packages of compact-hub are not installed: run npm ci first\n');
  });

  it('refuses an old Node.js in one line', async () => {
    await writeFile(
      join(root, 'old.js'),
      `import { requireNode } from './bin/require-node.js'; requireNode('18.20.4');`,
    );
    const { code, errors } = await run(root, [], {}, 'old.js');
    expect(code).to.equal(2);
    expect(errors).to.equal('compact-hub needs Node.js 20.19 or later; this is 18.20.4\n');
  });
});

interface Run {
  readonly code: number;
  readonly output: unknown;
  readonly errors: string;
}

async function run(
  root: string,
  args: readonly string[],
  environment: Record<string, string> = {},
  script = 'bin/compact-hub.js',
): Promise<Run> {
  const options = { env: { ...process.env, ...environment } };
  return new Promise((resolve) => {
    execFile(process.execPath, [join(root, script), ...args], options, (error, stdout, stderr) => {
      const output: unknown = stdout === '' ? undefined : JSON.parse(stdout);
      resolve({ code: Number(error?.code ?? 0), output, errors: stderr });
    });
  });
}
