import { expect } from 'chai';
import type {
  CaseSummary,
  CaseView,
  Designations,
  TimelineEntry,
} from '../../../hub/flows/reads.ts';
import { activity } from '../../support/activity.ts';
import { countReadable, growth } from '../../support/readable-rows.ts';
import { type Stage, type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

interface Listed {
  readonly items: readonly CaseSummary[];
  readonly next?: string;
}

const ANOTHER = { reference: 'a.other', name: 'Alex Otherperson', role: 'SUPERVISOR' };

describe('the cases of a hub', () => {
  let site: TestSite;
  let hub: TestHub;

  before(async () => {
    site = await openTestSite();
    hub = await site.start();
  });
  after(() => site.close());

  async function caseFor(caller: string, caseId: string): Promise<CaseView> {
    const answer = await hub.call(caller, `GET /v1/cases/${caseId}`);
    expect(answer.status, answer.text).to.equal(200);
    return answer.body as unknown as CaseView;
  }

  describe('the list of cases', () => {
    /** By name, in the order in which they last changed. */
    const cases = new Map<string, string>();

    before(async () => {
      const play = async (name: string, stage: Stage, sending: string, receiving: string) => {
        cases.set(name, await hub.playTo(stage, { sending, receiving }));
        site.clock.advance(1_000);
      };
      await play('closed', 'closed', 'OR', 'TX');
      await play('arrived', 'arrived', 'OR', 'TX');
      await play('accepted', 'accepted', 'TX', 'OR');
      await play('to CA', 'requested', 'OR', 'CA');
      const waiting = activity('transfer-request', { from: 'OR', to: 'TX', released: false });
      cases.set('waiting', String((await hub.submit('OR', waiting)).body['caseId']));
      site.clock.advance(1_000);
      // Two that changed at one moment.
      cases.set('twin', await hub.playTo('requested', { sending: 'CA', receiving: 'OR' }));
      cases.set('other twin', await hub.playTo('requested', { sending: 'CA', receiving: 'OR' }));
    });

    const nameOf = (caseId: string): string =>
      [...cases].find(([, id]) => id === caseId)?.[0] ?? caseId;

    async function page(caller: string, query: string): Promise<Listed> {
      const answer = await hub.call(caller, `GET /v1/cases${query}`);
      expect(answer.status, answer.text).to.equal(200);
      return answer.body as unknown as Listed;
    }
    const list = async (caller: string, query = ''): Promise<string[]> =>
      (await page(caller, query)).items.map(({ caseId }) => nameOf(caseId));

    const TWINS = ['twin', 'other twin'];

    it('shows each caller what concerns it, the one that changed last first', async () => {
      for (const caller of ['OR', 'OR office', 'national']) {
        const found = await list(caller);
        expect(found.slice(0, 2), caller).to.have.members(TWINS);
        expect(found.slice(2)).to.deep.equal(['waiting', 'to CA', 'accepted', 'arrived', 'closed']);
      }
      expect(await list('TX')).to.deep.equal(['accepted', 'arrived', 'closed']);
      expect(await list('CA')).to.have.members([...TWINS, 'to CA']);
    });

    it('moves a case to its front when it changes', async () => {
      const subject = cases.get('closed')!;
      const reopening = activity('case-reopening', { from: 'TX', to: 'OR', subject });
      site.clock.advance(1_000);
      expect((await hub.submit('TX', reopening)).status).to.equal(202);
      expect((await list('TX'))[0]).to.equal('closed');
      site.clock.advance(1_000);
      const notice = activity('case-closure-notice', { from: 'TX', to: 'OR', subject });
      const noticed = await hub.submit('TX', notice);
      expect(noticed.status, noticed.text).to.equal(202);
      const reply = activity('case-closure-reply', { from: 'OR', to: 'TX', subject });
      expect((await hub.submit('OR', reply)).status).to.equal(202);
    });

    const filters: [query: string, caller: string, names: string[]][] = [
      ['?status=closed', 'OR', ['closed']],
      ['?open=historical', 'OR', ['closed']],
      ['?open=active', 'TX', ['accepted', 'arrived']],
      ['?open=active&status=closed', 'OR', []],
      ['?open=historical&status=closed', 'OR', ['closed']],
      ['?side=sending', 'TX', ['accepted']],
      ['?side=receiving', 'TX', ['closed', 'arrived']],
      ['?side=receiving&state=CA', 'OR', TWINS],
      ['?side=sending&state=CA', 'OR', ['to CA']],
      ['?state=CA', 'TX', []],
      ['?supervising=TX', 'OR', ['closed', 'accepted', 'arrived']],
      ['?supervising=TX&side=sending', 'OR', ['closed', 'arrived']],
      ['?location=receiving', 'OR', ['closed', 'arrived']],
      ['?location=departed', 'OR', []],
      ['?state=CA', 'national', [...TWINS, 'to CA']],
      ['?state=CA&side=sending', 'national', TWINS],
      ['?state=CA&side=receiving', 'national', ['to CA']],
      ['?state=TX&side=receiving', 'national', ['closed', 'waiting', 'arrived']],
    ];
    for (const [query, caller, names] of filters) {
      it(`finds for ${caller} by ${query}: ${names.join(', ') || 'none'}`, async () => {
        expect(await list(caller, query)).to.have.members(names);
      });
    }

    it('finds the cases of a person for who may know the person', async () => {
      const { personId } = await caseFor('OR', cases.get('arrived')!);
      expect(await list('OR', `?person=${personId!}`)).to.deep.equal(['arrived']);
      expect(await list('CA', `?person=${personId!}`)).to.deep.equal([]);
      const answer = await hub.call('national', `GET /v1/cases?person=${personId!}`);
      expect([answer.status, answer.body['code']]).to.deep.equal([403, 'NOT_PERMITTED']);
      for (const item of (await page('national', '')).items) {
        expect(item).to.not.have.property('personId');
      }
    });

    it('gives every case exactly once over pages of any size', async () => {
      for (const caller of ['OR', 'national']) {
        const whole = await list(caller);
        for (let limit = 1; limit <= whole.length; limit += 1) {
          const seen: string[] = [];
          for (let query = `?limit=${limit}`; query !== '';) {
            const { items, next } = await page(caller, query);
            expect(items.length).to.be.at.most(limit);
            seen.push(...items.map(({ caseId }) => nameOf(caseId)));
            query = next === undefined ? '' : `?limit=${limit}&cursor=${next}`;
          }
          expect(seen, `${caller}, pages of ${limit}`).to.deep.equal(whole);
        }
      }
    });

    it('reads each side of a state from an index in the order of the list', async () => {
      const rows = await site.parts.reader.as('OR', async (query) => {
        await query('SET LOCAL enable_seqscan = off');
        return query<{ 'QUERY PLAN': string }>(
          `EXPLAIN SELECT * FROM cases WHERE to_member = 'OR' AND (changed_at, case_id) < ('infinity', '')
          ORDER BY changed_at DESC, case_id DESC LIMIT 3`,
        );
      });
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).to.contain('Index Scan Backward using cases_to').and.not.contain('Sort');
    });

    const wrong: [query: string, code: string][] = [
      ['limit=0', 'QUERY_INVALID'],
      ['status=lost', 'QUERY_INVALID'],
      ['open=maybe', 'QUERY_INVALID'],
      ['side=third', 'QUERY_INVALID'],
      ['state=XX', 'QUERY_INVALID'],
      ['location=moon', 'QUERY_INVALID'],
      ['person=4471', 'QUERY_INVALID'],
      ['name=Placeholder', 'QUERY_INVALID'],
      ['cursor=x', 'CURSOR_INVALID'],
      [
        `cursor=${Buffer.from('1.00000000-0000-7000-8000-000000000000').toString('base64url')}`,
        'CURSOR_INVALID',
      ],
    ];
    for (const [query, code] of wrong) {
      it(`refuses ?${query.slice(0, 30)}`, async () => {
        const answer = await hub.call('OR', `GET /v1/cases?${query}`);
        expect([answer.status, answer.body['code']]).to.deep.equal([400, code]);
      });
    }
  });

  describe('the timeline of a case', () => {
    const told = (entries: readonly TimelineEntry[]) =>
      entries.map(({ type, from, status, position }) => [
        type.split('.')[1],
        from,
        status,
        position ?? 0,
      ]);

    it('tells in their order what crossed both ways, and last what waits for its sender', async () => {
      const subject = await hub.playTo('departed');
      const waiting = activity('action-request', { from: 'TX', to: 'OR', subject });
      await hub.submit('TX', {
        ...waiting,
        data: {
          ...waiting.data,
          attachments: [
            {
              sha256: 'ab'.repeat(32),
              kind: 'OTHER',
              fileName: 'a.pdf',
              description: 'A file.',
              mediaType: 'application/pdf',
              size: 10,
            },
          ],
        },
      });
      const arrival = activity('arrival-notice', { from: 'TX', to: 'OR', subject });
      expect((await hub.submit('TX', arrival)).status).to.equal(202);
      const crossed = [
        ['transfer-request', 'OR', 'transmitted', 1],
        ['transfer-reply', 'TX', 'transmitted', 2],
        ['departure-notice', 'OR', 'transmitted', 3],
        ['arrival-notice', 'TX', 'transmitted', 4],
      ];
      const waits = ['action-request', 'TX', 'awaiting-attachments', 0];
      expect(told((await caseFor('OR', subject)).timeline)).to.deep.equal(crossed);
      expect(told((await caseFor('TX office', subject)).timeline)).to.deep.equal([
        ...crossed,
        waits,
      ]);
      expect(told((await caseFor('national', subject)).timeline)).to.deep.equal([
        ...crossed,
        waits,
      ]);
    });

    it('leaves out what was returned', async () => {
      const envelope = activity('transfer-request', { from: 'OR', to: 'TX', released: false });
      const { body } = await hub.submit('OR', envelope);
      const caseId = String(body['caseId']);
      expect(told((await caseFor('OR', caseId)).timeline)).to.deep.equal([
        ['transfer-request', 'OR', 'awaiting-release', 0],
      ]);
      await hub.call('OR office', `POST /v1/messages/${String(body['transmissionId'])}/return`, {
        json: { reason: 'not yet' },
      });
      const { timeline, person } = await caseFor('OR', caseId);
      expect(timeline).to.deep.equal([]);
      expect(person).to.equal(undefined);
    });
  });

  describe('the users whom a case has', () => {
    const designationsFor = async (caller: string, caseId: string): Promise<Designations> =>
      (await caseFor(caller, caseId)).designations!;
    const assign = (caller: string, caseId: string, json: object) =>
      hub.call(caller, `PUT /v1/cases/${caseId}/assignment`, { json });

    it('are those who submitted the first activity of each side', async () => {
      const subject = await hub.playTo('requested');
      const first = await designationsFor('OR', subject);
      expect(first).to.deep.include({ supervising: 'sending' });
      expect(first.sending).to.deep.equal({
        reference: 'jexample',
        name: 'Jordan Example',
        role: 'OFFICER',
      });
      expect(first.receiving).to.equal(undefined);
      const reply = activity('transfer-reply', { from: 'TX', to: 'OR', subject });
      const submittedBy = { reference: 'tx1', name: 'Taylor Answerer', role: 'OFFICER' };
      await hub.submit('TX', { ...reply, data: { ...reply.data, submittedBy } });
      const again = activity('action-request', { from: 'TX', to: 'OR', subject });
      await hub.submit('TX', { ...again, data: { ...again.data, submittedBy: ANOTHER } });
      for (const caller of ['OR', 'TX office']) {
        const { sending, receiving } = await designationsFor(caller, subject);
        expect(sending?.reference, caller).to.equal('jexample');
        expect(receiving, caller).to.deep.equal(submittedBy);
      }
    });

    it('are named only by what crosses, not by what waits', async () => {
      const envelope = activity('transfer-request', { from: 'OR', to: 'TX', released: false });
      const { body } = await hub.submit('OR', envelope);
      const caseId = String(body['caseId']);
      expect((await designationsFor('OR', caseId)).sending).to.equal(undefined);
      await hub.call('OR office', `POST /v1/messages/${String(body['transmissionId'])}/release`, {
        json: {},
      });
      expect((await designationsFor('TX', caseId)).sending?.reference).to.equal('jexample');
    });

    it('pass the supervision on with the arrival', async () => {
      const subject = await hub.playTo('departed');
      expect((await designationsFor('OR', subject)).supervising).to.equal('sending');
      await hub.submit('TX', activity('arrival-notice', { from: 'TX', to: 'OR', subject }));
      for (const caller of ['OR', 'TX']) {
        expect((await designationsFor(caller, subject)).supervising).to.equal('receiving');
      }
    });

    it('are named anew with a note that the own state alone reads', async () => {
      const subject = await hub.playTo('accepted');
      site.clock.advance(60_000);
      const at = site.clock.now().toISOString();
      const answer = await assign('OR office', subject, { user: ANOTHER, note: 'On leave in May' });
      expect([answer.status, answer.text]).to.deep.equal([204, '']);
      for (const caller of ['OR', 'TX']) {
        expect((await designationsFor(caller, subject)).sending, caller).to.deep.equal(ANOTHER);
      }
      const own = await designationsFor('OR', subject);
      expect(own.history.map(({ user, note }) => [user.reference, note])).to.deep.equal([
        ['a.other', 'On leave in May'],
        ['jexample', undefined],
      ]);
      expect(own.history[0]).to.include({ at });
      const others = await hub.call('TX', `GET /v1/cases/${subject}`);
      expect(others.text).to.not.contain('leave');
      const { history } = await designationsFor('TX', subject);
      expect(history.map(({ user }) => user.reference)).to.deep.equal(['jexample']);
      // An activity that comes later names nobody.
      await hub.submit('OR', activity('departure-notice', { from: 'OR', to: 'TX', subject }));
      expect((await designationsFor('OR', subject)).sending).to.deep.equal(ANOTHER);
    });

    it('are named by each state for its own side, by two at once in some order', async () => {
      const subject = await hub.playTo('accepted');
      const named = ['u1', 'u2', 'u3', 'u4'].map((reference) => ({ ...ANOTHER, reference }));
      const answers = await Promise.all(
        named.map((user) => assign('TX', subject, { user, note: 'because' })),
      );
      expect(answers.map(({ status }) => status)).to.deep.equal([204, 204, 204, 204]);
      const { sending, receiving, history } = await designationsFor('TX', subject);
      expect(sending?.reference).to.equal('jexample');
      expect(history).to.have.length(5);
      expect(history[0]?.user).to.deep.equal(receiving);
    });

    it('may be named before anything crossed, for no other state to see', async () => {
      const envelope = activity('transfer-request', { from: 'OR', to: 'TX', released: false });
      const { body } = await hub.submit('OR', envelope);
      const caseId = String(body['caseId']);
      const before = await countReadable(site.parts.reader, 'TX');
      expect((await assign('OR', caseId, { user: ANOTHER, note: 'x' })).status).to.equal(204);
      expect((await assign('TX', caseId, { user: ANOTHER, note: 'x' })).status).to.equal(404);
      const seen = growth(before, await countReadable(site.parts.reader, 'TX'));
      expect(seen).to.not.have.any.keys('case_assignments', 'assignment_notes');
      await hub.call('OR office', `POST /v1/messages/${String(body['transmissionId'])}/release`, {
        json: {},
      });
      expect((await designationsFor('TX', caseId)).sending).to.deep.equal(ANOTHER);
      const after = growth(before, await countReadable(site.parts.reader, 'TX'));
      expect(after).to.include({ case_assignments: 1 }).and.not.have.property('assignment_notes');
    });

    it('leave a leaf that names the case, and no person', async () => {
      const subject = await hub.playTo('requested');
      await assign('OR office', subject, { user: ANOTHER, note: 'Quibbleworth asked' });
      await site.until(
        () => site.query('SELECT FROM pending_leaves'),
        (rows) => rows.length === 0,
      );
      const entries = await site.query<{ entry: Buffer; from_member: string }>(
        `SELECT entry, from_member FROM ledger_entries WHERE entry::text LIKE '%' || encode($1, 'hex') || '%'`,
        [Buffer.from(subject)],
      );
      expect(entries.map(({ from_member }) => from_member)).to.deep.equal(['OR']);
      const text = entries[0]!.entry.toString();
      expect(text).to.contain('"type":"assigned"').and.contain('"channel":"console"');
      for (const value of ['Quibbleworth', 'Otherperson', 'a.other']) {
        expect(text).to.not.contain(value);
      }
    });

    const strangers: [caller: string, status: number][] = [
      ['CA', 404],
      ['CA office', 404],
      ['national', 403],
    ];
    for (const [caller, status] of strangers) {
      it(`are not for ${caller} to name`, async () => {
        const subject = await hub.playTo('requested');
        expect((await assign(caller, subject, { user: ANOTHER, note: 'x' })).status).to.equal(
          status,
        );
      });
    }

    const refused: [string, object][] = [
      ['no note', { user: ANOTHER }],
      ['a blank note', { user: ANOTHER, note: ' ' }],
      ['no user', { note: 'x' }],
      ['a user without a name', { user: { reference: 'r', role: 'OFFICER' }, note: 'x' }],
      ['a role that is none', { user: { ...ANOTHER, role: 'KING' }, note: 'x' }],
      ['more than it knows', { user: { ...ANOTHER, phone: '1' }, note: 'x' }],
    ];
    for (const [what, json] of refused) {
      it(`are not named with ${what}`, async () => {
        const answer = await assign('OR', `C-${'0'.repeat(26)}`, json);
        expect([answer.status, answer.body['code']]).to.deep.equal([422, 'COMMAND_INVALID']);
      });
    }

    it('answers 404 for a case that there is not', async () => {
      for (const caseId of [`C-${'0'.repeat(26)}`, '4471']) {
        const answer = await assign('OR', caseId, { user: ANOTHER, note: 'x' });
        expect(answer.status).to.equal(404);
      }
    });
  });
});
