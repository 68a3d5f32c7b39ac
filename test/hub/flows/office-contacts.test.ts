import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { type EntryEvent, parseEntry } from '../../../ledger-verifier/entry.ts';
import { contactInForce } from '../../../hub/compact/office-contact.ts';
import { canonicalJson } from '../../../hub/message/canonical-json.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

interface Contact {
  readonly member: string;
  readonly name?: string;
  readonly mailbox?: string;
  readonly source: string;
  readonly version: number;
  readonly history?: readonly { readonly version: number; readonly changedBy: string }[];
}

interface ConfigurationEvent extends EntryEvent {
  readonly subject?: string;
  readonly subjectHash?: string;
  readonly channel?: string;
}

const OFFICE = {
  name: 'Oregon Compact Office',
  address: '1 Example Street\nSalem, OR 97301',
  phone: '503-555-0100',
  mailbox: 'compact@office.or.example',
  hours: 'Monday to Friday, 8 to 5',
};

describe('how offices are reached', () => {
  let site: TestSite;
  let hub: TestHub;

  before(async () => {
    site = await openTestSite();
    hub = await site.start();
  });
  after(() => site.close());

  const contact = async (caller: string, member: string): Promise<Contact> =>
    (await hub.call(caller, `GET /v1/members/${member}/contact`)).body as unknown as Contact;
  const put = (caller: string, member: string, json: object) =>
    hub.call(caller, `PUT /v1/members/${member}/contact`, { json });

  it('is not known of an office of which nobody said anything', async () => {
    expect(await contact('TX', 'CA')).to.deep.equal({
      member: 'CA',
      memberName: 'California',
      source: 'none',
      version: 0,
    });
  });

  it('is what the office says, at once, for everybody without a credential', async () => {
    const answer = await put('OR office', 'OR', { version: 0, ...OFFICE });
    expect([answer.status, answer.body]).to.deep.equal([200, { version: 1 }]);
    const open = await hub.call(undefined, 'GET /v1/contacts');
    const { items } = open.body as unknown as { items: Contact[] };
    expect(items).to.have.length(54);
    expect(items.find(({ member }) => member === 'OR')).to.deep.equal({
      member: 'OR',
      memberName: 'Oregon',
      ...OFFICE,
      source: 'office',
    });
  });

  it('keeps each version with who and when, for the office and the nation alone', async () => {
    const answer = await put('OR office', 'OR', { version: 1, name: 'Oregon, anew' });
    expect(answer.body).to.deep.equal({ version: 2 });
    for (const caller of ['OR office', 'national']) {
      const { history, mailbox, version } = await contact(caller, 'OR');
      expect(history?.map((one) => one.version)).to.deep.equal([2, 1]);
      expect(history?.[0]?.changedBy).to.match(/^U-/);
      expect([version, mailbox]).to.deep.equal([2, undefined]);
    }
    expect(await contact('TX office', 'OR')).to.not.have.property('history');
  });

  it('is not changed by who saw an earlier version', async () => {
    const answer = await put('OR office', 'OR', { version: 1, name: 'Late' });
    expect([answer.status, answer.body['code']]).to.deep.equal([409, 'CONTACT_CHANGED']);
    const both = await Promise.all(
      ['One', 'Other'].map((name) => put('OR office', 'OR', { version: 2, name })),
    );
    expect(both.map(({ status }) => status).sort()).to.deep.equal([200, 409]);
  });

  it('leaves a leaf that commits to it and quotes nothing', async () => {
    await site.until(
      () => site.query('SELECT FROM pending_leaves'),
      (rows) => rows.length === 0,
    );
    const rows = await site.query<{ entry: Buffer }>(
      `SELECT entry FROM ledger_entries WHERE from_member = 'OR' ORDER BY leaf_index`,
    );
    const events = rows
      .map(({ entry }) => parseEntry(entry).event as ConfigurationEvent)
      .filter(({ type, subject }) => type === 'configuration-changed' && subject === 'contact');
    expect(events).to.have.length(3);
    const said = canonicalJson({ ...OFFICE, member: 'OR', version: 1 });
    const hash = createHash('sha256').update(said).digest('hex');
    expect(events[0]).to.include({ from: 'OR', subjectHash: hash, channel: 'console' });
    expect(JSON.stringify(events)).to.not.include('Oregon');
  });

  it('belongs to the office: no other state, system or nation changes it', async () => {
    const json = { version: 0, name: 'Not theirs' };
    expect((await put('TX office', 'OR', json)).status).to.equal(404);
    expect((await put('OR', 'OR', json)).status).to.equal(403);
    expect((await put('national', 'OR', json)).status).to.equal(403);
    expect((await put('national', 'national', json)).status).to.equal(200);
    expect((await put('OR office', 'XX', json)).status).to.equal(404);
  });

  const refused: [string, object][] = [
    ['a mailbox that ends a header', { mailbox: 'a@b.example\r\nBcc: c@d.example' }],
    ['two mailboxes', { mailbox: 'a@b.example,c@d.example' }],
    ['a mailbox with a name', { mailbox: 'Office <a@b.example>' }],
    ['a quoted mailbox', { mailbox: '"a b"@c.example' }],
    ['a mailbox without a domain', { mailbox: 'office' }],
    ['a name of two lines', { name: 'Office\nBcc: x' }],
    ['a name of blanks', { name: '   ' }],
    ['words for a telephone', { phone: 'ask the desk' }],
    ['an unknown field', { officer: 'x' }],
    ['a version that is a text', { version: '2' }],
  ];
  for (const [what, change] of refused) {
    it(`refuses ${what}`, async () => {
      const answer = await put('TX office', 'TX', { version: 0, ...change });
      expect([answer.status, answer.body['code']]).to.deep.equal([422, 'COMMAND_INVALID']);
    });
  }
});

describe('how an office is reached by its pack', () => {
  it('stands as long as the office itself says nothing', () => {
    const fact = (value: string) => ({ value, source: 'a page', confirmed: true });
    const office = { name: fact('Office'), mail: fact('a@b.example'), web: fact('https://x') };
    expect(contactInForce(undefined, office)).to.deep.equal({
      contact: { name: 'Office', mailbox: 'a@b.example' },
      source: 'pack',
    });
    expect(contactInForce({ phone: '1' }, office)).to.deep.equal({
      contact: { phone: '1' },
      source: 'office',
    });
  });
});
