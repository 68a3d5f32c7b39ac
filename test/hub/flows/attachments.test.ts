import { createHash, randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { settleWaitingForAttachments, storeAttachment } from '../../../hub/flows/attachments.ts';
import { activity } from '../../support/activity.ts';
import { HOUR, MINUTE } from '../../support/settable-clock.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';
import type { TestState } from '../../support/test-states.ts';

interface TestAttachment {
  readonly body: Buffer;
  readonly sha256: string;
  /** As an activity names it. */
  readonly named: Readonly<Record<string, string | number>>;
}

const JPEG = Buffer.from('ffd8ffe0', 'hex');

function attachment(size = 2_000): TestAttachment {
  const body = Buffer.concat([JPEG, randomBytes(size - JPEG.length)]);
  const sha256 = createHash('sha256').update(body).digest('hex');
  const named = { sha256, mediaType: 'image/jpeg', size, kind: 'PHOTO', fileName: 'photo.jpg' };
  return { body, sha256, named: { ...named, description: 'A photo' } };
}

/** By its transport, beside the document: REST has no place for them. */
const TAKES_FILES: TestState = {
  transport: { kind: 'soap', mode: 'push', security: {} },
  capabilities: { attachments: 'transport' },
};

describe('attachments', () => {
  let site: TestSite;
  let hub: TestHub;

  before(async () => {
    site = await openTestSite({
      states: { OR: {}, TX: {}, CA: {}, NV: TAKES_FILES },
    });
    hub = await site.start();
  });
  after(() => site.close());

  const put = (member: string, { body, sha256 }: TestAttachment) =>
    hub.call(member, `PUT /v1/attachments/${sha256}`, { body, contentType: 'image/jpeg' });
  const get = (caller: string, { sha256 }: TestAttachment) =>
    hub.call(caller, `GET /v1/attachments/${sha256}`);

  const requestWith = (
    attachments: readonly TestAttachment[],
    facts: { to?: string; released?: boolean } = {},
  ) =>
    activity('transfer-request', {
      from: 'OR',
      to: facts.to ?? 'TX',
      ...(facts.released === undefined ? {} : { released: facts.released }),
      data: { attachments: attachments.map(({ named }) => ({ ...named })) },
    });

  async function submit(envelope: ReturnType<typeof requestWith>): Promise<string> {
    const answer = await hub.submit('OR', envelope);
    expect(answer.status, answer.text).to.equal(202);
    return String(answer.body['transmissionId']);
  }

  const statusOf = async (transmissionId: string): Promise<string | undefined> => {
    const [row] = await site.query<{ status: string }>(
      'SELECT status FROM transmissions WHERE transmission_id = $1',
      [transmissionId],
    );
    return row?.status;
  };
  const eventsOf = async (transmissionId: string): Promise<string[]> => {
    await site.until(
      () => site.query('SELECT FROM pending_leaves'),
      (rows) => rows.length === 0,
    );
    const rows = await site.query<{ entry: Buffer }>(
      'SELECT entry FROM ledger_entries WHERE transmission_id = $1 ORDER BY leaf_index',
      [transmissionId],
    );
    return rows.map(
      ({ entry }) => (JSON.parse(entry.subarray(16).toString()) as { type: string }).type,
    );
  };

  /** The attachment is stored, and its process dies before it looks what waits for it. */
  async function dieWhileStoring({ sha256, body }: TestAttachment): Promise<void> {
    const findWaitingFor = () => Promise.reject(new Error('died'));
    const parts = { ...site.parts, store: { ...site.parts.store, findWaitingFor } };
    const system = { principalId: '', kind: 'system', member: 'OR', reference: 'S' } as const;
    const actor = { ...system, roles: ['system'] } as const;
    const storing = storeAttachment(parts, actor, { sha256, mediaType: 'image/jpeg', body });
    expect(await storing.catch((error: unknown) => (error as Error).message)).to.equal('died');
  }

  it('that came before let the activity cross at once', async () => {
    const photo = attachment();
    expect((await put('OR', photo)).status).to.equal(201);
    expect(await statusOf(await submit(requestWith([photo])))).to.equal('transmitted');
  });

  it('let the activity cross with the last of them, in whatever order they come', async () => {
    const [one, two, three] = [attachment(), attachment(), attachment()];
    const transmissionId = await submit(requestWith([one, two, three]));
    for (const next of [three, one]) {
      await put('OR', next);
      expect(await statusOf(transmissionId)).to.equal('awaiting-attachments');
    }
    const hidden = await hub.call('TX', `GET /v1/messages/${transmissionId}`);
    expect(hidden.status).to.equal(404);
    await put('OR', two);
    expect(await statusOf(transmissionId)).to.equal('transmitted');
    expect((await eventsOf(transmissionId)).slice(0, 2)).to.deep.equal(['accepted', 'transmitted']);
  });

  describe('of which the activity says otherwise than what is stored', () => {
    const DIFFERENT: readonly (readonly [
      string,
      Readonly<Record<string, string | number>>,
      string,
    ])[] = [
      ['size', { size: 1_999 }, '/data/attachments/1/size'],
      ['media type', { mediaType: 'application/pdf' }, '/data/attachments/1/mediaType'],
    ];
    for (const [name, change, pointer] of DIFFERENT) {
      const saidOtherwise = (photo: TestAttachment): TestAttachment => ({
        ...photo,
        named: { ...photo.named, ...change },
      });

      it(`(${name}) refuse it where they came before`, async () => {
        const [right, photo] = [attachment(), attachment()];
        for (const each of [right, photo]) await put('OR', each);
        const answer = await hub.submit('OR', requestWith([right, saidOtherwise(photo)]));
        expect(answer.body).to.include({ status: 422, code: 'ATTACHMENT_DIFFERS' });
        const problems = answer.body['problems'] as { pointer: string }[];
        expect(problems.map((problem) => problem.pointer)).to.deep.equal([pointer]);
      });

      it(`(${name}) give it back where they come after`, async () => {
        const [right, photo] = [attachment(), attachment()];
        const transmissionId = await submit(requestWith([right, saidOtherwise(photo)]));
        for (const each of [right, photo]) await put('OR', each);
        expect(await statusOf(transmissionId)).to.equal('returned');
        expect(await eventsOf(transmissionId)).to.deep.equal(['accepted', 'returned']);
      });

      it(`(${name}) keep it from being released`, async () => {
        const [right, photo] = [attachment(), attachment()];
        const held = requestWith([right, saidOtherwise(photo)], { released: false });
        const transmissionId = await submit(held);
        for (const each of [right, photo]) await put('OR', each);
        const way = `POST /v1/messages/${transmissionId}/release`;
        const released = await hub.call('OR office', way, { json: {} });
        expect(released.body).to.include({ status: 422, code: 'ATTACHMENT_DIFFERS' });
        expect(await statusOf(transmissionId)).to.equal('awaiting-release');
      });
    }
  });

  it('let everything go on that waited for the same one', async () => {
    const photo = attachment();
    const waiting = [await submit(requestWith([photo])), await submit(requestWith([photo]))];
    await put('OR', photo);
    for (const id of waiting) expect(await statusOf(id)).to.equal('transmitted');
  });

  it('race with their activity, and it always crosses', async () => {
    for (let round = 0; round < 10; round += 1) {
      const photo = attachment();
      const [transmissionId] = await Promise.all([submit(requestWith([photo])), put('OR', photo)]);
      await site.until(
        () => statusOf(transmissionId),
        (status) => status === 'transmitted',
      );
    }
  });

  it('are asked for after the release', async () => {
    const photo = attachment();
    const transmissionId = await submit(requestWith([photo], { released: false }));
    expect(await statusOf(transmissionId)).to.equal('awaiting-release');
    await hub.call('OR office', `POST /v1/messages/${transmissionId}/release`, { json: {} });
    expect(await statusOf(transmissionId)).to.equal('awaiting-attachments');
    await put('OR', photo);
    expect(await statusOf(transmissionId)).to.equal('transmitted');
    expect((await eventsOf(transmissionId)).slice(0, 3)).to.deep.equal([
      'accepted',
      'released',
      'transmitted',
    ]);
  });

  it('that came let a release cross at once', async () => {
    const photo = attachment();
    const transmissionId = await submit(requestWith([photo], { released: false }));
    await put('OR', photo);
    expect(await statusOf(transmissionId)).to.equal('awaiting-release');
    await hub.call('OR office', `POST /v1/messages/${transmissionId}/release`, { json: {} });
    expect(await statusOf(transmissionId)).to.equal('transmitted');
  });

  it('that do not come within a day of the business clock return the activity, with a leaf', async () => {
    const photo = attachment();
    const transmissionId = await submit(requestWith([photo]));
    site.clock.advance(24 * HOUR);
    await settleWaitingForAttachments(site.parts);
    expect(await statusOf(transmissionId)).to.equal('awaiting-attachments');
    site.clock.advance(MINUTE);
    await settleWaitingForAttachments(site.parts);
    expect(await statusOf(transmissionId)).to.equal('returned');
    expect(await eventsOf(transmissionId)).to.deep.equal(['accepted', 'returned']);
    await put('OR', photo);
    expect(await statusOf(transmissionId)).to.equal('returned');
  });

  it('that came when their process died let the activity cross later, however many wait before it', async () => {
    const before = await Promise.all(
      Array.from({ length: 101 }, () => submit(requestWith([attachment()]))),
    );
    site.clock.advance(MINUTE);
    const photo = attachment();
    const transmissionId = await submit(requestWith([photo]));
    await dieWhileStoring(photo);
    expect(await statusOf(transmissionId)).to.equal('awaiting-attachments');
    await settleWaitingForAttachments(site.parts);
    expect(await statusOf(transmissionId)).to.equal('transmitted');
    expect(await statusOf(before[0] ?? '')).to.equal('awaiting-attachments');
  });

  it('that came within the day let the activity cross, also when it is noticed only later', async () => {
    const photo = attachment();
    const transmissionId = await submit(requestWith([photo]));
    await dieWhileStoring(photo);
    site.clock.advance(25 * HOUR);
    await settleWaitingForAttachments(site.parts);
    expect(await statusOf(transmissionId)).to.equal('transmitted');
  });

  it('return the activity when the case went on without it', async () => {
    const subject = await hub.playTo('requested');
    const photo = attachment();
    const reply = activity('transfer-reply', {
      from: 'TX',
      to: 'OR',
      subject,
      data: { attachments: [{ ...photo.named }] },
    });
    const waiting = await hub.submit('TX', reply);
    expect(waiting.body).to.include({ status: 'awaiting-attachments' });
    await hub.submit('TX', activity('transfer-reply', { from: 'TX', to: 'OR', subject }));
    const answers = await Promise.all(Array.from({ length: 6 }, () => put('TX', photo)));
    for (const { status, text } of answers) expect(status, text).to.be.oneOf([200, 201]);
    expect(await statusOf(String(waiting.body['transmissionId']))).to.equal('returned');
  });

  it('cross once when the last of them comes several times at once', async () => {
    const photo = attachment();
    const transmissionId = await submit(requestWith([photo]));
    const answers = await Promise.all(Array.from({ length: 6 }, () => put('OR', photo)));
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([
      200, 200, 200, 200, 200, 201,
    ]);
    expect(await statusOf(transmissionId)).to.equal('transmitted');
    const deliveries = await site.query('SELECT FROM deliveries WHERE transmission_id = $1', [
      transmissionId,
    ]);
    expect(deliveries).to.have.length(1);
  });

  it('of another state do not complete an activity', async () => {
    const photo = attachment();
    const transmissionId = await submit(requestWith([photo]));
    await put('TX', photo);
    expect(await statusOf(transmissionId)).to.equal('awaiting-attachments');
  });

  it('are read by the two states of the case, by the other only after they crossed', async () => {
    const photo = attachment();
    await put('OR', photo);
    expect((await get('OR', photo)).status).to.equal(200);
    expect((await get('TX', photo)).status).to.equal(404);
    const transmissionId = await submit(requestWith([photo], { released: false }));
    expect((await get('TX', photo)).status).to.equal(404);
    await hub.call('OR office', `POST /v1/messages/${transmissionId}/release`, { json: {} });
    expect((await get('TX', photo)).status).to.equal(200);
    expect((await get('TX office', photo)).status).to.equal(200);
    expect((await get('CA', photo)).status).to.equal(404);
    expect((await get('national', photo)).status).to.be.oneOf([403, 404]);
  });

  it('that cross to a second state stay readable for the first', async () => {
    const photo = attachment();
    await put('OR', photo);
    await submit(requestWith([photo], { to: 'TX' }));
    await submit(requestWith([photo], { to: 'CA' }));
    expect((await get('CA', photo)).status).to.equal(200);
    expect((await get('TX', photo)).status).to.equal(200);
  });

  it('are refused under a name that is not their digest', async () => {
    const photo = attachment();
    const answer = await put('OR', { ...photo, body: randomBytes(2_000) });
    expect(answer.body).to.include({ code: 'DIGEST_MISMATCH' });
  });

  it('are refused where the bytes are not what the media type says, or no file may be that', async () => {
    const photo = attachment();
    const path = `PUT /v1/attachments/${photo.sha256}`;
    for (const [contentType, status, code] of [
      ['application/pdf', 422, 'MEDIA_TYPE_MISMATCH'],
      ['image/svg+xml', 415, 'MEDIA_TYPE_UNSUPPORTED'],
      ['text/html', 415, 'MEDIA_TYPE_UNSUPPORTED'],
    ] as const) {
      const answer = await hub.call('OR', path, { body: photo.body, contentType });
      expect([answer.status, answer.body['code']]).to.deep.equal([status, code]);
    }
    expect((await get('OR', photo)).status).to.equal(404);
  });

  it('go to the state with the activity where its transport carries them', async () => {
    const [photo, other] = [attachment(), attachment(10)];
    for (const file of [photo, other]) await put('OR', file);
    await submit(requestWith([photo, other, photo], { to: 'NV' }));
    const [parcel] = await site.until(
      () => Promise.resolve(site.state('NV').stored),
      (stored) => stored.length === 1,
    );
    expect(parcel?.attachments).to.deep.equal(
      [photo, other].map(({ sha256, body }) => ({ sha256, mediaType: 'image/jpeg', body })),
    );
    await submit(requestWith([photo], { to: 'TX' }));
    const [plain] = await site.until(
      () => Promise.resolve(site.state('TX').stored.slice(-1)),
      (stored) => stored[0]?.body.includes(photo.sha256) === true,
    );
    expect(plain).not.to.have.property('attachments');
  });
});
