import { rename, rm, writeFile } from 'node:fs/promises';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Parcel, StateAdapter } from '../../adapters/adapter.ts';
import { type SftpOptions, createSftpAdapter } from '../../adapters/sftp.ts';
import { type FakeSftpState, namesIn, startFakeSftpState } from '../support/fake-sftp-state.ts';
import { again, expectFailure, parcelOf } from './adapter-contract.ts';
import { sftpOptions } from './sftp-options.ts';

const NEVER = new AbortController().signal;

describe('sftp: what an earlier attempt left decides', () => {
  let state: FakeSftpState;
  let adapter: StateAdapter;
  let parcel: Parcel;

  function use(others: Partial<SftpOptions> = {}): void {
    adapter = createSftpAdapter(sftpOptions(state, others));
  }

  beforeEach(async () => {
    state = await startFakeSftpState();
    use();
    parcel = parcelOf();
  });
  afterEach(async () => {
    await adapter.close();
    await state.stop();
  });

  const finalName = (): string => `1-${parcel.deliveryId}.json`;
  const at = (path: string): string => join(state.folder, path);
  const put = (path: string, bytes: Buffer | string = parcel.body): Promise<void> =>
    writeFile(at(path), bytes);
  const part = (attempt: number): string => `.in/${parcel.deliveryId}.${attempt}.part`;
  const note = (attempt: number): string => `.in/${parcel.deliveryId}.${attempt}.staged`;
  /** The rows of the table in docs/adapters-sftp.md. */
  const rows = [
    {
      name: 'nothing: sent',
      left: () => Promise.resolve(),
      renames: 1,
      placed: true,
    },
    {
      name: 'half a temporary file: sent anew',
      left: () => put(part(1), parcel.body.subarray(0, 3)),
      renames: 1,
      placed: true,
    },
    {
      name: 'the file under its name: handed over',
      left: () => put(`in/${finalName()}`),
      renames: 0,
      placed: true,
    },
    {
      name: 'note and whole temporary file: renamed again',
      left: async () => {
        await put(part(1));
        await put(note(1), '');
      },
      renames: 1,
      placed: true,
    },
    {
      name: 'note and a temporary file with other bytes: sent anew',
      left: async () => {
        await put(part(1), 'other');
        await put(note(1), '');
      },
      renames: 1,
      placed: true,
    },
    {
      name: 'note and the file under its name: handed over',
      left: async () => {
        await put(`in/${finalName()}`);
        await put(note(1), '');
      },
      renames: 0,
      placed: true,
    },
    {
      name: 'only the note: collected before it was confirmed, handed over',
      left: () => put(note(1), ''),
      renames: 0,
      placed: false,
    },
    {
      name: 'note, temporary file and the file under its name: handed over',
      left: async () => {
        await put(part(1));
        await put(note(1), '');
        await put(`in/${finalName()}`);
      },
      renames: 0,
      placed: true,
    },
    {
      name: 'the file where the state keeps what it took: handed over',
      left: () => put(`processed/${finalName()}`),
      renames: 0,
      placed: false,
    },
  ];
  for (const { name, left, renames, placed } of rows) {
    it(name, async () => {
      await left();
      const [outcome] = await adapter.deliver([again(parcel)], NEVER);
      expect(outcome?.kind).to.equal('handed-over');
      expect(state.arrivals()).to.equal(renames);
      expect(await namesIn(state, 'in')).to.deep.equal(placed ? [finalName()] : []);
      if (placed) expect(await readFile(at(`in/${finalName()}`))).to.deep.equal(parcel.body);
      expect(await namesIn(state, '.in'), 'nothing stays behind').to.deep.equal([]);
    });
  }

  it('a foreign file under the name: a conflict, and it stays as it is', async () => {
    await put(`in/${finalName()}`, 'foreign!!!!!');
    for (const one of [parcel, again(parcel)]) {
      const [outcome] = await adapter.deliver([one], NEVER);
      expectFailure(outcome!, ['message'], 'ID_CONFLICT');
    }
    expect(String(await readFile(at(`in/${finalName()}`)))).to.equal('foreign!!!!!');
  });

  it('a rename refused for another reason is tried again, and then renamed only', async () => {
    state.refuse({ request: 'RENAME', path: '/in/', status: 4 });
    const [outcome] = await adapter.deliver([parcel], NEVER);
    expectFailure(outcome!, ['transient'], 'REMOTE_ERROR');
    state.refuse({ request: 'WRITE', path: '.part', status: 4 });
    expect((await adapter.deliver([again(parcel)], NEVER))[0]?.kind).to.equal('handed-over');
  });

  it('a manifest is written last, and again when its connection broke', async () => {
    await adapter.close();
    use({ manifests: true });
    state.onRequest = (request, [path]) => {
      if (request === 'OPEN' && path?.endsWith('.ok') === true) state.cut();
    };
    const [outcome] = await adapter.deliver([parcel], NEVER);
    expectFailure(outcome!, ['ambiguous'], 'NO_ANSWER');
    expect(await namesIn(state, 'in')).to.deep.equal([finalName()]);
    state.onRequest = () => undefined;
    expect((await adapter.deliver([again(parcel)], NEVER))[0]?.kind).to.equal('handed-over');
    expect(await namesIn(state, 'in')).to.deep.equal([finalName(), `${finalName()}.ok`]);
    expect(state.arrivals()).to.equal(1);
  });

  it('a file collected while its rename had no answer is not sent twice', async () => {
    state.breakWith('fail-after-storing');
    expectFailure((await adapter.deliver([parcel], NEVER))[0]!, ['ambiguous'], 'NO_ANSWER');
    state.breakWith('none');
    await rm(at(`in/${finalName()}`));
    expect(await adapter.probe?.(parcel.deliveryId, NEVER)).to.equal('held');
    expect((await adapter.deliver([again(parcel)], NEVER))[0]?.kind).to.equal('handed-over');
    expect(await namesIn(state, 'in')).to.deep.equal([]);
  });

  it('a probe knows what was moved, and denies nothing where the state keeps nothing', async () => {
    await adapter.deliver([parcel], NEVER);
    await rename(at(`in/${finalName()}`), at(`processed/${finalName()}`));
    expect(await adapter.probe?.(parcel.deliveryId, NEVER)).to.equal('held');
    expect(await adapter.probe?.('another', NEVER)).to.equal('not-held');
    await rm(at('processed'), { recursive: true });
    expect(await adapter.probe?.('another', NEVER)).to.equal('unknown');
  });

  it('side files are written once, before the document', async () => {
    const body = Buffer.from('%PDF-1.7');
    const sha256 = 'a'.repeat(64);
    const attachments = [{ sha256, mediaType: 'application/pdf', body }];
    const order: string[] = [];
    state.onRequest = (request, paths) => {
      if (request === 'RENAME') order.push(paths[1]!.slice(state.folder.length));
    };
    const parcels = [1, 2].map((caseSequence) => parcelOf({ caseSequence, attachments }));
    await adapter.deliver(parcels, NEVER);
    expect(order).to.deep.equal([
      `/in/files/${sha256}.pdf`,
      `/in/1-${parcels[0]!.deliveryId}.json`,
      `/in/2-${parcels[1]!.deliveryId}.json`,
    ]);
    const other = parcelOf({ attachments: [{ ...attachments[0]!, body: Buffer.from('other') }] });
    expectFailure((await adapter.deliver([other], NEVER))[0]!, ['message'], 'ID_CONFLICT');
  });
});
