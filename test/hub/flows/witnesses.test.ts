import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createCosigner, type Witness } from '../../../hub/flows/collect-cosignatures.ts';
import { signCheckpoint } from '../../../hub/ledger/checkpoint.ts';
import { reachWitness } from '../../../hub/witness-client.ts';
import { verifyCheckpoint } from '../../../ledger-verifier/checkpoint.ts';
import { checkSignature, sha256 } from '../../../ledger-verifier/node-crypto.ts';
import { parseNote, parseVerifierKey } from '../../../ledger-verifier/note.ts';
import { createTreeHash } from '../../../ledger-verifier/tree.ts';
import {
  type RunningWitness,
  serveWitness,
} from '../../../ledger-verifier/witness/serve-witness.ts';
import {
  type WitnessFolder,
  makeWitnessFolder,
  openWitnessFolder,
} from '../../../ledger-verifier/witness/witness-folder.ts';
import { activity } from '../../support/activity.ts';
import { createSettableClock } from '../../support/settable-clock.ts';
import { type TestSite, openTestSite } from '../../support/test-hub.ts';
import {
  type MemoryLedger,
  ORIGIN,
  createMemoryLedger,
  testSigner,
  trafficEntries,
} from '../ledger/memory-ledger.ts';

interface OwnWitness {
  readonly folder: WitnessFolder;
  readonly running: RunningWitness;
  readonly setting: { readonly url: string; readonly keyLine: string };
  close(): Promise<void>;
}

describe('witnesses of the ledger', () => {
  let base: string;
  let witnesses: OwnWitness[];

  beforeEach(async () => {
    base = await mkdtemp(join(tmpdir(), 'witnesses-'));
    witnesses = [];
  });
  afterEach(async () => {
    for (const witness of witnesses) await witness.close();
    await rm(base, { recursive: true });
  });

  async function startWitness(name: string, ...logs: string[]): Promise<OwnWitness> {
    const place = join(base, name);
    await makeWitnessFolder(place, `witness.example/${name}`);
    const folder = await openWitnessFolder(place);
    const running = await serveWitness(
      {
        tree: createTreeHash(sha256),
        check: checkSignature,
        logs: logs.map((line) => parseVerifierKey(sha256, line)),
        key: folder.key,
        sign: folder.sign,
        store: folder.store,
        now: () => 1_767_225_600n,
      },
      { port: 0, host: '127.0.0.1' },
    );
    const witness = {
      folder,
      running,
      setting: { url: running.url, keyLine: folder.keyLine },
      close: async () => {
        await running.close();
        await folder.close();
      },
    };
    witnesses.push(witness);
    return witness;
  }

  const signer = testSigner();
  const ledgerOf = (count: number, from = 0): MemoryLedger => {
    const ledger = createMemoryLedger();
    ledger.append(trafficEntries(count + from).slice(from));
    return ledger;
  };
  const checkpointOf = ({ entries, root }: MemoryLedger): Promise<string> =>
    signCheckpoint({ origin: ORIGIN, size: entries.length, root }, [signer]);
  const cosigners = (text: string): string[] =>
    parseNote(Buffer.from(text))
      .signatures.map(({ name }) => name)
      .filter((name) => name !== ORIGIN);

  it('cosign one of two branches of a log: the other gets no quorum (split view)', async () => {
    const two = [
      await startWitness('w1', signer.verifierKey),
      await startWitness('w2', signer.verifierKey),
    ];
    const clock = createSettableClock();
    const open = (faults: unknown[]) =>
      createCosigner({
        witnesses: two.map(({ setting }) => reachWitness(setting)),
        clock,
        onFault: (_part, error) => faults.push(error),
      });
    const trunk = ledgerOf(300);
    const faults: unknown[] = [];
    const honest = open(faults);
    expect((await honest(await checkpointOf(trunk), trunk.readTile)).complete).to.equal(true);
    // The operator shows one state this branch and another state that one.
    const one = ledgerOf(320);
    const other = createMemoryLedger();
    other.append([...trafficEntries(310), ...trafficEntries(40).slice(0, 20)]);
    const shown = await honest(await checkpointOf(one), one.readTile);
    expect(cosigners(shown.checkpoint)).to.have.members([
      'witness.example/w1',
      'witness.example/w2',
    ]);
    expect(faults).to.deep.equal([]);
    const forked: unknown[] = [];
    const split = await open(forked)(await checkpointOf(other), other.readTile);
    expect(cosigners(split.checkpoint)).to.deep.equal([]);
    expect(split.complete).to.equal(false);
    expect(forked.map((error) => (error as { code: string }).code)).to.deep.equal([
      'WITNESS_REFUSED',
      'WITNESS_REFUSED',
    ]);
    const quorum = { witnesses: two.map(({ folder }) => folder.key), least: 2 };
    const keys = [parseVerifierKey(sha256, signer.verifierKey)];
    const verify = (text: string) =>
      verifyCheckpoint(Buffer.from(text), keys, checkSignature, quorum);
    expect(verify(shown.checkpoint).size).to.equal(320n);
    expect(() => verify(split.checkpoint)).to.throw('too few witnesses');
  });

  it('that saw more than this ledger has say that it was set back', async () => {
    const witness = await startWitness('w1', signer.verifierKey);
    const clock = createSettableClock();
    const faults: unknown[] = [];
    const cosign = (): ReturnType<typeof createCosigner> =>
      createCosigner({
        witnesses: [reachWitness(witness.setting)],
        clock,
        onFault: (_part, error) => faults.push(error),
      });
    const longer = ledgerOf(50);
    await cosign()(await checkpointOf(longer), longer.readTile);
    const shorter = ledgerOf(20);
    await cosign()(await checkpointOf(shorter), shorter.readTile);
    expect(faults[0]).to.include({ code: 'WITNESS_AHEAD' });
  });

  it('that are down, slow to fail or lie stop nothing; it is told once, and they are left to rest', async () => {
    const clock = createSettableClock();
    const good = await startWitness('w1', signer.verifierKey);
    const asked = new Map<string, number>();
    const failing = (name: string, submit: Witness['submit']): Witness => ({
      key: good.folder.key,
      submit: (body) => {
        asked.set(name, (asked.get(name) ?? 0) + 1);
        return submit(body);
      },
    });
    const faults: unknown[] = [];
    const cosign = createCosigner({
      witnesses: [
        failing('down', () => Promise.reject(new Error('ECONNREFUSED'))),
        failing('lying', () => Promise.resolve({ status: 200, body: '— a AAAAAAAA\n' })),
        failing('refusing', () => Promise.resolve({ status: 403, body: '' })),
        reachWitness(good.setting),
      ],
      clock,
      onFault: (_part, error) => faults.push(error),
    });
    for (let size = 10; size < 15; size += 1) {
      const ledger = ledgerOf(size);
      const { checkpoint, complete } = await cosign(await checkpointOf(ledger), ledger.readTile);
      expect(cosigners(checkpoint)).to.deep.equal(['witness.example/w1']);
      expect(complete).to.equal(false);
    }
    expect(faults).to.have.length(3);
    expect([...asked.values()]).to.deep.equal([1, 1, 1]);
    clock.advance(30_000);
    const ledger = ledgerOf(20);
    await cosign(await checkpointOf(ledger), ledger.readTile);
    expect([...asked.values()]).to.deep.equal([2, 2, 2]);
    expect(faults).to.have.length(3);
  });

  it('never lead the hub elsewhere: redirects are not followed', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(307, { Location: 'http://127.0.0.1:9/' }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { keyLine } = (await startWitness('w1', signer.verifierKey)).setting;
    const witness = reachWitness({ url: `http://127.0.0.1:${port}`, keyLine });
    const failed = await witness.submit('x').then(
      () => false,
      () => true,
    );
    expect(failed).to.equal(true);
    server.close();
  });

  describe('of a hub', () => {
    let site: TestSite;
    beforeEach(async () => {
      site = await openTestSite();
    });
    afterEach(() => site.close());

    const served = async (url: string): Promise<string> =>
      (await fetch(`${url}/v1/ledger/checkpoint`)).text();

    it('cosign each head before it is published; proofs carry them', async () => {
      const first = await site.start();
      const answer = await first.submit(
        'OR',
        activity('transfer-request', { from: 'OR', to: 'TX' }),
      );
      await site.until(
        () => served(first.url),
        (text) => text.includes('—'),
      );
      const key = (await first.call(undefined, 'GET /v1/ledger/key')).text.trim();
      await first.stop();
      const witness = await startWitness('w1', key);
      const { keyLine } = witness.setting;
      const down = { url: 'http://127.0.0.1:9', keyLine: keyLine.replace(/^/, '') };
      const hub = await site.start({ config: { ledgerWitnesses: [witness.setting, down] } });
      await hub.submit('OR', activity('transfer-request', { from: 'OR', to: 'TX' }));
      const text = await site.until(
        () => served(hub.url),
        (checkpoint) => cosigners(checkpoint).includes('witness.example/w1'),
      );
      const keys = [parseVerifierKey(sha256, key)];
      const quorum = { witnesses: [witness.folder.key], least: 1 };
      verifyCheckpoint(Buffer.from(text), keys, checkSignature, quorum);
      const proof = await hub.call(
        'OR',
        `GET /v1/messages/${String(answer.body['transmissionId'])}/proof`,
      );
      expect(String(proof.body['checkpoint'])).to.include('witness.example/w1');
      const metrics = (await hub.call(undefined, 'GET /metrics')).text;
      expect(metrics).to.match(/^hub_ledger_witnesses 2$/m);
      expect(site.faults.filter(({ part }) => part === 'witness')).to.have.length(1);
    });
  });
});
