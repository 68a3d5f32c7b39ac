import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { runVerifier } from '../../../ledger-verifier/cli.ts';
import { sha256 } from '../../../ledger-verifier/node-crypto.ts';
import { parseNote } from '../../../ledger-verifier/note.ts';
import { activity } from '../../support/activity.ts';
import { HOUR } from '../../support/settable-clock.ts';
import { makeStatementsOf, untilSigned } from '../../support/statement-rounds.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

const DAY = 24 * HOUR;

interface Listed {
  readonly items: readonly {
    readonly statementId: string;
    readonly from: string;
    readonly to: string;
    readonly fromSize: number;
    readonly toSize: number;
    readonly count: number;
    readonly day: string;
    readonly statement: string;
  }[];
}

describe('statements of what crossed', () => {
  let site: TestSite;
  let hub: TestHub;
  let folder: string;
  let key: string;

  beforeEach(async () => {
    site = await openTestSite();
    hub = await site.start();
    folder = await mkdtemp(join(tmpdir(), 'statements-'));
    await mkdir(join(folder, 'receipts'));
    await send('OR', 'TX'); // before the first day is noted, and in the first statement
    await signed();
    key = (await hub.call(undefined, 'GET /v1/ledger/key')).text.trim();
    await make(); // the first day begins
  });
  afterEach(async () => {
    await site.close();
    await rm(folder, { recursive: true });
  });

  async function send(from: string, to: string): Promise<string> {
    const answer = await hub.submit(from, activity('transfer-request', { from, to }));
    expect(answer.status, answer.text).to.equal(202);
    const id = String(answer.body['transmissionId']);
    if (from === 'OR' && to === 'TX') {
      await writeFile(join(folder, 'receipts', `${id}.json`), answer.text);
    }
    return id;
  }
  const signed = () => untilSigned(site);
  const make = () => makeStatementsOf(site);
  const list = async (caller: string, query = ''): Promise<Listed['items']> =>
    ((await hub.call(caller, `GET /v1/statements${query}`)).body as unknown as Listed).items;
  async function saved(name: string, id: string): Promise<string> {
    const file = join(folder, name);
    await writeFile(file, (await hub.call('OR', `GET /v1/statements/${id}`)).text);
    return file;
  }
  const verify = async (...args: string[]): Promise<{ code: number; text: string }> => {
    const lines: string[] = [];
    const code = await runVerifier([...args, '--key', key], (line) => lines.push(line));
    return { code, text: lines.join('\n') };
  };
  /** Makes the statements of the days that are over, and waits for their leaves. */
  async function nextDay(): Promise<void> {
    site.clock.advance(DAY);
    await signed();
    await make();
    await signed();
  }

  it('are made once a day for each pair of which something crossed, and chain without a gap', async () => {
    await send('OR', 'TX');
    await send('TX', 'CA');
    await nextDay();
    expect(await make()).to.equal(0); // the day is stated
    const first = await list('OR');
    expect(first.map(({ from, to, count }) => `${from}>${to} ${count}`)).to.deep.equal(['OR>TX 2']);
    expect(first[0]).to.include({ fromSize: 0 });
    await nextDay(); // a day without anything between the two
    expect(await list('OR')).to.have.length(1);
    await send('OR', 'TX');
    site.clock.advance(3 * DAY); // the hub rested
    await nextDay();
    const [second] = await list('OR', '?from=OR&to=TX');
    expect(second).to.include({ count: 1, fromSize: first[0]?.toSize });
    expect(await list('TX')).to.have.length(3);
    expect(await list('CA')).to.have.length(1);
    expect(await list('national')).to.have.length(3);
    expect(await list('national', `?day=${second?.day ?? ''}`)).to.have.length(1);
    const strange = await hub.call('CA', `GET /v1/statements/${second?.statementId ?? ''}`);
    expect(strange.status).to.equal(404);
  });

  it('are committed to by a leaf', async () => {
    await nextDay();
    const [statement] = await list('OR');
    const rows = await site.query<{ entry: Buffer }>('SELECT entry FROM ledger_entries');
    const leaf = rows
      .map(({ entry }) => JSON.parse(entry.subarray(16).toString()) as Record<string, unknown>)
      .find(({ type }) => type === 'statement-signed');
    const { text } = parseNote(Buffer.from(statement?.statement ?? ''));
    expect(text).to.match(/^hub\/statement\/v1\n/);
    expect(leaf).to.include({
      from: 'OR',
      to: 'TX',
      subject: statement?.statementId,
      subjectHash: Buffer.from(sha256(Buffer.from(text))).toString('hex'),
    });
  });

  it('are made by one of two processes that try at once', async () => {
    site.clock.advance(DAY);
    await signed();
    const made = await Promise.all([make(), make(), make()]);
    expect(made.filter((count) => count > 0)).to.have.length(1);
    expect(await list('OR')).to.have.length(1);
  });

  it('hold for the sender’s receipts and the receiver’s deliveries', async () => {
    const ids = [await send('OR', 'TX'), await send('OR', 'TX')];
    await nextDay();
    const [statement] = await list('OR');
    const file = await saved('statement', statement?.statementId ?? '');
    const receipts = join(folder, 'receipts');
    const sent = await verify('statement', file, '--receipts', receipts);
    expect(sent.code, sent.text).to.equal(0);
    const got = join(folder, 'got');
    const document = JSON.parse(await readFile(file, 'utf8')) as {
      transmissions: { transmissionId: string }[];
    };
    const all = document.transmissions.map(({ transmissionId }) => transmissionId);
    expect(all).to.include.members(ids);
    await writeFile(got, all.join('\n'));
    expect((await verify('statement', file, '--deliveries', got)).code).to.equal(0);
    await writeFile(
      got,
      JSON.stringify({ items: all.slice(1).map((transmissionId) => ({ transmissionId })) }),
    );
    const less = await verify('statement', file, '--deliveries', got);
    expect(less.code).to.equal(9);
    expect(less.text).to.include(`extra: ${all[0] ?? ''}`);
  });

  it('leave out of the books what is proven to be of another pair', async () => {
    const ids = [await send('OR', 'TX'), await send('CA', 'TX')];
    await nextDay();
    const [statement] = await list('TX', '?from=OR&to=TX');
    const file = await saved('statement', statement?.statementId ?? '');
    const { transmissions } = JSON.parse(await readFile(file, 'utf8')) as {
      transmissions: { transmissionId: string }[];
    };
    const got = [...transmissions.map(({ transmissionId }) => transmissionId), ids[1]];
    await writeFile(join(folder, 'got'), got.join('\n'));
    const proofs = join(folder, 'proofs');
    await mkdir(proofs);
    for (const id of got) {
      const { text } = await hub.call('TX', `GET /v1/messages/${id ?? ''}/proof`);
      await writeFile(join(proofs, `${id ?? ''}.json`), text);
    }
    const books = ['--deliveries', join(folder, 'got'), '--proofs', proofs];
    const { code, text } = await verify('statement', file, ...books);
    expect(code, text).to.equal(0);
    expect(text).to.contain(`holds: ${transmissions.length} held`);
  });

  it('show a sender what the hub left out, by its receipt alone and by its proof', async () => {
    await nextDay();
    const [statement] = await list('OR');
    const file = await saved('statement', statement?.statementId ?? '');
    const hidden = await send('OR', 'TX');
    // A receipt of before the statement whose transmission is not in it: as if the hub had hidden it.
    const receipt = join(folder, 'receipts', `${hidden}.json`);
    const text = await readFile(receipt, 'utf8');
    const receipts = join(folder, 'receipts');
    expect((await verify('statement', file, '--receipts', receipts)).code).to.equal(0); // it is later
    await writeFile(
      receipt,
      text.replace(/"acceptedAt":"[^"]*"/, '"acceptedAt":"2020-01-01T00:00:00.000Z"'),
    );
    const found = await verify('statement', file, '--receipts', receipts);
    expect(found.code).to.equal(6);
    expect(found.text).to.include(`missing: ${hidden}`);
  });

  it('must chain, and be those that were signed', async () => {
    await nextDay();
    await send('OR', 'TX');
    await nextDay();
    await send('OR', 'TX');
    await nextDay();
    const [third, second, first] = await list('OR');
    const files = [
      await saved('first', first?.statementId ?? ''),
      await saved('second', second?.statementId ?? ''),
      await saved('third', third?.statementId ?? ''),
    ];
    const receipts = join(folder, 'receipts');
    expect((await verify('statement', ...files, '--receipts', receipts)).code).to.equal(0);
    const gap = await verify('statement', files[0] ?? '', files[2] ?? '', '--receipts', receipts);
    expect(gap.code).to.equal(6);
    const document = JSON.parse(await readFile(files[0] ?? '', 'utf8')) as Record<string, unknown>;
    const changes: [string, object, number][] = [
      ['no ids', { transmissions: [] }, 4],
      [
        'another count',
        { statement: String(document['statement']).replace('count 1', 'count 2') },
        3,
      ],
      [
        'another head',
        {
          checkpoint: await readFile(files[1] ?? '', 'utf8').then(
            (text) => (JSON.parse(text) as { checkpoint: string }).checkpoint,
          ),
        },
        4,
      ],
      ['another form', { statement: 'nothing' }, 1],
    ];
    for (const [name, change, code] of changes) {
      const file = join(folder, 'changed');
      await writeFile(file, JSON.stringify({ ...document, ...change }));
      expect((await verify('statement', file, '--receipts', receipts)).code, name).to.equal(code);
    }
  });
});
