import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { runVerifier } from '../../ledger-verifier/cli.ts';
import {
  createMemoryLedger,
  exportFiles,
  testSigner,
  trafficEntries,
} from '../hub/ledger/memory-ledger.ts';

const MINUTE_MS = 60_000;

describe('ledger-verifier watch', () => {
  let folder: string;
  let now: number;
  /** What the log serves, by path. */
  let files: ReadonlyMap<string, Uint8Array>;
  let reachable: boolean;
  const key = testSigner().verifierKey;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'watch-'));
    now = Date.UTC(2026, 0, 1);
    reachable = true;
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function logOf(count: number, change: (entries: Buffer[]) => Buffer[] = (all) => all) {
    const ledger = createMemoryLedger();
    ledger.append(change(trafficEntries(count)));
    return exportFiles(ledger);
  }
  const serve: typeof fetch = (input) => {
    if (!reachable) return Promise.reject(new Error('ECONNREFUSED'));
    const path = new URL(input instanceof Request ? input.url : input).pathname.slice(1);
    const bytes = files.get(path);
    return Promise.resolve(
      bytes === undefined ? new Response('', { status: 404 }) : new Response(new Uint8Array(bytes)),
    );
  };
  async function watch(...more: string[]): Promise<{ code: number; text: string }> {
    const lines: string[] = [];
    const args = ['watch', 'http://log.example', '--state', folder, '--key', key, ...more];
    const world = { now: () => now, fetch: serve };
    return {
      code: await runVerifier(args, (line) => lines.push(line), world),
      text: lines.join('\n'),
    };
  }

  it('keeps each head of a log that only grows, through full and partial tiles', async () => {
    for (const size of [1, 5, 255, 256, 257, 700, 700, 70_000]) {
      files = await logOf(size);
      const { code, text } = await watch('--once');
      expect(code, text).to.equal(0);
      expect(text).to.include(`${size} entries`);
      expect(await readFile(join(folder, 'checkpoint'))).to.deep.equal(files.get('checkpoint'));
    }
    expect(await readdir(folder)).to.deep.equal(['checkpoint']);
  });

  it('keeps the later head when it is shown an earlier one', async () => {
    files = await logOf(700);
    await watch('--once');
    const later = await readFile(join(folder, 'checkpoint'));
    const all = files;
    files = new Map([
      ...all,
      ['checkpoint', (await logOf(300)).get('checkpoint') ?? new Uint8Array()],
    ]);
    expect((await watch('--once')).code).to.equal(0);
    expect(await readFile(join(folder, 'checkpoint'))).to.deep.equal(later);
  });

  const forks: { name: string; size: number; change: (all: Buffer[]) => Buffer[] }[] = [
    { name: 'another entry before it', size: 800, change: (all) => all.with(7, Buffer.from('x')) },
    {
      name: 'another root of the same size',
      size: 700,
      change: (all) => all.with(7, Buffer.of(1)),
    },
    { name: 'an earlier head of a branch', size: 600, change: (all) => all.with(7, Buffer.of(1)) },
  ];
  for (const { name, size, change } of forks) {
    it(`ends with "fork" at ${name}, and keeps both heads as proof`, async () => {
      const before = await logOf(700);
      files = before;
      await watch('--once');
      files = await logOf(size, change);
      if (size < 700)
        files = new Map([...before, ['checkpoint', files.get('checkpoint') ?? Buffer.of()]]);
      const { code, text } = await watch();
      expect(code, text).to.equal(5);
      expect(await readFile(join(folder, 'fork'))).to.deep.equal(files.get('checkpoint'));
      expect(await readFile(join(folder, 'checkpoint'))).to.deep.equal(before.get('checkpoint'));
    });
  }

  it('tells tiles that do not lead to the head from a fork', async () => {
    files = await logOf(700);
    await watch('--once');
    const grown = await logOf(800);
    const broken = new Map(
      [...grown].map(([path, bytes]) =>
        path.startsWith('tile/0/')
          ? ([path, bytes.map((byte) => byte ^ 1)] as const)
          : ([path, bytes] as const),
      ),
    );
    files = broken;
    expect((await watch('--once')).code).to.equal(4);
  });

  it('asks again when the log cannot be reached, and ends when it is told to', async () => {
    files = await logOf(10);
    reachable = false;
    expect((await watch('--once')).code).to.equal(6);
    const lines: string[] = [];
    let stop = (): void => undefined;
    let pauses = 0;
    const code = await runVerifier(
      ['watch', 'http://log.example', '--state', folder, '--key', key, '--every', '5'],
      (line) => lines.push(line),
      {
        now: () => now,
        fetch: serve,
        stopped: () => new Promise((resolve) => (stop = resolve)),
        pause: (milliseconds) => {
          expect(milliseconds).to.equal(5_000);
          pauses += 1;
          reachable = true;
          if (pauses === 2) stop();
          return Promise.resolve();
        },
      },
    );
    expect(code).to.equal(0);
    expect(lines[0]).to.match(/^missing:/);
    expect(lines[1]).to.include('10 entries');
  });

  it('ends with "stale" when the log stands still for longer than is allowed', async () => {
    files = await logOf(10);
    expect((await watch('--once', '--stale', '30')).code).to.equal(0);
    now += 29 * MINUTE_MS;
    expect((await watch('--once', '--stale', '30')).code).to.equal(0);
    now += 2 * MINUTE_MS;
    expect((await watch('--once', '--stale', '30')).code).to.equal(10);
    files = await logOf(11);
    expect((await watch('--once', '--stale', '30')).code).to.equal(0);
  });

  it('refuses a head that no known key signed', async () => {
    const ledger = createMemoryLedger();
    ledger.append(trafficEntries(5));
    files = await exportFiles(ledger, [testSigner(undefined, 'another seed')]);
    expect((await watch('--once')).code).to.equal(3);
  });
});
