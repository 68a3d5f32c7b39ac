import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { DeliveryOutcome, Parcel, StateAdapter } from '../../adapters/adapter.ts';
import { batchIdOf, localDate, nextSequence } from '../../adapters/sftp-batch-names.ts';
import { type SftpOptions, createSftpAdapter } from '../../adapters/sftp.ts';
import { type FakeSftpState, namesIn, startFakeSftpState } from '../support/fake-sftp-state.ts';
import { HOUR, createSettableClock } from '../support/settable-clock.ts';
import { again, expectFailure, parcelOf } from './adapter-contract.ts';
import { sftpOptions } from './sftp-options.ts';

const NEVER = new AbortController().signal;

/** A format whose header and trailer count, as a state's dialect may have. */
function joinCounting(bodies: readonly Buffer[]): Buffer {
  const lines = bodies.map(String);
  return Buffer.from([`HDR ${lines.length}`, ...lines, `TRL ${lines.length}`, ''].join('\n'));
}

describe('sftp: batch files', () => {
  const clock = createSettableClock('2026-11-24T05:30:00Z');
  let state: FakeSftpState;
  let adapter: StateAdapter;

  function use(others: Partial<SftpOptions> = {}): void {
    adapter = createSftpAdapter(
      sftpOptions(state, {
        batch: true,
        contentType: 'text/csv',
        joinDocuments: joinCounting,
        now: () => clock.now(),
        ...others,
      }),
    );
  }

  beforeEach(async () => {
    state = await startFakeSftpState();
    use();
  });
  afterEach(async () => {
    await adapter.close();
    await state.stop();
  });

  const list = (count: number): Parcel[] =>
    Array.from({ length: count }, (_, index) =>
      parcelOf({
        contentType: 'text/csv',
        caseSequence: index + 1,
        body: Buffer.from(`line ${index}`),
      }),
    );
  const deliver = (parcels: readonly Parcel[]): Promise<DeliveryOutcome[]> =>
    adapter.deliver(parcels, NEVER);
  const kindsOf = (outcomes: readonly DeliveryOutcome[]): string[] =>
    outcomes.map((outcome) => (outcome.kind === 'failed' ? outcome.code : outcome.kind));
  const text = async (name: string): Promise<string> =>
    String(await readFile(join(state.folder, 'in', name)));

  it('makes one file of a list, named by the local day, a number and the ids', async () => {
    const parcels = list(3);
    expect(kindsOf(await deliver(parcels))).to.deep.equal(Array(3).fill('handed-over'));
    const [name = '', ...others] = await namesIn(state, 'in');
    expect(others).to.deep.equal([]);
    const [first, ...rest] = parcels.map(({ deliveryId }) => deliveryId);
    // 23:30 of the day before in Chicago.
    expect(name).to.equal(`20261123-001-${batchIdOf([first!, ...rest])}.csv`);
    expect(await text(name)).to.equal('HDR 3\nline 0\nline 1\nline 2\nTRL 3\n');
    const ids = await readFile(join(state.folder, '.in', `${name}.ids`), 'utf8');
    expect(ids).to.equal(parcels.map(({ deliveryId }) => `${deliveryId}\n`).join(''));
  });

  it('takes 500 in one file', async () => {
    const outcomes = await deliver(list(500));
    expect(new Set(kindsOf(outcomes))).to.deep.equal(new Set(['handed-over']));
    expect(await namesIn(state, 'in')).to.have.length(1);
  });

  it('counts the files of a day', async () => {
    await deliver(list(1));
    await deliver(list(2));
    const [first] = await namesIn(state, 'in');
    await rename(join(state.folder, 'in', first!), join(state.folder, 'processed', first!));
    await deliver(list(1));
    const names = [...(await namesIn(state, 'in')), ...(await namesIn(state, 'processed'))];
    expect(names.map((name) => name.slice(0, 12)).sort()).to.deep.equal([
      '20261123-001',
      '20261123-002',
      '20261123-003',
    ]);
  });

  const breaks = [
    { fault: 'fail-before-storing', what: 'its rename did not happen' },
    { fault: 'fail-after-storing', what: 'its rename had no answer' },
    { fault: 'close-midway', what: 'half of it was written' },
  ] as const;
  for (const { fault, what } of breaks) {
    it(`gives the same list the same name the day after, when ${what}`, async () => {
      const parcels = list(3);
      state.breakWith(fault);
      const code = fault === 'close-midway' ? 'CONNECTION_FAILED' : 'NO_ANSWER';
      expect(kindsOf(await deliver(parcels))).to.deep.equal(Array(3).fill(code));
      state.breakWith('none');
      clock.advance(24 * HOUR);
      expect(kindsOf(await deliver(parcels.map(again)))).to.deep.equal(
        Array(3).fill('handed-over'),
      );
      clock.advance(-24 * HOUR);
      const names = await namesIn(state, 'in');
      expect(names).to.have.length(1);
      // Before its note was written, nothing but the temporary file says that there was a batch.
      expect(names[0]).to.match(fault === 'close-midway' ? /^20261124-001-/ : /^20261123-001-/);
      expect(await text(names[0]!)).to.contain('TRL 3');
    });
  }

  it('sends of another list only what no finished batch holds', async () => {
    const parcels = list(4);
    state.breakWith('fail-after-storing');
    await deliver(parcels.slice(0, 3));
    state.breakWith('none');
    expect(kindsOf(await deliver(parcels.map(again)))).to.deep.equal(Array(4).fill('handed-over'));
    const names = await namesIn(state, 'in');
    expect(names).to.have.length(2);
    expect(await text(names[1]!)).to.equal('HDR 1\nline 3\nTRL 1\n');
  });

  it('knows a finished batch also when the state collected and deleted it', async () => {
    const parcels = list(2);
    state.breakWith('fail-after-storing');
    await deliver(parcels);
    state.breakWith('none');
    const [name] = await namesIn(state, 'in');
    await rm(join(state.folder, 'in', name!));
    expect(await adapter.probe?.(parcels[1]!.deliveryId, NEVER)).to.equal('held');
    expect(kindsOf(await deliver(parcels.map(again)))).to.deep.equal(Array(2).fill('handed-over'));
    expect(await namesIn(state, 'in')).to.deep.equal([]);
  });

  it('takes an unfinished batch back before its parcels go in another', async () => {
    const parcels = list(3);
    state.breakWith('fail-before-storing');
    await deliver(parcels.slice(0, 2));
    state.breakWith('none');
    expect(kindsOf(await deliver(parcels.map(again)))).to.deep.equal(Array(3).fill('handed-over'));
    const names = await namesIn(state, 'in');
    expect(names).to.have.length(1);
    expect(await text(names[0]!)).to.contain('HDR 3');
    expect(await namesIn(state, '.in')).to.deep.equal([`${names[0]}.ids`]);
    expect(await adapter.probe?.('another', NEVER)).to.equal('not-held');
  });

  it('writes the manifest of a batch that was placed as the connection broke', async () => {
    await adapter.close();
    use({ manifests: true });
    const parcels = list(2);
    state.onRequest = (request, [path]) => {
      if (request === 'OPEN' && path?.endsWith('.ok') === true) state.cut();
    };
    expect(kindsOf(await deliver(parcels))).to.deep.equal(Array(2).fill('NO_ANSWER'));
    state.onRequest = () => undefined;
    await deliver(parcels.map(again));
    const [name, manifest] = await namesIn(state, 'in');
    expect(manifest).to.equal(`${name}.ok`);
  });

  it('makes several files where one would be too long, and leaves out what never fits', async () => {
    await adapter.close();
    use({ sizeLimitBytes: 50 });
    const parcels = list(8);
    const large = { ...parcels[2]!, caseId: 'C-large', body: Buffer.alloc(51, 'x') };
    const after = { ...parcels[3]!, caseId: 'C-large' };
    const outcomes = await deliver([...parcels.slice(0, 2), large, after, ...parcels.slice(4)]);
    expectFailure(outcomes[2]!, ['message'], 'DOCUMENT_TOO_LARGE');
    expect(outcomes[3]).to.deep.equal({ kind: 'not-sent' });
    expect(kindsOf(outcomes).filter((kind) => kind === 'handed-over')).to.have.length(6);
    const names = await namesIn(state, 'in');
    expect(names).to.have.length(2);
    for (const name of names) expect((await text(name)).length).to.be.at.most(50);
  });

  it('holds the destination when its format holds one record', async () => {
    await adapter.close();
    use({
      joinDocuments: () => {
        throw new Error('the format holds one record');
      },
    });
    expect(kindsOf(await deliver(list(2)))).to.deep.equal(['UNROUTABLE', 'UNROUTABLE']);
  });

  it('fails all of a list when there is no connection', async () => {
    state.cut();
    await adapter.close();
    expect(kindsOf(await deliver(list(2)))).to.deep.equal(Array(2).fill('CONNECTION_FAILED'));
    expect(await deliver([])).to.deep.equal([]);
  });
});

describe('sftp: names of batch files', () => {
  const days = [
    { at: '2026-11-24T05:59:59Z', timeZone: 'America/Chicago', day: '20261123' },
    { at: '2026-11-24T06:00:00Z', timeZone: 'America/Chicago', day: '20261124' },
    { at: '2026-11-24T09:59:59Z', timeZone: 'Pacific/Honolulu', day: '20261123' },
    { at: '2026-12-31T14:00:00Z', timeZone: 'Pacific/Guam', day: '20270101' },
  ];
  for (const { at, timeZone, day } of days) {
    it(`${at} in ${timeZone} is ${day}`, () => {
      expect(localDate(new Date(at), timeZone)).to.equal(day);
    });
  }

  it('differ for other ids and for another order', () => {
    const ids = [
      batchIdOf(['a', 'b']),
      batchIdOf(['b', 'a']),
      batchIdOf(['a']),
      batchIdOf(['a', 'b', 'c']),
    ];
    expect(new Set(ids).size).to.equal(4);
    expect(batchIdOf(['a', 'b'])).to.equal(ids[0]);
  });

  it('are numbered above what is there, whatever else lies there', () => {
    const names = [
      '20261123-007-a-0123456789abcdef.csv',
      '20261122-044-a-0123456789abcdef.csv',
      'x',
    ];
    expect(nextSequence(names, '20261123')).to.equal(8);
    expect(nextSequence(names, '20261124')).to.equal(1);
  });
});
