import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { appendFile, mkdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Incoming, IncomingVerdict, StateAdapter } from '../../adapters/adapter.ts';
import { type PickUpOptions, type SftpOptions, createSftpAdapter } from '../../adapters/sftp.ts';
import { type FakeSftpState, namesIn, startFakeSftpState } from '../support/fake-sftp-state.ts';
import { sftpOptions } from './sftp-options.ts';

const ACCEPTED: IncomingVerdict = {
  kind: 'decided',
  records: [{ kind: 'accepted', receipt: '{"transmissionId":"0197"}' }],
};
const DONE: IncomingVerdict = { kind: 'decided', records: [{ kind: 'accepted' }] };
const PROBLEM = JSON.stringify({
  title: 'Schema invalid',
  detail: 'the activity does not fit its schema',
  code: 'SCHEMA_INVALID',
  problems: [{ pointer: '/person/name', code: 'REQUIRED', detail: 'is missing' }],
});
const REFUSED = { kind: 'refused', problem: PROBLEM } as const;

describe('sftp: what the hub fetches', () => {
  let state: FakeSftpState;
  let adapter: StateAdapter;
  let polls: number;

  function use(pickUp: Partial<PickUpOptions> = {}, others: Partial<SftpOptions> = {}): void {
    adapter = createSftpAdapter(
      sftpOptions(state, { pickUp: { intervalMs: 10, ...pickUp }, ...others }),
    );
  }

  beforeEach(async () => {
    state = await startFakeSftpState();
    polls = 0;
    state.onRequest = (request, [path]) => {
      if (request === 'OPENDIR' && path?.endsWith('/out') === true) polls += 1;
    };
    use();
  });
  afterEach(async () => {
    await adapter.close();
    await state.stop();
  });

  const at = (path: string): string => join(state.folder, path);
  const put = (name: string, bytes: Buffer | string): Promise<void> =>
    writeFile(at(`out/${name}`), bytes);

  interface Reaction {
    /** Called for each; the answer settles it. */
    readonly decide?: (incoming: Incoming) => IncomingVerdict;
    /** Ends when so many came, faults too. */
    readonly count?: number;
    /** Called at the begin of each look into the folder. */
    readonly onPoll?: (poll: number) => Promise<void> | void;
    readonly onRequest?: FakeSftpState['onRequest'];
    readonly polls?: number;
  }

  /** What comes until enough did, or until the folder was looked into so many times. */
  async function receive(reaction: Reaction): Promise<Incoming[]> {
    const { decide, count, onPoll, onRequest, polls: most } = reaction;
    const seen: Incoming[] = [];
    const stop = new AbortController();
    state.onRequest = (request, paths) => {
      onRequest?.(request, paths);
      const [path] = paths;
      if (request !== 'OPENDIR' || path?.endsWith('/out') !== true) return;
      polls += 1;
      if (most !== undefined && polls > most) stop.abort();
      void onPoll?.(polls);
    };
    for await (const incoming of adapter.receive!(stop.signal)) {
      seen.push(incoming);
      if (incoming.kind !== 'fault') await incoming.settle((decide ?? (() => ACCEPTED))(incoming));
      if (count !== undefined && seen.length >= count) stop.abort();
    }
    return seen;
  }
  const textsOf = (seen: readonly Incoming[]): string[] =>
    seen.map((one) => {
      if (one.kind === 'fault') return `${one.code} ${one.detail}`;
      return one.kind === 'answer' ? one.deliveryId : String(one.body);
    });

  it('takes a file that did not change between two looks, and leaves its receipt', async () => {
    await put('a.json', '{"a":1}');
    const seen = await receive({ count: 1 });
    expect(polls).to.equal(2);
    expect(seen[0]).to.include({ kind: 'document', contentType: 'application/json' });
    expect(textsOf(seen)).to.deep.equal(['{"a":1}']);
    expect(await namesIn(state, 'out')).to.deep.equal([]);
    expect(await namesIn(state, 'done')).to.deep.equal(['a.json']);
    const receipt: unknown = JSON.parse(await readFile(at('receipts/a.json.receipt.json'), 'utf8'));
    expect(receipt).to.deep.equal({
      file: 'a.json',
      records: [{ record: 1, verdict: 'accepted', receipt: { transmissionId: '0197' } }],
    });
  });

  it('leaves a file alone as long as it grows', async () => {
    await put('a.json', 'begin ');
    const seen = await receive({
      count: 1,
      onPoll: (poll) => (poll < 5 ? appendFile(at('out/a.json'), `part ${poll} `) : undefined),
    });
    expect(polls).to.be.at.least(5);
    expect(textsOf(seen)).to.deep.equal(['begin part 1 part 2 part 3 part 4 ']);
  });

  const manifestOf = (body: string): string =>
    `size ${body.length}\nsha256 ${createHash('sha256').update(body).digest('hex')}\n`;

  it('takes a file at the first look when its manifest agrees', async () => {
    await put('a.json', '{}');
    await put('a.json.ok', manifestOf('{}'));
    expect(textsOf(await receive({ count: 1 }))).to.deep.equal(['{}']);
    expect(polls).to.equal(1);
    expect(await namesIn(state, 'done')).to.deep.equal(['a.json', 'a.json.ok']);
  });

  it('waits for a manifest that is not whole yet', async () => {
    await put('a.json', '{}');
    await put('a.json.ok', 'size 2\n');
    const seen = await receive({
      count: 1,
      onPoll: (poll) => (poll === 2 ? put('a.json.ok', manifestOf('{}')) : undefined),
    });
    expect(textsOf(seen)).to.deep.equal(['{}']);
  });

  it('refuses a file whose manifest goes on to disagree', async () => {
    await put('a.json', '{}');
    await put('a.json.ok', manifestOf('{ }'));
    const seen = await receive({ count: 1 });
    expect(textsOf(seen)).to.deep.equal(['DOCUMENT_REFUSED MANIFEST_DISAGREES']);
    expect(await namesIn(state, 'rejected')).to.deep.equal([
      'a.json',
      'a.json.ok',
      'a.json.reason.txt',
    ]);
  });

  it('takes nothing without a manifest where the state promised one', async () => {
    await adapter.close();
    use({ requireManifests: true });
    await put('a.json', '{}');
    await put('b.json', '{}');
    await put('b.json.ok', manifestOf('{}'));
    await put('0197.ack', '');
    const seen = await receive({ polls: 5 });
    expect(seen.map(({ kind }) => kind)).to.have.members(['document', 'answer']);
    expect(await namesIn(state, 'out')).to.deep.equal(['a.json']);
  });

  it('says in a reason file what is wrong with which record', async () => {
    await put('batch.json', '[1,2,3]');
    const records = [{ kind: 'accepted', receipt: '{"n":1}' } as const, REFUSED, REFUSED];
    await receive({ count: 1, decide: () => ({ kind: 'decided', records }) });
    expect(await namesIn(state, 'done')).to.deep.equal(['batch.json']);
    expect(await namesIn(state, 'receipts')).to.deep.equal(['batch.json.receipt.json']);
    const reason = await readFile(at('rejected/batch.json.reason.txt'), 'utf8');
    expect(reason.split('\n').slice(0, 12)).to.deep.equal([
      'The hub accepted 1 and refused 2 of the 3 records of this file.',
      '',
      'File: batch.json',
      'Time: 2026-11-23T12:00:00.000Z',
      '',
      'Record 2',
      '  Code:       SCHEMA_INVALID',
      '  Reason:     Schema invalid. the activity does not fit its schema',
      '  Where:      /person/name  REQUIRED  is missing',
      '  What to do: Correct it in your system and send it again in a new file. What was accepted is not needed again.',
      '',
      'Record 3',
    ]);
  });

  it('moves a file to rejected when all of it was refused', async () => {
    await put('a.json', '{}');
    await receive({ count: 1, decide: () => ({ kind: 'decided', records: [REFUSED, REFUSED] }) });
    expect(await namesIn(state, 'rejected')).to.deep.equal(['a.json', 'a.json.reason.txt']);
    expect(await namesIn(state, 'receipts')).to.deep.equal([]);
  });

  it('offers a postponed file again, and others meanwhile', async () => {
    await put('a.json', 'a');
    await put('b.json', 'b');
    let asked = 0;
    const seen = await receive({
      count: 4,
      decide: (incoming) => {
        if (incoming.kind !== 'document' || String(incoming.body) !== 'a') return ACCEPTED;
        asked += 1;
        return asked < 3 ? { kind: 'postponed' } : ACCEPTED;
      },
    });
    expect(textsOf(seen)).to.deep.equal(['a', 'b', 'a', 'a']);
    expect(await namesIn(state, 'done')).to.deep.equal(['a.json', 'b.json']);
  });

  it('offers a file again whose move failed, and says so', async () => {
    await put('a.json', 'a');
    state.refuse({ request: 'RENAME', path: '/done/', status: 3 });
    let decided = 0;
    const seen = await receive({
      count: 3,
      decide: () => {
        if (decided > 0) state.refuse();
        decided += 1;
        return ACCEPTED;
      },
    });
    expect(textsOf(seen)).to.deep.equal(['a', 'UNROUTABLE status 3', 'a']);
    expect(await namesIn(state, 'done')).to.deep.equal(['a.json']);
  });
  it('keeps an earlier file of the same name apart', async () => {
    await writeFile(at('done/daily.json'), 'yesterday');
    await put('daily.json', 'today');
    await receive({ count: 1 });
    const names = ['daily.20261123T120000000Z.json', 'daily.json'];
    expect(await namesIn(state, 'done')).to.deep.equal(names);
    expect(await namesIn(state, 'receipts')).to.deep.equal([`${names[0]}.receipt.json`]);
  });

  it('offers side files before documents, and documents in the order of their times', async () => {
    const sha256 = createHash('sha256').update('%PDF').digest('hex');
    await put('b.json', 'second');
    await put('a.json', 'third');
    await put('c.json', 'first');
    await put(`files/${sha256}.pdf`, '%PDF');
    for (const [name, second] of [
      ['c', 1],
      ['b', 2],
      ['a', 2],
    ] as const) {
      await utimes(at(`out/${name}.json`), second, second);
    }
    await utimes(at('out/a.json'), 3, 3);
    const seen = await receive({ count: 4, decide: () => DONE });
    expect(textsOf(seen)).to.deep.equal(['%PDF', 'first', 'second', 'third']);
    expect(seen[0]).to.include({ kind: 'attachment', sha256, mediaType: 'application/pdf' });
    expect(await namesIn(state, 'receipts')).to.deep.equal([]);
  });

  it('reads acknowledgements and refusals of the state', async () => {
    await put('0197-a.ack', 'OR-2026-00123\r\n');
    await put('0197-b.ack', '');
    await put('0197-c.nak', 'no such county\u0007\nask us');
    const seen = await receive({ count: 3, decide: () => DONE });
    expect(seen.map((one) => one.kind === 'answer' && [one.deliveryId, one.said])).to.deep.equal([
      ['0197-a', { kind: 'acknowledged', reference: 'OR-2026-00123' }],
      ['0197-b', { kind: 'acknowledged' }],
      ['0197-c', { kind: 'refused', reason: 'no such county ask us' }],
    ]);
    expect(await namesIn(state, 'done')).to.have.length(3);
  });

  it('reads a list of acknowledgements, and refuses the lines that cannot be read', async () => {
    const lines = [
      'deliveryId,verdict,reference,reason',
      '0197-a,ack,"OR, 1",',
      '0197-b,nak,,"he said ""no"""',
      '../x,ack,,',
      '',
    ];
    await put('monday.acks.csv', lines.join('\r\n'));
    const seen = await receive({ count: 2, decide: () => DONE, polls: 9 });
    expect(seen.map((one) => one.kind === 'answer' && one.said)).to.deep.equal([
      { kind: 'acknowledged', reference: 'OR, 1' },
      { kind: 'refused', reason: 'he said "no"' },
    ]);
    expect(await namesIn(state, 'out'), 'not all was offered').to.deep.equal(['monday.acks.csv']);
    await receive({ count: 3, decide: () => DONE, polls: polls + 2 });
    expect(await namesIn(state, 'done')).to.deep.equal(['monday.acks.csv']);
    const reason = await readFile(at('rejected/monday.acks.csv.reason.txt'), 'utf8');
    expect(reason).to.contain('accepted 2 and refused 1 of the 3 lines');
    expect(reason).to.contain('Line 4\n  Code:       LINE_UNREADABLE');
  });

  it('refuses a list with another header', async () => {
    await put('monday.acks.csv', 'id;state\n');
    await receive({ polls: 3 });
    expect(await namesIn(state, 'rejected')).to.deep.equal([
      'monday.acks.csv',
      'monday.acks.csv.reason.txt',
    ]);
  });

  it('reads nothing of a file that is too long, and says so', async () => {
    await adapter.close();
    use({ sizeLimitBytes: 1_024 });
    await put('a.json', 'x'.repeat(1_025));
    await put('b.json', 'x'.repeat(1_024));
    const seen = await receive({ count: 2 });
    expect(seen.map(({ kind }) => kind)).to.deep.equal(['fault', 'document']);
    expect(seen[0]).to.include({ code: 'DOCUMENT_TOO_LARGE', detail: 'FILE_TOO_LARGE' });
    expect(await namesIn(state, 'rejected')).to.deep.equal(['a.json', 'a.json.reason.txt']);
  });

  const hostile = [
    {
      name: 'a link to a file of the machine',
      make: () => symlink('/etc/passwd', at('out/a.json')),
    },
    { name: 'a link to another file of the state', make: () => symlink('b', at('out/a.json')) },
    { name: 'a folder', make: () => mkdir(at('out/a.json')) },
    { name: 'a line break', make: () => put('a\nb.json', 'x') },
    { name: 'an escape of the terminal', make: () => put('a\u001b[2J.json', 'x') },
    { name: 'a backslash', make: () => put('..\\..\\a.json', 'x') },
    { name: 'a name that looks like an option', make: () => put('-rf.json', 'x') },
    { name: 'a name in other than ASCII', make: () => put('a\u202e.json', 'x') },
    { name: 'an acknowledgement of no id', make: () => put('a b.ack', 'x') },
    { name: 'a side file that is not named by its digest', make: () => put('files/a.pdf', 'x') },
  ];
  for (const { name, make } of hostile) {
    it(`passes over ${name}, says so once, and takes what is good`, async () => {
      await make();
      await put('good.json', 'good');
      const seen = await receive({ polls: 5 });
      const [fault, document, ...others] = seen;
      expect(others).to.deep.equal([]);
      expect(fault).to.include({ kind: 'fault', code: 'DOCUMENT_REFUSED' });
      expect(document).to.include({ kind: 'document' });
      expect(JSON.stringify(seen)).not.to.contain('root:');
    });
  }

  it('passes over what is not finished, in silence', async () => {
    for (const name of ['.a.json', 'a.json.part', 'a.json.filepart', 'a.TMP', 'a.json.ok']) {
      await put(name, 'x');
    }
    expect(await receive({ polls: 4 })).to.deep.equal([]);
  });

  it('does not follow a link that takes the place of a file', async () => {
    await put('a.json', 'x'.repeat(10));
    state.refuse({ request: 'LSTAT', path: '/out/a.json', status: 2 });
    expect(await receive({ polls: 3 })).to.deep.equal([]);
  });

  it('goes on after a file that cannot be read', async () => {
    await put('a.json', 'a');
    await put('b.json', 'b');
    state.refuse({ request: 'OPEN', path: '/out/a.json', status: 3 });
    expect(textsOf(await receive({ count: 2 }))).to.deep.equal(['UNROUTABLE status 3', 'b']);
  });

  for (const request of ['LSTAT', 'OPEN', 'RENAME']) {
    it(`goes on after a file that is gone at its ${request}, and takes it when it is back`, async () => {
      await put('a.json', 'a');
      await put('b.json', 'b');
      const vanish = (asked: string, [path]: readonly string[]): void => {
        if (asked === request && path?.endsWith('/out/a.json') === true) rmSync(path);
      };
      const seen = await receive({ polls: 4, onRequest: vanish });
      expect(textsOf(seen)).to.include('b');
      expect(await namesIn(state, 'out')).to.deep.equal([]);
      await put('a.json', 'back');
      expect(textsOf(await receive({ count: 1 }))).to.deep.equal(['back']);
    });
  }

  it('passes a file at which the connection breaks time and again, and only then', async () => {
    for (const name of ['a', 'b', 'c']) await put(`${name}.json`, name);
    let breaks = 0;
    const seen = await receive({
      count: 6,
      onRequest: (request, [path]) => {
        if (request !== 'OPEN' || path?.endsWith('/out/a.json') !== true || breaks === 4) return;
        breaks += 1;
        state.cut();
      },
    });
    const broken = 'CONNECTION_FAILED CLOSED';
    expect(textsOf(seen).slice(0, 6)).to.deep.equal([broken, broken, broken, 'b', 'c', broken]);
    expect(textsOf(await receive({ count: 1 }))).to.deep.equal(['a']);
  });

  it('finds its way among 10,000 files, in their order', async () => {
    const names = Array.from({ length: 10_000 }, (_, index) => String(index).padStart(5, '0'));
    for (const name of names) {
      await put(`${name}.ack`, '');
      await utimes(at(`out/${name}.ack`), 1, 1);
    }
    const seen = await receive({ count: 500, decide: () => ({ kind: 'postponed' }) });
    expect(textsOf(seen)).to.deep.equal(names.slice(0, 500));
    expect(polls, 'looks into the folder').to.equal(2);
  });

  it('connects again by itself, with a fault between', async () => {
    await put('a.json', 'a');
    let cut = false;
    const seen = await receive({
      count: 3,
      decide: () => {
        if (!cut) state.cut();
        cut = true;
        return ACCEPTED;
      },
    });
    expect(textsOf(seen)).to.deep.equal(['a', 'CONNECTION_FAILED CLOSED', 'a']);
  });
  it('ends at once when the adapter closes, and leaves no connection', async () => {
    const received = receive({});
    await new Promise((resolve) => setTimeout(resolve, 30));
    await adapter.close();
    expect(await received).to.deep.equal([]);
  });

  it('is not there where the state sends by another way', () => {
    expect(createSftpAdapter(sftpOptions(state))).not.to.have.property('receive');
  });
});
