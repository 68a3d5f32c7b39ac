import { expect } from 'chai';
import { passwordProblems } from '../../../hub/access/password-rules.ts';
import { loadCommonPasswords, loadUsePolicy } from '../../../hub/load-policies.ts';

const OWN = ['Robin Placeholder', 'robin.placeholder@or.example', 'Oregon', 'compact hub'];

/** A password, and the code by which it is refused; `ok` where it is taken. */
// prettier-ignore
const CASES: readonly (readonly [string, string])[] = [
  ['seven quiet rivers meet', 'ok'],
  ['fifteen chars!!', 'ok'],
  ['no digits and no capitals needed', 'ok'],
  ['Ünïcödé wörds ärë wélcömé', 'ok'],
  ['🌲🌊🏔 trees and rivers', 'ok'],
  ['x'.repeat(7) + ' ' + 'kqvzmwpr'.repeat(2) + 'th', 'ok'],
  ['correct horse battery staple'.repeat(4), 'common'],
  ['fourteen chars', 'too-short'],
  ['', 'too-short'],
  ['ä'.repeat(14), 'too-short'],
  ['long '.repeat(60), 'too-long'],
  ['tabulators\tare not typed', 'unprintable'],
  ['passwordpassword', 'common'],
  ['PasswordPassword', 'common'],
  ['correct horse battery staple', 'common'],
  ['1qaz2wsx3edc4rfv', 'common'],
  ['interstatecompact', 'common'],
  ['password12345678', 'common'],
  ['!!!!monkey123456', 'common'],
  ['aaaaaaaaaaaaaaaa', 'repeated'],
  ['abcabcabcabcabcabc', 'repeated'],
  ['abcdefghijklmnopq', 'repeated'],
  ['zyxwvutsrqponmlkj', 'repeated'],
  ['123456789012345678', 'repeated'],
  ['qwertyuiopasdfghj', 'repeated'],
  ['Robin Placeholder Oregon 1', 'own-words'],
  ['robin.placeholder@or.example', 'own-words'],
  ['oregon-compact-hub-2026', 'own-words'],
];

describe('rules for passwords', () => {
  const { date, all: common } = loadCommonPasswords();

  for (const [password, expected] of CASES) {
    it(`${expected === 'ok' ? 'take' : 'refuse'} ${JSON.stringify(password.slice(0, 30))}`, () => {
      const [problem] = passwordProblems(password, { common, own: OWN });
      expect(problem?.code ?? 'ok').to.equal(expected);
    });
  }

  it('say why, and never repeat what was chosen', () => {
    for (const [password, expected] of CASES) {
      if (expected === 'ok') continue;
      const [problem] = passwordProblems(password, { common, own: OWN });
      expect(problem?.detail).to.match(/^the password .{10,}; choose another$/);
      if (password.length > 6) expect(problem?.detail).to.not.contain(password);
    }
  });

  it('have a list of common passwords with its date', () => {
    expect(date).to.match(/^\d{4}-\d{2}-\d{2}$/);
    expect(common.size).to.be.above(5_000);
    for (const one of common) expect(one).to.equal(one.toLowerCase());
  });

  it('stand beside a policy that says who may, what is recorded and whose the data are', () => {
    const { version, text } = loadUsePolicy();
    expect(version).to.match(/^[\w.-]+$/);
    expect(text.join(' '))
      .to.match(/recorded/)
      .and.match(/belongs to the state/);
  });
});
