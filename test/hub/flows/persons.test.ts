import { expect } from 'chai';
import { createHash } from 'node:crypto';
import type { FoundPerson } from '../../../hub/flows/reads.ts';
import type { JsonObject } from '../../../hub/message/json.ts';
import { activity } from '../../support/activity.ts';
import { countReadable, growth } from '../../support/readable-rows.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

/** Whom the tests look for: every letter of the names is made up. */
const PERSON: JsonObject = {
  name: { lastName: 'Quillfeather-Brandt', firstName: 'Théodora', middleName: 'Wren' },
  aliases: [{ name: { lastName: "O'Marrowby", firstName: 'Dora' } }],
  dateOfBirth: '1988-04-07',
  otherDatesOfBirth: ['1989-01-01'],
  sex: 'F',
  race: 'W',
  fbiNumber: '99ZZ1',
  stateIdentifiers: [{ state: 'OR', number: 'A-4471' }],
  socialSecurityNumbers: ['000129999'],
  identifiers: [{ scheme: 'icots-offender-number', value: 'Q 77/1' }],
};

describe('the search for a person', () => {
  let site: TestSite;
  let hub: TestHub;
  let caseId: string;

  before(async () => {
    site = await openTestSite();
    hub = await site.start();
    caseId = (await request()).caseId;
  });
  after(() => site.close());

  interface Sent {
    readonly transmissionId: string;
    readonly caseId: string;
    readonly personId: string;
  }

  async function request(
    person: JsonObject = PERSON,
    facts: { released?: boolean; subject?: string; name?: string; to?: string } = {},
  ): Promise<Sent> {
    const { name = 'transfer-request', to = 'TX', ...rest } = facts;
    const data = { supervisedIndividual: person };
    const answer = await hub.submit('OR', activity(name, { from: 'OR', to, data, ...rest }));
    expect(answer.status, answer.text).to.equal(202);
    const { body } = answer;
    return {
      transmissionId: String(body['transmissionId']),
      caseId: String(body['caseId']),
      personId: String(body['personId']),
    };
  }

  async function search(caller: string, asked: object): Promise<FoundPerson[]> {
    const answer = await hub.call(caller, 'POST /v1/persons/search', { json: asked });
    expect(answer.status, answer.text).to.equal(200);
    return answer.body['items'] as FoundPerson[];
  }
  const casesFound = async (caller: string, asked: object): Promise<string[]> =>
    (await search(caller, asked)).flatMap(({ cases }) => cases.map((one) => one.caseId));

  const named = (last: string, first?: string) => ({
    name: { last, ...(first === undefined ? {} : { first }) },
  });
  const identified = (kind: string, value: string, state?: string) => ({
    identifiers: [{ kind, value, ...(state === undefined ? {} : { state }) }],
  });
  const ways: [string, object, string[]][] = [
    ['its FBI number', identified('fbi-number', '99zz1'), ['identifier']],
    [
      'its social security number',
      identified('social-security-number', '000-12-9999'),
      ['identifier'],
    ],
    ['a state’s number', identified('state-identifier', 'a4471', 'OR'), ['identifier']],
    ['an identifier of a system', identified('icots-offender-number', 'Q77 / 1'), ['identifier']],
    ['its name as it is', named('QUILLFEATHER BRANDT', 'Theodora'), ['last-name', 'first-name']],
    ['one part of its last name', named('Brandt'), ['last-name-part']],
    ['its name misspelt', named('Kwilfether', 'Teodorah'), ['last-name-sound', 'first-name-sound']],
    ['its middle name', named('Quillfeather', 'Wren'), ['last-name-part', 'first-name-part']],
    ['an alias', named('O Marrowby', 'Dora'), ['last-name', 'first-name', 'alias']],
    [
      'its last name and year of birth',
      { ...named('Brandt'), birthYear: '1988' },
      ['last-name-part', 'birth-year'],
    ],
    [
      'day and month the wrong way round',
      { ...named('Brandt'), dateOfBirth: '1988-07-04' },
      ['last-name-part', 'birth-date-transposed'],
    ],
    [
      'another date of birth of it',
      { ...named('Brandt'), dateOfBirth: '1989-01-01' },
      ['last-name-part', 'birth-date'],
    ],
  ];
  for (const [what, asked, codes] of ways) {
    it(`finds it by ${what}`, async () => {
      for (const caller of ['OR', 'OR office', 'TX', 'TX office']) {
        const found = await search(caller, asked);
        expect(
          found.map(({ matchedBy }) => matchedBy),
          caller,
        ).to.deep.equal([codes]);
        expect(found[0]!.cases).to.deep.equal([
          {
            caseId,
            sendingState: 'OR',
            receivingState: 'TX',
            status: 'pending',
            location: 'sending',
          },
        ]);
      }
    });
  }

  const inVain: [string, object][] = [
    ['the number of another state', identified('state-identifier', 'A-4471', 'TX')],
    ['a number under another kind', identified('fbi-number', '000129999')],
    ['another first name beside the last', named('Quillfeather-Brandt', 'Gregor')],
    ['another year beside the last name', { ...named('Brandt'), birthYear: '1950' }],
    ['a name without any letter', named('🙂 — .')],
    ['an identifier without any letter', identified('fbi-number', '---')],
    ['a wildcard', named('%')],
  ];
  for (const [what, asked] of inVain) {
    it(`does not find it by ${what}`, async () => {
      expect(await search('OR', asked)).to.deep.equal([]);
    });
  }

  it('finds nothing for a third state, and is not for the nation', async () => {
    for (const [, asked] of ways) expect(await search('CA', asked)).to.deep.equal([]);
    const answer = await hub.call('national', 'POST /v1/persons/search', { json: named('Brandt') });
    expect(answer.status).to.equal(403);
    for (const member of ['CA', 'national', '']) {
      const counts = await countReadable(site.parts.reader, member);
      expect(counts, member).to.include({ person_tokens: 0, person_descriptions: 0 });
    }
  });

  it('puts an identifier before a name, and a whole name before a part', async () => {
    const like = (lastName: string, more: JsonObject = {}) =>
      request({
        name: { lastName, firstName: 'Ilse' },
        dateOfBirth: '1970-05-05',
        sex: 'F',
        race: 'W',
        ...more,
      });
    const part = await like('Vandermoot Sackling');
    const whole = await like('Sackling');
    const byNumber = await like('Trestlewick', { fbiNumber: '55YY5' });
    const found = await search('TX', {
      ...identified('fbi-number', '55YY5'),
      ...named('Sackling', 'Ilse'),
    });
    const ids = found.map(({ personId }) => personId);
    expect(ids).to.deep.equal([byNumber.personId, whole.personId, part.personId]);
    expect(found.map(({ score }) => score)).to.deep.equal([84, 34, 28]);
  });

  it('finds nothing that waits, nor what was returned', async () => {
    const person = { ...PERSON, fbiNumber: '11WW1' };
    const asked = identified('fbi-number', '11WW1');
    const before = await countReadable(site.parts.reader, 'TX');
    const waiting = await request(person, { released: false });
    const returned = await request(person, { released: false });
    for (const caller of ['OR', 'TX']) expect(await search(caller, asked)).to.deep.equal([]);
    await decide(returned.transmissionId, 'return');
    for (const caller of ['OR', 'TX']) expect(await search(caller, asked)).to.deep.equal([]);
    const seen = growth(before, await countReadable(site.parts.reader, 'TX'));
    // Leaves of what crossed before are sequenced meanwhile.
    expect(seen).to.not.have.any.keys('person_tokens', 'person_descriptions', 'case_assignments');
    await decide(waiting.transmissionId, 'release');
    for (const caller of ['OR', 'TX']) {
      expect(await casesFound(caller, asked), caller).to.deep.equal([waiting.caseId]);
    }
  });

  async function decide(transmissionId: string, verb: 'release' | 'return'): Promise<void> {
    const json = verb === 'return' ? { reason: 'not yet' } : {};
    const route = `POST /v1/messages/${transmissionId}/${verb}`;
    expect((await hub.call('OR office', route, { json })).status).to.equal(204);
  }

  it('finds nothing that waits for its attachments until they are there', async () => {
    const person = { ...PERSON, fbiNumber: '66SS6' };
    const body = Buffer.from('%PDF-1.7 of the search');
    const sha256 = createHash('sha256').update(body).digest('hex');
    const mediaType = 'application/pdf';
    const file = { sha256, kind: 'OTHER', fileName: 'a.pdf', description: 'A file.', mediaType };
    const data = { supervisedIndividual: person, attachments: [{ ...file, size: body.length }] };
    const sent = await hub.submit(
      'OR',
      activity('transfer-request', { from: 'OR', to: 'TX', data }),
    );
    expect(sent.body).to.include({ status: 'awaiting-attachments' });
    const asked = identified('fbi-number', '66SS6');
    expect(await search('OR', asked)).to.deep.equal([]);
    await hub.call('OR', `PUT /v1/attachments/${sha256}`, { body, contentType: mediaType });
    expect(await casesFound('TX', asked)).to.deep.equal([sent.body['caseId']]);
  });

  it('shows of a person with several cases those that the state may see', async () => {
    const person = { ...PERSON, fbiNumber: '22VV2' };
    const asked = identified('fbi-number', '22VV2');
    const first = await request(person);
    const second = await request({ ...person, personId: first.personId }, { to: 'CA' });
    expect(second.personId).to.equal(first.personId);
    expect(await casesFound('OR', asked)).to.have.members([first.caseId, second.caseId]);
    expect(await search('OR', asked)).to.have.length(1);
    expect(await casesFound('TX', asked)).to.deep.equal([first.caseId]);
    expect(await casesFound('CA', asked)).to.deep.equal([second.caseId]);
  });

  it('goes by the latest description of a case', async () => {
    const before = { ...PERSON, fbiNumber: '33UU3' };
    const after = { ...before, fbiNumber: '33UU4', name: { lastName: 'Neuhaus', firstName: 'T' } };
    const asked = await request(before, { name: 'reporting-instructions-request' });
    await request(after, { subject: asked.caseId });
    expect(await search('TX', identified('fbi-number', '33UU3'))).to.deep.equal([]);
    const [found] = await search('TX', identified('fbi-number', '33UU4'));
    expect(found?.name.lastName).to.equal('Neuhaus');
    const { body } = await hub.call('TX', `GET /v1/cases/${asked.caseId}`);
    expect(body['person']).to.include({ dateOfBirth: '1988-04-07' });
    expect((body['person'] as { name: unknown }).name).to.deep.equal(after.name);
  });

  it('keeps the description through a profile update, which says nothing of who it is', async () => {
    const subject = await hub.playTo('arrived');
    const personOf = async () => (await hub.call('OR', `GET /v1/cases/${subject}`)).body['person'];
    const before = await personOf();
    expect(before).to.be.an('object');
    const update = activity('profile-update', { from: 'TX', to: 'OR', subject });
    const answer = await hub.submit('TX', update);
    expect(answer.status, answer.text).to.equal(202);
    expect(await personOf()).to.deep.equal(before);
  });

  it('is without trace of a description whose key was destroyed', async () => {
    const person = { ...PERSON, fbiNumber: '44TT4' };
    const { transmissionId, caseId: gone } = await request(person);
    expect(await casesFound('TX', identified('fbi-number', '44TT4'))).to.deep.equal([gone]);
    await site.parts.store.query('DELETE FROM content_keys WHERE transmission_id = $1', [
      transmissionId,
    ]);
    for (const table of ['person_tokens', 'person_descriptions']) {
      const sql = `SELECT FROM ${table} WHERE transmission_id = $1`;
      expect(await site.query(sql, [transmissionId]), table).to.deep.equal([]);
    }
    for (const caller of ['OR', 'TX']) {
      expect(await search(caller, identified('fbi-number', '44TT4'))).to.deep.equal([]);
      const answer = await hub.call(caller, `GET /v1/cases/${gone}`);
      expect(answer.status).to.equal(200);
      expect(answer.body).to.not.have.property('person');
    }
  });

  it('does not show a person to the nation', async () => {
    const answer = await hub.call('national', `GET /v1/cases/${caseId}`);
    expect(answer.status).to.equal(200);
    for (const name of ['person', 'personId', 'designations']) {
      expect(answer.body).to.not.have.property(name);
    }
    expect(answer.text).to.not.contain('Quillfeather').and.not.contain('Example');
  });

  const refused: [string, object][] = [
    ['nothing at all', {}],
    ['a first name alone', { name: { first: 'Théodora' } }],
    ['a date of birth alone', { dateOfBirth: '1988-04-07' }],
    ['no identifiers in their list', { identifiers: [], name: { last: 'Brandt' } }],
    ['a state identifier without its state', identified('state-identifier', 'A-4471')],
    ['a state beside another identifier', identified('fbi-number', '99ZZ1', 'OR')],
    ['more than it knows', { name: { last: 'Brandt' }, limit: 1000 }],
    ['a name of 81 characters', named('x'.repeat(81))],
    ['a name as a list', { name: ['Brandt'] }],
  ];
  for (const [what, json] of refused) {
    it(`refuses ${what} without repeating it`, async () => {
      const answer = await hub.call('OR', 'POST /v1/persons/search', { json });
      expect([answer.status, answer.body['code']]).to.deep.equal([422, 'COMMAND_INVALID']);
      // The number of the request is drawn, and may hold any digits.
      const said = answer.text.replace(String(answer.body['requestId']), '');
      for (const value of ['Brandt', '4471', '99ZZ1', '1988']) {
        expect(said).to.not.contain(value);
      }
    });
  }
});
