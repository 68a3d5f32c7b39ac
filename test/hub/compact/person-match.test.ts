import { expect } from 'chai';
import fc from 'fast-check';
import { MATCH_CODES, type MatchCode, matchPerson } from '../../../hub/compact/person-match.ts';
import {
  type PersonQuery,
  traitsOfPerson,
  traitsOfQuery,
} from '../../../hub/compact/person-traits.ts';
import type { SupervisedIndividual } from '../../../hub/generated/messages.ts';

const PERSON: SupervisedIndividual = {
  name: { lastName: 'Placeholder Sample', firstName: 'Robin', middleName: 'Lee' },
  aliases: [{ name: { lastName: 'Muster', firstName: 'Rob' } }],
  dateOfBirth: '1988-04-07',
  otherDatesOfBirth: ['1989-11-30'],
  sex: 'M',
  race: 'W',
  fbiNumber: '12AB',
  stateIdentifiers: [{ state: 'OR', number: '77-1' }],
  socialSecurityNumbers: ['000129999'],
  identifiers: [{ scheme: 'icots-offender-number', value: '88' }],
};

const MATCHES: readonly (readonly [PersonQuery, number, readonly MatchCode[]])[] = [
  [{}, 0, []],
  [{ identifiers: [{ kind: 'fbi-number', value: '12ab' }] }, 70, ['identifier']],
  [{ identifiers: [{ kind: 'social-security-number', value: '000-12-9999' }] }, 70, ['identifier']],
  [{ identifiers: [{ kind: 'state-identifier', state: 'OR', value: '771' }] }, 70, ['identifier']],
  [{ identifiers: [{ kind: 'state-identifier', state: 'TX', value: '771' }] }, 0, []],
  [{ identifiers: [{ kind: 'icots-offender-number', value: '88' }] }, 70, ['identifier']],
  [{ identifiers: [{ kind: 'fbi-number', value: '88' }] }, 0, []],
  [{ identifiers: [{ kind: 'fbi-number', value: '🙂' }] }, 0, []],
  [{ name: { last: 'placeholder-sample' } }, 20, ['last-name']],
  [{ name: { last: 'Sample' } }, 14, ['last-name-part']],
  [{ name: { last: 'Plaseholder' } }, 10, ['last-name-sound']],
  [{ name: { last: 'Sample', first: 'Robin' } }, 28, ['last-name-part', 'first-name']],
  [{ name: { last: 'Sample', first: 'Lee' } }, 24, ['last-name-part', 'first-name-part']],
  [{ name: { last: 'Sample', first: 'Robyn' } }, 22, ['last-name-part', 'first-name-sound']],
  [{ name: { last: 'Sample', middle: 'Lee' } }, 18, ['last-name-part', 'middle-name']],
  [{ name: { last: 'Muster', first: 'Rob' } }, 31, ['last-name', 'first-name', 'alias']],
  [{ dateOfBirth: '1988-04-07' }, 22, ['birth-date']],
  [{ dateOfBirth: '1989-11-30' }, 22, ['birth-date']],
  [{ dateOfBirth: '1988-07-04' }, 14, ['birth-date-transposed']],
  [{ dateOfBirth: '1988-12-31' }, 5, ['birth-year']],
  [{ birthYear: '1989' }, 5, ['birth-year']],
  [{ birthYear: '1990' }, 0, []],
  [{ name: { last: '', first: '🙂', middle: '\u0301' } }, 0, []],
  [
    {
      identifiers: [{ kind: 'fbi-number', value: '12AB' }],
      name: { last: 'Placeholder Sample', first: 'Robin', middle: 'Lee' },
      dateOfBirth: '1988-04-07',
    },
    100,
    ['identifier', 'last-name', 'first-name', 'middle-name', 'birth-date'],
  ],
];

describe('the match of a person', () => {
  for (const [query, score, matchedBy] of MATCHES) {
    it(`with ${JSON.stringify(query)} is worth ${score}`, () => {
      expect(matchPerson(query, PERSON)).to.deep.equal({ score, matchedBy });
    });
  }

  it('by an identifier alone is worth more than by names and date of birth', () => {
    const names = { last: 'Placeholder Sample', first: 'Robin', middle: 'Lee' };
    const named = matchPerson({ name: names, dateOfBirth: '1988-04-07' }, PERSON);
    expect(named.score).to.be.below(70);
  });

  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 90 }),
    fc.constantFrom(
      '',
      '🙂',
      '\u202e',
      'x'.repeat(10_000),
      'ﷺ'.repeat(500),
      'שלום',
      '\u0301',
      '--',
    ),
  );
  const anyQuery = fc.record(
    {
      identifiers: fc.array(fc.record({ kind: anyText, value: anyText, state: anyText })),
      name: fc.record({ first: anyText, middle: anyText, last: anyText }, { requiredKeys: [] }),
      dateOfBirth: anyText,
      birthYear: anyText,
    },
    { requiredKeys: [] },
  );

  it('is a number from 0 to 100 with known codes, whatever is asked', () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        const { score, matchedBy } = matchPerson(query, PERSON);
        expect(score).to.be.within(0, 100);
        expect(MATCH_CODES).to.include.members(matchedBy);
        for (const { value } of traitsOfQuery(query)) expect(value).to.be.a('string');
      }),
      { numRuns: 500 },
    );
  });

  it('finds by its traits whomever it matches by a name', () => {
    const own = new Set(traitsOfPerson(PERSON).map(({ kind, value }) => `${kind} ${value}`));
    for (const [query, , codes] of MATCHES) {
      if (!codes.some((code) => code.startsWith('last-name') || code === 'identifier')) continue;
      const asked = traitsOfQuery(query).map(({ kind, value }) => `${kind} ${value}`);
      expect(
        asked.some((trait) => own.has(trait)),
        JSON.stringify(query),
      ).to.equal(true);
    }
  });
});
