import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { MEMBERS, MEMBER_CODES } from '../../hub/compact/members.ts';
import { type Profile, type TransportKind, fetchesFromInbox } from '../../hub/compact/profile.ts';
import { type JsonObject, type JsonValue, isJsonObject } from '../../hub/message/json.ts';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import { MAPPINGS, profiles, schemas } from './load.ts';

const textOf = (member: string): string =>
  readFileSync(join(MAPPINGS, member, 'profile.json'), 'utf8');
const fileOf = (member: string): JsonObject => JSON.parse(textOf(member)) as JsonObject;

/** Time zones of the members' capitals, whose clocks the compact offices keep. */
const ZONES: Readonly<Record<string, string>> = {
  'America/New_York': 'CT DC DE FL GA KY MA MD ME NC NH NJ NY OH PA RI SC VA VT WV',
  'America/Detroit': 'MI',
  'America/Indiana/Indianapolis': 'IN',
  'America/Chicago': 'AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI',
  'America/Denver': 'CO MT NM UT WY',
  'America/Boise': 'ID',
  'America/Phoenix': 'AZ',
  'America/Los_Angeles': 'CA NV OR WA',
  'America/Juneau': 'AK',
  'Pacific/Honolulu': 'HI',
  'America/Puerto_Rico': 'PR',
  'America/St_Thomas': 'VI',
};

describe('the packs of the states', () => {
  it('are there for each member of the compact', () => {
    expect([...profiles.keys()].sort()).to.deep.equal([...MEMBER_CODES].sort());
  });

  it("keep the capital's time zone", () => {
    const found = new Map<string, string[]>();
    for (const { member, timeZone } of profiles.values()) {
      found.set(timeZone, [...(found.get(timeZone) ?? []), member]);
    }
    const listed = [...found].map(([zone, members]) => [zone, members.sort().join(' ')]);
    expect(Object.fromEntries(listed)).to.deep.equal(ZONES);
  });

  for (const { code, name, ncic, split } of MEMBERS) {
    it(`say of ${code} what the compact's table says`, () => {
      const profile = profiles.get(code);
      expect(profile?.name).to.equal(name);
      expect(profile?.routing?.bySupervisionType ?? false).to.equal(split);
      expect(profile?.codes?.ncic ?? code).to.equal(ncic);
      expect(profile?.codes === undefined).to.equal(ncic === code);
      expect(routesOf(profile)).to.deep.equal(split ? [`${code}-probation`, `${code}-parole`] : []);
    });

    it(`are written as the schema orders them: ${code}`, () => {
      const properties = schemas.schemas['profile.v1.schema.json']?.['properties'];
      const order = isJsonObject(properties) ? Object.keys(properties) : [];
      const keys = Object.keys(fileOf(code));
      expect(keys).to.deep.equal(order.filter((key) => keys.includes(key)));
      expect(textOf(code)).to.equal(`${JSON.stringify(fileOf(code), null, 2)}\n`);
    });
  }

  it('differ from the USPS code in the NCIC code for Nebraska alone', () => {
    const different = [...profiles.values()].filter(({ codes }) => codes !== undefined);
    expect(different.map(({ member, codes }) => [member, codes?.ncic])).to.deep.equal([
      ['NE', 'NB'],
    ]);
  });

  it('name for each published fact its source, and whether it is the own word of the state', () => {
    const facts = [...profiles.keys()].flatMap((member) => {
      const { routing, office, fees, registrationDuties, registrationExemptions } = fileOf(member);
      const published = [routing, office, fees, registrationDuties, registrationExemptions];
      return published.flatMap((value) => (value === undefined ? [] : factsIn(value)));
    });
    expect(facts.length).to.be.greaterThan(50);
    for (const fact of facts) {
      expect(fact['source'], JSON.stringify(fact)).to.match(/\S/);
      expect(fact['confirmed'], JSON.stringify(fact)).to.be.a('boolean');
    }
  });

  it('ask nobody for a fee without an amount', () => {
    for (const { fees = [] } of profiles.values()) {
      for (const { amount, most } of fees) {
        expect(Number(most ?? amount)).to.be.greaterThan(0);
        expect(Number(amount ?? 0)).to.be.at.most(Number(most ?? amount));
      }
    }
  });
});

describe('the ways of the states', () => {
  /** The rows of the page's table: member, name, transport and dialect. */
  const page = readFileSync(join(PROJECT_ROOT, 'docs', 'state-packs.md'), 'utf8');
  const listed = [
    ...page.matchAll(/^\| `([A-Z]{2})` +\| (.+?) +\| ([a-z, ]+?) +\| `([a-z-]+)` +\|$/gm),
  ];
  const members = (kind: TransportKind): string[] =>
    [...profiles.values()]
      .filter(({ transport }) => transport.kind === kind)
      .map(({ member }) => member);

  it('are what the page says, member by member', () => {
    const bound = [...profiles.values()].map(({ member, name, transport, dialect }) => {
      const fetches = transport['mode'] === 'pull' ? ', pull' : '';
      return `${member} ${name}: ${transport.kind}${fetches}, ${dialect}`;
    });
    const said = listed.map(
      ([, member, name, way, dialect]) => `${member} ${name}: ${way}, ${dialect}`,
    );
    expect(said.sort()).to.deep.equal(bound.sort());
    const [, numbers] = /^(20 members over REST, .*)$/m.exec(page) ?? [];
    const fetching = [...profiles.values()].filter(fetchesFromInbox).length;
    const [rest, soap, sftp, queue] = (['rest', 'soap', 'sftp', 'queue'] as const).map(
      (kind) => members(kind).length,
    );
    expect(numbers).to.equal(
      `${rest} members over REST, of which ${fetching} fetch; ${soap} over SOAP; ${sftp} over SFTP; ${queue} over queues.`,
    );
  });

  /** By the census of 2020. */
  const LARGEST = ['CA', 'TX', 'FL', 'NY', 'PA'];
  const least: readonly [kind: TransportKind, dialects: number][] = [
    ['rest', 3],
    ['soap', 2],
    ['sftp', 3],
    ['queue', 2],
  ];
  for (const [kind, dialects] of least) {
    it(`lead over ${kind} to at least ${dialects} dialects that no other way has`, () => {
      const spoken = (of: TransportKind): Set<string> =>
        new Set(members(of).flatMap((member) => profiles.get(member)?.dialect ?? []));
      const others = least
        .filter(([other]) => other !== kind)
        .flatMap(([other]) => [...spoken(other)]);
      const own = [...spoken(kind)].filter((dialect) => !others.includes(dialect));
      expect(own.length, own.join(' ')).to.be.at.least(dialects);
      expect(own.length).to.equal(spoken(kind).size);
    });
  }

  it('bring one of the five largest states over SFTP, and one over SOAP', () => {
    for (const kind of ['sftp', 'soap'] as const) {
      expect(
        members(kind).filter((member) => LARGEST.includes(member)),
        kind,
      ).to.not.deep.equal([]);
    }
  });

  it('name nothing that belongs to a server', () => {
    for (const member of profiles.keys()) {
      expect(textOf(member), member).to.not.match(/SHA256:|ssh-ed25519|BEGIN |"(wsdl|hostKeys)"/);
    }
  });
});

describe('the pack of Oregon', () => {
  const oregon = profiles.get('OR');

  it('has its office, and the two fees of its page', () => {
    expect(oregon?.office?.name?.confirmed).to.equal(true);
    expect(
      oregon?.fees?.map(({ kind, amount, most, per, payer }) => [kind, amount, most, per, payer]),
    ).to.deep.equal([
      ['application', '50.00', undefined, 'application', 'person-leaving'],
      ['supervision', '35.00', '45.00', 'month', 'person-received'],
    ]);
  });

  it('has every registration duty of its page, each within ten days', () => {
    const atCollege = ['work-start', 'work-change', 'school-start', 'school-change'];
    const duties = new Map<string, string[]>();
    for (const { situation, trigger, limit, place } of oregon?.registrationDuties ?? []) {
      expect(limit).to.deep.equal({ number: 10, unit: 'calendar-days' });
      const resident = situation !== 'working-or-studying-here';
      const expectedPlace =
        resident && atCollege.includes(trigger) ? 'higher-education' : undefined;
      expect(place, `${situation} ${trigger}`).to.equal(expectedPlace);
      duties.set(situation, [...(duties.get(situation) ?? []), trigger]);
    }
    expect(Object.fromEntries(duties)).to.deep.equal({
      'supervised-here': ['release', 'residence-change', 'birthday', ...atCollege],
      'moving-here': ['arrival', 'residence-change', 'birthday', ...atCollege],
      'working-or-studying-here': [
        'school-start',
        'work-day-count',
        'work-change',
        'school-change',
      ],
    });
    const counted = oregon?.registrationDuties?.filter(({ workDays }) => workDays !== undefined);
    expect(counted?.map(({ trigger, workDays }) => [trigger, workDays])).to.deep.equal([
      ['work-day-count', 14],
    ]);
  });

  it('asks neither felons without a sex offense nor travellers to register', () => {
    expect(
      oregon?.registrationExemptions?.map(({ persons, situation }) => [persons, situation]),
    ).to.deep.equal([
      ['felony', undefined],
      ['sex-offense', 'travelling-here'],
    ]);
  });
});

function routesOf(profile: Profile | undefined): string[] {
  const routing = profile?.routing;
  if (routing?.bySupervisionType !== true) return [];
  return [routing.routes.probation.name, routing.routes.parole.name];
}

/** The objects that hold a fact: those without an object inside, limits apart. */
function factsIn(value: JsonValue): JsonObject[] {
  if (Array.isArray(value)) return value.flatMap(factsIn);
  if (!isJsonObject(value) || 'unit' in value) return [];
  const inside = Object.values(value).filter((part) => typeof part === 'object' && part !== null);
  const isFact = 'value' in value || 'persons' in value || 'payer' in value;
  return isFact ? [value] : inside.flatMap(factsIn);
}
