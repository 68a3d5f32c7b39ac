import { expect } from 'chai';
import fc from 'fast-check';
import { nameParts, plainWords, soundsOf, wholeName } from '../../../hub/compact/name-parts.ts';

const PLAIN: readonly (readonly [name: string, parts: readonly string[], whole: string])[] = [
  ['Placeholder', ['PLACEHOLDER'], 'PLACEHOLDER'],
  ['  placeholder  ', ['PLACEHOLDER'], 'PLACEHOLDER'],
  ['García López', ['GARCIA', 'LOPEZ', 'GARCIALOPEZ'], 'GARCIALOPEZ'],
  ['García-López', ['GARCIA', 'LOPEZ', 'GARCIALOPEZ'], 'GARCIALOPEZ'],
  ['Garci\u0301a', ['GARCIA'], 'GARCIA'],
  ["O'Brien", ['OBRIEN'], 'OBRIEN'],
  ['O’Brien', ['OBRIEN'], 'OBRIEN'],
  ['O Brien', ['BRIEN', 'OBRIEN'], 'OBRIEN'],
  ['de la Cruz', ['CRUZ', 'DELACRUZ'], 'DELACRUZ'],
  ['De', ['DE'], 'DE'],
  ['Van der Berg', ['BERG', 'VANDERBERG'], 'VANDERBERG'],
  ['A. B.', ['AB'], 'AB'],
  ['X', ['X'], 'X'],
  ['Straße', ['STRASSE'], 'STRASSE'],
  [
    'Łukasz Øster Ægir Þór',
    ['LUKASZ', 'OSTER', 'AEGIR', 'THOR', 'LUKASZOSTERAEGIRTHOR'],
    'LUKASZOSTERAEGIRTHOR',
  ],
  ['Ｗｉｄｅ', ['WIDE'], 'WIDE'],
  ['\u202eesreveR\u202c', ['ESREVER'], 'ESREVER'],
  ['soft\u00adhyphen', ['SOFTHYPHEN'], 'SOFTHYPHEN'],
  ['Z\u0351\u0352\u0353a\u0300l\u0301go', ['ZALGO'], 'ZALGO'],
  ['Иванов', ['ИВАНОВ'], 'ИВАНОВ'],
  ['שלום', ['שלום'], 'שלום'],
  ['محمد', ['محمد'], 'محمد'],
  ['王小明', ['王小明'], '王小明'],
  ['3rd', ['3RD'], '3RD'],
  ['', [], ''],
  ['   ', [], ''],
  ['🙂', [], ''],
  ['Ann🙂Lee', ['ANN', 'LEE', 'ANNLEE'], 'ANNLEE'],
  ['- — . , /', [], ''],
  ['\ud800', [], ''],
];

describe('the parts of a name', () => {
  for (const [name, parts, whole] of PLAIN) {
    it(`of ${JSON.stringify(name)} are ${parts.join(', ') || 'none'}`, () => {
      expect(nameParts(name)).to.deep.equal(parts);
      expect(wholeName(name)).to.equal(whole);
    });
  }

  it('stay few and short, however much comes', () => {
    for (const name of ['x'.repeat(10_000), 'ab '.repeat(5_000), 'ﷺ'.repeat(10_000)]) {
      const parts = nameParts(name);
      expect(parts.length).to.be.at.most(13);
      expect(Math.max(...parts.map(({ length }) => length))).to.be.at.most(4_000);
      expect(soundsOf(parts).length).to.be.at.most(26);
    }
  });

  it('are the same of a name in either case, and of themselves', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (name) => {
        const words = plainWords(name);
        for (const word of words) expect(word).to.match(/^[\p{L}\p{N}]+$/u);
        expect(plainWords(words.join(' '))).to.deep.equal(words);
      }),
      { numRuns: 2_000 },
    );
  });
});

/** Smith and Schmidt are the examples that the algorithm is known by (Philips, 2000). */
const SOUNDS: readonly (readonly [name: string, codes: readonly string[]])[] = [
  ['SMITH', ['SM0', 'XMT']],
  ['SCHMIDT', ['XMT', 'SMT']],
  ['THOMAS', ['TMS']],
  ['MICHAEL', ['MKL', 'MXL']],
  ['JOSE', ['HS']],
  ['KNIGHT', ['NT']],
  ['PHILIPS', ['FLPS']],
  ['X', []],
  ['ИВАНОВ', []],
  ['王小明', []],
];

describe('the sound of a name', () => {
  for (const [name, codes] of SOUNDS) {
    it(`of ${name} is ${codes.join(' or ') || 'none'}`, () => {
      expect(soundsOf([name])).to.deep.equal(codes);
    });
  }

  const alike: readonly (readonly [string, string])[] = [
    ['Smith', 'Smyth'],
    ['Schmidt', 'Smith'],
    ['Catherine', 'Kathryn'],
    ['Johnson', 'Jonson'],
    ['Thompson', 'Tompson'],
    ['Gonzales', 'González'],
    ['Meyer', 'Maier'],
    ['Stephen', 'Steven'],
    ['Phillips', 'Filips'],
    ['Lee', 'Leigh'],
  ];
  for (const [one, other] of alike) {
    it(`is one of ${one} and ${other}`, () => {
      const sounds = soundsOf(nameParts(one));
      expect(soundsOf(nameParts(other)).some((sound) => sounds.includes(sound))).to.equal(true);
    });
  }
});
