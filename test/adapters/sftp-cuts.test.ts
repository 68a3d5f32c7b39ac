import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { DeliveryOutcome, Parcel, StateAdapter } from '../../adapters/adapter.ts';
import { createSftpAdapter } from '../../adapters/sftp.ts';
import { type CuttingProxy, type Side, startCuttingProxy } from '../support/cutting-proxy.ts';
import { namesIn } from '../support/fake-sftp-state.ts';
import { type OpensshServer, startOpensshServer } from '../support/openssh-server.ts';
import { createSeededRandom } from '../support/seeded-random.ts';
import { again, parcelOf } from './adapter-contract.ts';
import { sftpOptions } from './sftp-options.ts';

const NEVER = new AbortController().signal;
const CUTS = 100;
const SEED = 20_261_123;

describe('sftp: a connection that breaks at any byte, against OpenSSH', () => {
  let server: OpensshServer;
  let proxy: CuttingProxy;
  /** Without cuts: one connection for all second attempts. */
  let direct: StateAdapter;

  before(async () => {
    server = await startOpensshServer();
    proxy = await startCuttingProxy(server.port);
    direct = createSftpAdapter(sftpOptions(server, { manifests: true }));
  });
  after(async () => {
    await direct.close();
    await proxy.stop();
    await server.stop();
  });

  async function deliverThroughProxy(parcel: Parcel): Promise<DeliveryOutcome> {
    const endpoint = `sftp://127.0.0.1:${proxy.port}${server.folder}`;
    const adapter = createSftpAdapter(sftpOptions({ ...server, endpoint }, { manifests: true }));
    const [outcome] = await adapter.deliver([parcel], NEVER);
    await adapter.close();
    return outcome!;
  }

  const made = (): Parcel => parcelOf({ body: Buffer.alloc(70_000, 'body ') });
  const filesOf = async ({ deliveryId }: Parcel): Promise<string[]> =>
    (await namesIn(server, 'in')).filter((name) => name.includes(`-${deliveryId}.`));

  for (const side of ['client', 'server'] satisfies Side[]) {
    it(`after byte k of the ${side}: one whole file after the next attempt (seed ${SEED})`, async function () {
      this.timeout(120_000);
      proxy.cutAfter(undefined);
      await deliverThroughProxy(made());
      const total = proxy.bytes(side);
      const random = createSeededRandom(SEED);
      // The end is where the rename and its answer are: half of the cuts lie there.
      const cuts = Array.from({ length: CUTS - 4 }, (_, index) =>
        index % 2 === 0 ? random.below(total) : total - 1 - random.below(Math.min(2_500, total)),
      );
      const seen = new Map<string, number>();
      for (const bytes of [0, 1, ...cuts, total - 1, total]) {
        const parcel = made();
        const name = `1-${parcel.deliveryId}.json`;
        proxy.cutAfter({ side, bytes });
        const first = await deliverThroughProxy(parcel);
        for (const file of await filesOf(parcel)) {
          const body = await readFile(join(server.folder, 'in', file));
          expect(file.endsWith('.ok') || body.equals(parcel.body), `torn at ${bytes}`).to.equal(
            true,
          );
        }
        const what = first.kind === 'failed' ? first.code : first.kind;
        seen.set(what, (seen.get(what) ?? 0) + 1);
        const [second] = await direct.deliver([again(parcel)], NEVER);
        expect(second?.kind, `cut after ${bytes} of ${total}`).to.equal('handed-over');
        expect(await filesOf(parcel), `cut after ${bytes}`).to.deep.equal([name, `${name}.ok`]);
        const body = await readFile(join(server.folder, 'in', name));
        expect(body.equals(parcel.body), `cut after ${bytes}`).to.equal(true);
      }
      // The cuts must have met both sides of the rename.
      expect([...seen.keys()]).to.include.members(['CONNECTION_FAILED', 'NO_ANSWER']);
      const staging = (await namesIn(server, '.in')).filter((name) => name.endsWith('.part'));
      expect(staging, 'temporary files left').to.deep.equal([]);
    });
  }
});
