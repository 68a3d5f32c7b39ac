import { expect } from 'chai';
import { altered, activity, atAnotherTime } from '../../support/activity.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

const CANONICAL = 'application/cloudevents+json';

describe('the same activity again', () => {
  let site: TestSite;
  let hub: TestHub;

  before(async () => {
    site = await openTestSite();
    hub = await site.start();
  });
  after(() => site.close());

  const request = () => activity('transfer-request', { from: 'OR', to: 'TX' });
  const counted = async (): Promise<unknown> => {
    const tables = ['transmissions', 'cases', 'persons', 'content_keys', 'deliveries'];
    const sums = tables.map((table) => `(SELECT count(*)::integer FROM ${table}) AS ${table}`);
    return (await site.query(`SELECT ${sums.join(', ')}`))[0];
  };

  it('gets the byte-identical receipt, also when it names another time', async () => {
    const envelope = request();
    const first = await hub.submit('OR', envelope);
    expect(first.status).to.equal(202);
    const rows = await counted();
    for (const again of [envelope, atAnotherTime(envelope)]) {
      const answer = await hub.submit('OR', again);
      expect(answer).to.include({ status: 200, text: first.text });
    }
    expect(await counted()).to.deep.equal(rows);
  });

  it('is the same when only the order of its names or its spaces differ', async () => {
    const envelope = request();
    const first = await hub.submit('OR', envelope);
    const turned = Object.fromEntries(Object.entries(envelope).reverse());
    const body = JSON.stringify(turned, undefined, 2);
    const answer = await hub.call('OR', 'POST /v1/messages', { body, contentType: CANONICAL });
    expect(answer).to.include({ status: 200, text: first.text });
  });

  it('gets one effect and one receipt when twenty come at once', async () => {
    const envelope = request();
    const before = await site.query('SELECT FROM transmissions');
    const answers = await Promise.all(Array.from({ length: 20 }, () => hub.submit('OR', envelope)));
    expect(new Set(answers.map(({ text }) => text)).size).to.equal(1);
    expect(answers.filter(({ status }) => status === 202)).to.have.length(1);
    expect(answers.filter(({ status }) => status === 200)).to.have.length(19);
    expect(await site.query('SELECT FROM transmissions')).to.have.length(before.length + 1);
  });

  it('gets the receipt of then when the case would not allow it any more', async () => {
    const reply = { from: 'TX', to: 'OR', subject: await hub.playTo('requested') };
    const envelope = activity('transfer-reply', reply);
    const first = await hub.submit('TX', envelope);
    expect(first.status).to.equal(202);
    const other = await hub.submit('TX', activity('transfer-reply', reply));
    expect(other.body).to.include({ status: 422, code: 'OUT_OF_ORDER' });
    expect(await hub.submit('TX', envelope)).to.include({ status: 200, text: first.text });
  });

  const refused = [
    {
      name: 'by its schema',
      envelope: () => {
        const valid = request();
        return { ...valid, data: { ...valid.data, transferReason: 'NO_SUCH_REASON' } };
      },
      repaired: (bad: ReturnType<typeof request>) => ({ ...request(), id: bad.id }),
      code: 'SCHEMA_INVALID',
    },
    {
      name: 'by its destination',
      envelope: () => ({ ...request(), destination: 'ZZ' }),
      repaired: (bad: ReturnType<typeof request>) => ({ ...bad, destination: 'TX' }),
      code: 'DESTINATION_UNKNOWN',
    },
    {
      name: 'by its case',
      envelope: () => activity('transfer-request', { from: 'OR', to: 'TX', subject: 'NOBODYS' }),
      repaired: (bad: ReturnType<typeof request>) => ({ ...request(), id: bad.id }),
      code: 'CASE_UNKNOWN',
    },
  ];
  for (const { name, envelope, repaired, code } of refused) {
    it(`leaves its id free when it was refused ${name}`, async () => {
      const bad = envelope();
      const rows = await counted();
      const answer = await hub.submit('OR', bad);
      expect(answer.body['code']).to.be.oneOf([code, 'ENVELOPE_INVALID']);
      expect(await counted()).to.deep.equal(rows);
      expect((await hub.submit('OR', repaired(bad))).status).to.equal(202);
    });
  }

  const reuses = [
    { name: 'valid', change: altered },
    {
      name: 'not valid',
      change: (envelope: ReturnType<typeof request>) => ({ ...envelope, data: {} }),
    },
    {
      name: 'for another state',
      change: (envelope: ReturnType<typeof request>) => ({ ...envelope, destination: 'CA' }),
    },
  ];
  for (const { name, change } of reuses) {
    it(`refuses other content under its id, ${name}`, async () => {
      const envelope = request();
      const first = await hub.submit('OR', envelope);
      const rows = await counted();
      const answer = await hub.submit('OR', change(envelope));
      expect(answer.body).to.include({ status: 409, code: 'ID_REUSE' });
      expect(await counted()).to.deep.equal(rows);
      expect(await hub.submit('OR', envelope)).to.include({ status: 200, text: first.text });
    });
  }

  it('lets one of two with the same id win when they come at once', async () => {
    const envelope = request();
    const answers = await Promise.all(
      [envelope, altered(envelope)].map((said) => hub.submit('OR', said)),
    );
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([202, 409]);
  });

  it('keeps ids of different states apart', async () => {
    const id = 'same-id-1';
    const mine = await hub.submit('OR', { ...request(), id });
    const theirs = activity('transfer-request', { from: 'CA', to: 'TX', id });
    expect(mine.status).to.equal(202);
    expect((await hub.submit('CA', theirs)).status).to.equal(202);
  });

  it('gets the same receipt from another process, and after a restart', async () => {
    const envelope = request();
    const first = await hub.submit('OR', envelope);
    const second = await site.start();
    expect(await second.submit('OR', envelope)).to.include({ status: 200, text: first.text });
    await second.stop();
    await hub.stop();
    hub = await site.start();
    expect(await hub.submit('OR', envelope)).to.include({ status: 200, text: first.text });
  });

  it('writes a leaf for each refusal and none for a repeat', async () => {
    const envelope = request();
    await hub.submit('OR', envelope);
    const leaves = async (): Promise<number> => {
      const [row] = await site.query<{ count: number }>(
        `SELECT (SELECT count(*) FROM pending_leaves WHERE transmission_id IS NULL)::integer
              + (SELECT count(*) FROM ledger_entries WHERE transmission_id IS NULL)::integer AS count`,
      );
      return row?.count ?? 0;
    };
    const before = await leaves();
    await hub.submit('OR', envelope);
    expect(await leaves()).to.equal(before);
    expect(await hub.submit('OR', altered(envelope))).to.include({ status: 409 });
    expect(await leaves()).to.equal(before + 1);
  });
});
