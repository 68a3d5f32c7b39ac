import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createDeliveryStore } from '../../simulation/delivery-store.ts';
import type { FaultKind } from '../../simulation/fault-plan.ts';
import { readJournal } from '../../simulation/journal.ts';
import type { ReceivedLine, SentLine } from '../../simulation/journal-lines.ts';
import { findDialect } from '../../simulation/native/find-dialect.ts';
import { startStateSystem } from '../../simulation/state-system.ts';
import type { StateSystem } from '../../simulation/state-system.ts';
import { call } from './call.ts';
import { startHubStub } from './hub-stub.ts';
import type { HubStub } from './hub-stub.ts';
import { meaningOf } from './meaning-of.ts';

const DOCUMENT = findDialect('nested-json').write(
  meaningOf('compact.progress-report.v1', 'state', { sending: 'TX', receiving: 'OR' }),
);

describe('a simulated state system', () => {
  let folder: string;
  let hub: HubStub;
  let state: StateSystem;

  const start = (): Promise<StateSystem> =>
    startStateSystem(
      {
        member: 'OR',
        dialect: 'nested-json',
        dataDirectory: folder,
        pushKey: 'push key',
        hub: { url: hub.url, key: 'hub key' },
        seed: 'state test',
      },
      () => undefined,
    );

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'state-'));
    hub = await startHubStub();
    state = await start();
  });

  afterEach(async () => {
    await state.close();
    await hub.close();
    await rm(folder, { recursive: true });
  });

  const push = (deliveryId: string, document = DOCUMENT, key = 'push key', patienceMs = 5000) =>
    call('POST', `${state.channel.endpoint}/activities`, {
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        'idempotency-key': deliveryId,
        'x-delivery-id': deliveryId,
        'x-attempt': '1',
        'x-case-id': 'C-1',
        'x-case-sequence': '1',
      },
      body: document,
      patienceMs,
    });
  const probe = (deliveryId: string) =>
    call('GET', `${state.channel.endpoint}/activities/${deliveryId}`, {
      headers: { authorization: 'Bearer push key' },
    });
  const events = async (): Promise<string[]> => {
    const lines: string[] = [];
    for await (const { event } of readJournal<ReceivedLine>(folder, 'received')) lines.push(event);
    return lines;
  };

  it('holds a delivery byte for byte before it answers', async () => {
    const answer = await push('D-1');
    expect(answer.status).to.equal(200);
    expect(JSON.parse(answer.text)).to.include({ deliveryId: 'D-1' });
    expect(await storedFiles(folder)).to.deep.equal(['D-1.json']);
    expect(await events()).to.deep.equal(['effect']);
    expect((await probe('D-1')).status).to.equal(200);
    expect((await probe('D-2')).status).to.equal(404);
  });

  it('answers a repeat alike and without effect, also after a restart', async () => {
    const first = await push('D-1');
    const again = await Promise.all([push('D-1'), push('D-1')]);
    await state.close();
    state = await start();
    const later = await push('D-1');
    for (const { status, text } of [...again, later]) {
      expect({ status, text }).to.deep.equal({ status: first.status, text: first.text });
    }
    expect(await events()).to.deep.equal(['effect', 'repeat', 'repeat', 'repeat']);
  });

  it('has one effect of two first deliveries at the same time', async () => {
    const answers = await Promise.all([push('D-1'), push('D-1')]);
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200]);
    expect(await events()).to.deep.equal(['effect', 'repeat']);
  });

  it('refuses other content under a known id', async () => {
    await push('D-1');
    const other = await push('D-1', Buffer.concat([DOCUMENT, Buffer.from(' ')]));
    expect(other.status).to.equal(409);
    expect(await events()).to.deep.equal(['effect', 'conflict']);
  });

  it('refuses a wrong key and a document that it cannot read', async () => {
    expect((await push('D-1', DOCUMENT, 'wrong')).status).to.equal(401);
    expect((await push('D-2', Buffer.from('{}'))).status).to.equal(422);
    expect(await storedFiles(folder)).to.deep.equal([]);
    expect(await events()).to.deep.equal(['unreadable']);
  });

  const faults: readonly [FaultKind, number, boolean][] = [
    ['unavailable', 503, false],
    ['error-before-storing', 500, false],
    ['error-after-storing', 500, true],
    ['close-before-storing', 0, false],
    ['close-after-storing', 0, true],
    ['close-midway', 0, true],
    ['hang-before-storing', 0, false],
    ['hang-after-storing', 0, true],
    ['garbage-answer', 200, true],
    ['wrong-answer', 200, true],
    ['refuse', 422, false],
    ['refuse-credentials', 401, false],
    ['forget', 200, false],
  ];
  for (const [kind, status, stored] of faults) {
    it(`can ${kind} once, and is right afterwards`, async () => {
      state.setFaults([{ kind, next: 1 }]);
      const patienceMs = kind.startsWith('hang') ? 500 : 5000;
      expect((await push('D-1', DOCUMENT, 'push key', patienceMs)).status).to.equal(status);
      expect((await storedFiles(folder)).length).to.equal(stored ? 1 : 0);
      expect((await push('D-1')).status).to.equal(200);
      expect(await events()).to.deep.equal(stored ? ['effect', 'repeat'] : ['effect']);
    });
  }

  it('can forget that it knows repeats', async () => {
    state.setFaults([{ kind: 'store-twice', next: 2 }]);
    await push('D-1');
    await push('D-1');
    expect(await events()).to.deep.equal(['effect', 'effect']);
  });

  it('refuses connections while it is down, and comes back at the same place', async () => {
    await state.goDown();
    expect((await push('D-1')).status).to.equal(0);
    await state.comeUp();
    expect((await push('D-1')).status).to.equal(200);
  });

  it('drops a file that a kill left before its effect', async () => {
    await push('D-1');
    await state.close();
    const store = createDeliveryStore({ folder, ending: 'json', fsync: false });
    await store.put('D-2', DOCUMENT);
    state = await start();
    expect(await storedFiles(folder)).to.deep.equal(['D-1.json']);
  });

  const meaning = meaningOf('compact.transfer-request.v1', 'state');

  it('submits until there is a receipt, with the same bytes', async () => {
    hub.answer(503, 500, 'close', 429, 202);
    const settlement = await state.submit('one', meaning);
    expect(settlement.kind).to.equal('receipt');
    expect(new Set(hub.bodies).size).to.equal(1);
    expect(hub.keys).to.deep.equal(Array<string>(5).fill('Bearer hub key'));
    expect(await sentEvents(folder)).to.deep.equal([
      'queued',
      ...Array<string>(5).fill('attempt'),
      'receipt',
    ]);
  });

  it('gives up when the hub refuses for good', async () => {
    hub.answer(422);
    expect(await state.submit('one', meaning)).to.include({ kind: 'refused', status: 422 });
    expect(await sentEvents(folder)).to.deep.equal(['queued', 'attempt', 'refused']);
  });

  it('keeps the order of a lane while other lanes go on', async () => {
    hub.answer(500, 500, 500);
    const ids = ['a.1', 'a.2', 'a.3', 'b.1'];
    await Promise.all(
      ids.map((id) => state.submit(id.slice(0, 1), { ...meaning, id }).catch(() => undefined)),
    );
    const accepted = hub.acceptedIds.filter((id) => id.startsWith('a'));
    expect(accepted).to.deep.equal(['a.1', 'a.2', 'a.3']);
  });

  it('goes on after a restart with what has no receipt', async () => {
    hub.answer(...Array<number>(1000).fill(503));
    const lost = state.submit('one', meaning).catch(() => undefined);
    await hub.called();
    await state.close();
    await lost;
    hub.answer();
    state = await start();
    await hub.accepted();
    expect(hub.acceptedIds).to.deep.equal([meaning.id]);
    expect(new Set(hub.bodies).size).to.equal(1);
  });

  for (const kind of ['submit-twice', 'submit-again', 'abandon-answer'] as const) {
    it(`can ${kind}, and still has one receipt in the end`, async () => {
      state.setFaults([{ kind, next: 1 }]);
      expect((await state.submit('one', meaning)).kind).to.equal('receipt');
      expect(hub.bodies.length).to.equal(2);
    });
  }
});

async function storedFiles(folder: string): Promise<string[]> {
  const names = await readdir(join(folder, 'received'), { recursive: true }).catch(() => []);
  const files = names.filter((name) => name.includes('.'));
  for (const name of files) {
    expect((await readFile(join(folder, 'received', name))).equals(DOCUMENT)).to.equal(true);
  }
  return files.map((name) => name.slice(3));
}

async function sentEvents(folder: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const { event } of readJournal<SentLine>(folder, 'sent')) lines.push(event);
  return lines;
}
