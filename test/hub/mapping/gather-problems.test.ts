import { expect } from 'chai';
import { gatherProblems } from '../../../hub/mapping/gather-problems.ts';

describe('problems of a dialect', () => {
  const lost = (pointer: string) => ({ pointer, code: 'FIELD_LOST', detail: 'no rule' });
  const wrong = {
    pointer: 'blocks/a.json#/rules/0',
    code: 'CANONICAL_FIELD_UNKNOWN',
    detail: 'no',
  };
  const cases: [name: string, given: object[], gathered: string[]][] = [
    [
      'stand once with the number of places',
      [wrong, wrong],
      ['blocks/a.json#/rules/0 no (in 2 places)'],
    ],
    [
      'of a rule of a block stand once, by the first path',
      [
        { ...wrong, detail: 'no /a' },
        { ...wrong, detail: 'no /b' },
      ],
      ['blocks/a.json#/rules/0 no /a (in 2 places)'],
    ],
    [
      'that follow stand after their cause',
      [lost('m.json#/a/x'), wrong],
      ['blocks/a.json#/rules/0 no', 'm.json#/a/x no rule'],
    ],
    [
      'that a block brings into many activities are one',
      [lost('m.json#/a/x'), lost('m.json#/b/x'), lost('n.json#/a/x'), lost('o.json#/c/x')],
      ['m.json#/a/x no rule, nor 3 others that end in /x, in 3 activity types'],
    ],
    [
      'of one activity are each their own',
      [lost('m.json#/a/x'), lost('m.json#/b/x')],
      ['m.json#/a/x no rule', 'm.json#/b/x no rule'],
    ],
  ];
  for (const [name, given, gathered] of cases) {
    it(name, () => {
      const found = gatherProblems(given as Parameters<typeof gatherProblems>[0]);
      expect(found.map(({ pointer, detail }) => `${pointer} ${detail}`)).to.deep.equal(gathered);
    });
  }
});
