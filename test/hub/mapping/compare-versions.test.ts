import { expect } from 'chai';
import {
  type Difference,
  compareVersions,
  signatureId,
  signatureOf,
} from '../../../hub/mapping/compare-versions.ts';
import type { Dialect } from '../../../hub/mapping/dialect.ts';
import { mapOutbound } from '../../../hub/mapping/map-outbound.ts';
import type { JsonObject } from '../../../hub/message/json.ts';
import type { MessageValidator } from '../../../hub/message/validate-message.ts';
import { type SmallDialect, TYPE, smallDialect } from './small-dialect.ts';

/** In every value of the messages here, and so never in a difference. */
const CANARY = 'Zquorvennix';
const DOCUMENT_TYPE = 'application/json';

const FIXED = {
  specversion: '1.0',
  type: TYPE,
  dataschema: 'https://schemas.compact-hub.example/departure-notice.v1.schema.json',
  datacontenttype: 'application/json',
};

const ENVELOPE: JsonObject = {
  ...FIXED,
  id: `${CANARY}-1`,
  source: 'urn:compact:OR',
  subject: 'C-1',
  data: {
    word: CANARY,
    kind: 'A',
    day: '2026-02-03',
    sum: '12.50',
    yes: true,
    first: CANARY,
    last: CANARY,
    name: { firstName: CANARY, lastName: 'Doe' },
    items: [{ word: CANARY }, { word: `${CANARY} again` }],
  },
};

const RULES = {
  subject: { op: 'copy', canonical: '/subject', local: '/case' },
  source: { op: 'copy', canonical: '/source', local: '/from' },
  word: { op: 'copy', canonical: '/data/word', local: '/word' },
  kind: { op: 'code', codes: 'kind', canonical: '/data/kind', local: '/kind' },
  day: { op: 'date', format: 'YYYY-MM-DD', canonical: '/data/day', local: '/day' },
  sum: {
    op: 'number',
    canonicalAs: 'money',
    localAs: 'text',
    canonical: '/data/sum',
    local: '/sum',
  },
  yes: { op: 'boolean', yes: 'Y', no: 'N', canonical: '/data/yes', local: '/yes' },
  join: {
    op: 'join',
    canonical: ['/data/first', '/data/last'],
    local: '/both',
    separator: '|',
  },
  name: {
    op: 'personName',
    style: 'LAST, FIRST MIDDLE, SUFFIX',
    canonical: '/data/name',
    local: '/name',
  },
  items: {
    op: 'list',
    canonical: '/data/items',
    local: '/items',
    rules: [{ op: 'copy', canonical: '/word', local: '/word' }],
  },
} as const;

type Rules = Readonly<Record<string, object>>;
const CODES: NonNullable<SmallDialect['codes']> = {
  kind: [
    ['A', '1'],
    ['B', '2'],
  ],
};

const NAME = { path: '/data/name', kind: 'coarser', reason: 'one text' };
const ABSENT = { path: '/data/word', kind: 'absent', reason: 'no field' };

function version(rules: Rules, more: Partial<SmallDialect> = {}): Dialect {
  const carried = 'name' in rules ? [NAME, ...(more.carried ?? [])] : [];
  return smallDialect({ rules: Object.values(rules), codes: CODES, ...more, carried });
}

const LIVE = version(RULES);
/** The schemas know nothing of these made-up activities. */
const ANY = { validate: () => undefined } as unknown as MessageValidator;

/** What a state would send of the envelope. */
function sentWith(dialect: Dialect): Buffer {
  const made = compareVersions(dialect, dialect, ANY);
  expect(made.outgoing(ENVELOPE, { caseId: 'C-1' })).to.deep.equal([]);
  return mapOutbound(dialect, ENVELOPE, { caseId: 'C-1' }).bytes;
}

function outgoing(candidate: Dialect, live = LIVE): readonly Difference[] {
  return compareVersions(live, candidate, ANY).outgoing(ENVELOPE, { caseId: 'C-1' });
}

function incoming(candidate: Dialect, live = LIVE): readonly Difference[] {
  const message = {
    type: TYPE,
    member: 'OR',
    contentType: DOCUMENT_TYPE,
    bytes: sentWith(live),
  };
  return compareVersions(live, candidate, ANY).incoming(message);
}

const short = ({ where, place, change }: Difference): string => `${where}:${place} ${change}`;

describe('two versions of a dialect', () => {
  it('do not differ when they are the same', () => {
    expect(outgoing(version(RULES))).to.deep.equal([]);
    expect(incoming(version(RULES))).to.deep.equal([]);
  });

  const changed: [string, Rules, readonly string[], readonly string[], Partial<SmallDialect>?][] = [
    [
      'a field renamed',
      { ...RULES, word: { ...RULES.word, local: '/mot' } },
      ['native:/word missing', 'native:/mot added'],
      ['native:/word fails FIELD_UNKNOWN'],
    ],
    [
      'a code that means another',
      RULES,
      ['native:/kind changed'],
      ['canonical:/data/kind changed'],
      {
        codes: {
          kind: [
            ['A', '2'],
            ['B', '1'],
          ],
        },
      },
    ],
    [
      'a code that is no more',
      RULES,
      ['canonical:/data/kind fails CODE_NOT_HELD'],
      ['native:/kind fails CODE_UNKNOWN', 'canonical:/data/kind fails CODE_NOT_HELD'],
      { codes: { kind: [['B', '2']] } },
    ],
    [
      'a day in another order',
      { ...RULES, day: { ...RULES.day, format: 'YYYY-DD-MM' } },
      ['native:/day changed'],
      ['canonical:/data/day changed'],
    ],
    [
      'a sum in cents',
      { ...RULES, sum: { ...RULES.sum, shift: 2 } },
      ['native:/sum changed'],
      ['native:/sum fails VALUE_UNREADABLE'],
    ],
    [
      'yes and no exchanged',
      { ...RULES, yes: { ...RULES.yes, yes: 'N', no: 'Y' } },
      ['native:/yes changed'],
      ['canonical:/data/yes changed'],
    ],
    [
      'another separator',
      { ...RULES, join: { ...RULES.join, separator: '/' } },
      ['native:/both changed'],
      ['native:/both fails VALUE_UNREADABLE'],
    ],
    [
      'a name the other way round',
      { ...RULES, name: { ...RULES.name, style: 'FIRST MIDDLE LAST, SUFFIX' } },
      ['native:/name changed'],
      ['native:/name fails VALUE_UNREADABLE'],
    ],
    [
      'a field of the items renamed',
      {
        ...RULES,
        items: { ...RULES.items, rules: [{ op: 'copy', canonical: '/word', local: '/mot' }] },
      },
      ['native:/items/*/word missing', 'native:/items/*/mot added'],
      ['native:/items/*/word fails FIELD_UNKNOWN'],
    ],
    [
      'a field that is carried beside the document',
      Object.fromEntries(Object.entries(RULES).filter(([name]) => name !== 'word')),
      ['native:/word missing', 'extension:/data/word added'],
      ['native:/word fails FIELD_UNKNOWN'],
      { carried: [ABSENT] },
    ],
    [
      'a field that is lost',
      Object.fromEntries(Object.entries(RULES).filter(([name]) => name !== 'word')),
      ['canonical:/data/word fails FIELD_NOT_HELD'],
      ['native:/word fails FIELD_UNKNOWN', 'canonical:/data/word fails FIELD_NOT_HELD'],
    ],
    [
      'a constant more',
      { ...RULES, unit: { op: 'constant', local: '/unit', value: 'X' } },
      ['native:/unit added'],
      [],
    ],
  ];
  for (const [name, rules, there, back, more = {}] of changed) {
    it(`differ by ${name}`, () => {
      const candidate = version(rules, more);
      expect(outgoing(candidate).map(short)).to.have.members(there);
      expect(incoming(candidate).map(short)).to.have.members(back);
    });
  }

  it('differ by where the carried part stands', () => {
    const carried = [ABSENT];
    const { word, ...rules } = RULES;
    expect(word).to.have.property('op', 'copy');
    const live = version(rules, { carried });
    const slot = { extension: { path: '/more', as: 'object' } };
    const found = outgoing(version(rules, { carried, dialect: slot }), live);
    expect(found.map(short)).to.deep.equal(['native: changed']);
  });

  it('name the rules of both that made a difference', () => {
    const local = { ...RULES.word, local: '/word', op: 'copy', strip: 'Z' };
    const [one] = outgoing(version({ ...RULES, word: local }));
    expect(one).to.deep.include({
      direction: 'outgoing',
      type: TYPE,
      place: '/word',
      live: { rule: 'm.json#/rules/2', op: 'copy' },
      candidate: { rule: 'm.json#/rules/2', op: 'copy' },
    });
  });

  it('are compared by what the candidate makes of its own documents when it reads no others', () => {
    const candidate = version(
      { ...RULES, word: { ...RULES.word, local: '/mot' } },
      { codes: { kind: [['A', '1']] } },
    );
    expect(incoming(candidate).map(short)).to.deep.equal(['native:/word fails FIELD_UNKNOWN']);
  });

  it('differ where the schemas refuse what only one of them reads', () => {
    const refusesNoon: MessageValidator = {
      validate: (envelope: JsonObject) => {
        const data = envelope['data'] as JsonObject;
        if (data['kind'] === 'A') return undefined;
        const problems = [{ pointer: '/data/kind', code: 'enum', detail: '' }];
        throw Object.assign(new Error(), { code: 'SCHEMA_INVALID', problems });
      },
    } as unknown as MessageValidator;
    const kind: [string, string][] = [
      ['A', '2'],
      ['B', '1'],
    ];
    const candidate = version(RULES, { codes: { kind } });
    const message = {
      type: TYPE,
      member: 'OR',
      contentType: DOCUMENT_TYPE,
      bytes: sentWith(LIVE),
    };
    const found = compareVersions(LIVE, candidate, refusesNoon).incoming(message);
    expect(found.map(short)).to.deep.equal([
      'canonical:/data/kind changed',
      'canonical:/data/kind fails enum',
    ]);
  });

  it('differ where one of them throws', () => {
    const broken: Dialect = {
      ...LIVE,
      activities: new Map([...LIVE.activities].map(([type, activity]) => [type, broke(activity)])),
    };
    expect(outgoing(broken).map(short)).to.deep.equal(['canonical: fails THROWS']);
    expect(incoming(broken).map(short)).to.include('native: fails THROWS');
  });

  it('have one signature for one difference, whatever the values', () => {
    const candidate = version({ ...RULES, word: { ...RULES.word, local: '/mot' } });
    const data = { ...(ENVELOPE['data'] as JsonObject), word: 'other', items: [] };
    const comparison = compareVersions(LIVE, candidate, ANY);
    const signatures = [ENVELOPE, { ...ENVELOPE, data }].map((envelope) =>
      comparison.outgoing(envelope, { caseId: 'C-1' }).map(signatureOf),
    );
    expect(signatures[0]).to.deep.equal(signatures[1]);
    expect(signatures[0]).to.include(`outgoing ${TYPE} native:/word missing copy > none`);
    expect(signatureId(signatures[0]![0]!)).to.match(/^[0-9a-f]{10}$/);
  });

  it('repeat no value and no name that a sender chose', () => {
    const bytes = Buffer.from(
      JSON.stringify({
        ...(JSON.parse(sentWith(LIVE).toString()) as object),
        [CANARY]: CANARY,
        ext: { [`/data/${CANARY}`]: CANARY },
      }),
    );
    const message = { type: TYPE, member: 'OR', contentType: DOCUMENT_TYPE, bytes };
    const candidate = version({ word: RULES.word });
    const all = [
      ...compareVersions(LIVE, candidate, ANY).incoming(message),
      ...compareVersions(candidate, LIVE, ANY).incoming(message),
      ...outgoing(candidate),
    ];
    expect(all).to.not.have.length(0);
    expect(JSON.stringify(all)).to.not.include(CANARY);
  });
});

function broke<Activity extends { readonly scope: object }>(activity: Activity): Activity {
  const step = () => {
    throw new TypeError(CANARY);
  };
  return { ...activity, scope: { ...activity.scope, steps: [{ there: step, back: step }] } };
}
