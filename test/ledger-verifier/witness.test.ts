import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { signCheckpoint } from '../../hub/ledger/checkpoint.ts';
import { proveConsistency } from '../../hub/ledger/prove.ts';
import { runVerifier } from '../../ledger-verifier/cli.ts';
import { toBase64 } from '../../ledger-verifier/encoding.ts';
import { checkSignature, sha256 } from '../../ledger-verifier/node-crypto.ts';
import { parseNote, parseVerifierKey, verifyNote } from '../../ledger-verifier/note.ts';
import { createTreeHash } from '../../ledger-verifier/tree.ts';
import { type RunningWitness, serveWitness } from '../../ledger-verifier/witness/serve-witness.ts';
import {
  type WitnessFolder,
  makeWitnessFolder,
  openWitnessFolder,
} from '../../ledger-verifier/witness/witness-folder.ts';
import {
  type MemoryLedger,
  ORIGIN,
  createMemoryLedger,
  testSigner,
} from '../hub/ledger/memory-ledger.ts';

const NOW = 1_767_225_600n;
const entries = (count: number, mark = ''): Buffer[] =>
  Array.from({ length: count }, (_, at) => Buffer.from(`${mark}${at}`));

interface Said {
  readonly status: number;
  readonly type: string | null;
  readonly text: string;
}

describe('a witness', () => {
  let base: string;
  let folder: string;
  let opened: WitnessFolder;
  let running: RunningWitness;
  const signer = testSigner();

  async function serve(): Promise<void> {
    opened = await openWitnessFolder(folder);
    running = await serveWitness(
      {
        tree: createTreeHash(sha256),
        check: checkSignature,
        logs: [parseVerifierKey(sha256, signer.verifierKey)],
        key: opened.key,
        sign: opened.sign,
        store: opened.store,
        now: () => NOW,
      },
      { port: 0, host: '127.0.0.1' },
    );
  }
  async function end(): Promise<void> {
    await running.close();
    await opened.close();
  }
  beforeEach(async () => {
    base = await mkdtemp(join(tmpdir(), 'witness-'));
    folder = join(base, 'witness');
    await makeWitnessFolder(folder, 'witness.example/w1');
    await serve();
  });
  afterEach(async () => {
    await end();
    await rm(base, { recursive: true });
  });

  /** The log, and a fork of it from its 100th entry on. */
  const log = createMemoryLedger();
  log.append(entries(100));
  const fork = createMemoryLedger();
  fork.append(entries(100));

  const checkpointOf = (of: MemoryLedger, by = signer, origin = ORIGIN): Promise<string> =>
    signCheckpoint({ origin, size: of.entries.length, root: of.root }, [by]);
  const proofOf = async (of: MemoryLedger, from: number): Promise<string[]> =>
    from === 0 || from >= of.entries.length
      ? []
      : (await proveConsistency(of.readTile, from, of.entries.length)).map(toBase64);
  const bodyOf = (old: number | string, proof: readonly string[], checkpoint: string): string =>
    [`old ${old}`, ...proof, '', checkpoint].join('\n');
  async function post(body: string, path = '/add-checkpoint', method = 'POST'): Promise<Said> {
    const init = method === 'POST' ? { method, body } : { method };
    const response = await fetch(running.url + path, init);
    const type = response.headers.get('content-type');
    return { status: response.status, type, text: await response.text() };
  }
  const submit = async (of: MemoryLedger, old: number): Promise<Said> =>
    post(bodyOf(old, await proofOf(of, old), await checkpointOf(of)));
  const grown = (by: number, mark: string): MemoryLedger => {
    const ledger = createMemoryLedger();
    ledger.append(entries(100));
    ledger.append(entries(by, mark));
    return ledger;
  };

  it('cosigns a head and the ones that extend it, as the specification says', async () => {
    const first = await submit(log, 0);
    expect(first).to.include({ status: 200 });
    const later = grown(50, 'more ');
    const second = await submit(later, 100);
    expect(second.status).to.equal(200);
    const note = parseNote(Buffer.from((await checkpointOf(later)) + second.text));
    const keys = [parseVerifierKey(sha256, opened.keyLine)];
    expect(verifyNote(note, keys, checkSignature)).to.have.length(1);
    const [line] = parseNote(Buffer.from(`x\n\n${second.text}`)).signatures;
    expect(line?.name).to.equal('witness.example/w1');
    expect(line?.signature).to.have.length(72);
    expect(new DataView(Uint8Array.from(line?.signature ?? []).buffer).getBigUint64(0)).to.equal(
      NOW,
    );
    expect(opened.keyLine).to.match(/^witness\.example\/w1\+[0-9a-f]{8}\+B/); // 0x04 first
  });

  it('cosigns the same head again', async () => {
    await submit(log, 0);
    expect((await submit(log, 100)).status).to.equal(200);
  });

  it('says what it knows when the old size is another one', async () => {
    await submit(log, 0);
    for (const old of [0, 99]) {
      expect(await submit(grown(3, 'more '), old)).to.deep.equal({
        status: 409,
        type: 'text/x.tlog.size',
        text: '100\n',
      });
    }
  });

  const refusals: { name: string; body: () => Promise<string>; status: number }[] = [
    {
      name: 'another root of the same size',
      body: async () => {
        const other = createMemoryLedger();
        other.append(entries(100, 'other '));
        return bodyOf(100, [], await checkpointOf(other));
      },
      status: 409,
    },
    {
      name: 'a head that does not extend the last one',
      body: async () => {
        const other = createMemoryLedger();
        other.append(entries(150, 'other '));
        return bodyOf(100, await proofOf(other, 100), await checkpointOf(other));
      },
      status: 422,
    },
    {
      name: 'a proof that is cut short',
      body: async () => {
        const more = grown(60, 'more ');
        return bodyOf(100, (await proofOf(more, 100)).slice(1), await checkpointOf(more));
      },
      status: 422,
    },
    {
      name: 'a log that it does not follow',
      body: async () => {
        const stranger = testSigner('other.example/log');
        return bodyOf(0, [], await checkpointOf(log, stranger, 'other.example/log'));
      },
      status: 404,
    },
    {
      name: 'a head that another key signed',
      body: async () => bodyOf(100, [], await checkpointOf(log, testSigner(ORIGIN, 'other seed'))),
      status: 403,
    },
    {
      name: 'a changed head',
      body: async () => bodyOf(100, [], (await checkpointOf(log)).replace('\n100\n', '\n101\n')),
      status: 403,
    },
    {
      name: 'an old size above the new one',
      body: async () => bodyOf(101, [], await checkpointOf(log)),
      status: 400,
    },
    {
      name: 'an old size with a zero before it',
      body: async () => bodyOf('0100', [], await checkpointOf(log)),
      status: 400,
    },
    {
      name: 'more than 63 lines of proof',
      body: async () =>
        bodyOf(100, Array<string>(64).fill(toBase64(Buffer.alloc(32))), await checkpointOf(log)),
      status: 400,
    },
    { name: 'something else', body: () => Promise.resolve('hello'), status: 400 },
    { name: 'too much', body: () => Promise.resolve('x'.repeat(70_000)), status: 413 },
  ];
  for (const { name, body, status } of refusals) {
    it(`refuses ${name} with ${status}, and keeps what it has`, async () => {
      await submit(log, 0);
      expect((await post(await body())).status).to.equal(status);
      expect((await submit(grown(1, 'more '), 100)).status).to.equal(200);
    });
  }

  it('has one path and one method', async () => {
    expect((await post('', '/other')).status).to.equal(404);
    expect((await post('', '/add-checkpoint', 'GET')).status).to.equal(405);
  });

  it('refuses a proof with the first head', async () => {
    const body = bodyOf(0, [toBase64(Buffer.alloc(32))], await checkpointOf(log));
    expect((await post(body)).status).to.equal(422);
  });

  it('cosigns one of two branches that are submitted at once, however often', async () => {
    await submit(log, 0);
    const branches = Array.from({ length: 12 }, (_, at) => grown(1 + at, `branch ${at} `));
    const answers = await Promise.all(branches.map((branch) => submit(branch, 100)));
    expect(answers.filter(({ status }) => status === 200)).to.have.length(1);
    expect(answers.filter(({ status }) => status === 409)).to.have.length(11);
  });

  it('knows after a restart what it cosigned', async () => {
    await submit(grown(20, 'more '), 0);
    await end();
    await serve();
    expect(await submit(fork, 0)).to.include({ status: 409, text: '120\n' });
    expect((await readdir(folder)).some((file) => file.endsWith('.new'))).to.equal(false);
  });

  it('belongs to one process', async () => {
    await writeFile(join(folder, 'in-use'), String(process.ppid));
    const code = await openWitnessFolder(folder).then(
      () => 'opened',
      (error: unknown) => (error as { code: string }).code,
    );
    expect(code).to.equal('missing');
  });

  describe('as a command', () => {
    const run = async (...args: string[]): Promise<{ code: number; lines: string[] }> => {
      const lines: string[] = [];
      const world = { now: () => Number(NOW) * 1_000, stopped: () => Promise.resolve() };
      return { code: await runVerifier(args, (line) => lines.push(line), world), lines };
    };

    it('is made once, and served until it is stopped', async () => {
      const other = join(base, 'other');
      const made = await run('witness', other, '--name', 'witness.example/w2');
      expect(made.code).to.equal(0);
      expect(made.lines[0]).to.match(/^witness\.example\/w2\+/);
      const served = await run('witness', other, '--key', signer.verifierKey, '--port', '0');
      expect(served.code, served.lines.join()).to.equal(0);
      expect(served.lines[0]).to.equal(`witness ${made.lines[0] ?? ''}`);
    });

    it('does not begin anew where its folder was lost', async () => {
      const { code } = await run('witness', join(base, 'lost'), '--key', signer.verifierKey);
      expect(code).to.equal(6);
    });
  });

  it('is asked for by a verifier: a quorum of names', async () => {
    const checkpoint = await checkpointOf(log);
    const cosigned = checkpoint + (await submit(log, 0)).text;
    await makeWitnessFolder(join(base, 'silent'), 'witness.example/silent');
    const silent = await openWitnessFolder(join(base, 'silent'));
    await writeFile(join(base, 'plain'), checkpoint);
    await writeFile(join(base, 'cosigned'), cosigned);
    const verify = (file: string, ...more: string[]): Promise<number> =>
      runVerifier(
        ['checkpoint', join(base, file), '--key', signer.verifierKey, ...more],
        () => undefined,
      );
    const own = ['--witness', opened.keyLine];
    expect(await verify('plain')).to.equal(0);
    expect(await verify('cosigned')).to.equal(0);
    expect(await verify('cosigned', ...own)).to.equal(0);
    expect(await verify('plain', ...own)).to.equal(3);
    expect(await verify('cosigned', ...own, '--witness', silent.keyLine)).to.equal(3);
    expect(await verify('cosigned', ...own, '--witness', silent.keyLine, '--quorum', '1')).to.equal(
      0,
    );
    expect(await verify('cosigned', ...own, '--quorum', '2')).to.equal(2);
    // A cosignature is no signature of the log, whatever name its key has.
    expect(
      await runVerifier(
        ['checkpoint', join(base, 'cosigned'), '--key', opened.keyLine],
        () => undefined,
      ),
    ).to.equal(3);
    await silent.close();
  });
});
