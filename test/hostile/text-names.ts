import type { HostileCase, HostileCategory, Verdict } from './hostile-case.ts';
import { goodActivity } from './hostile-lab.ts';

/** Names that people have, and texts that only look like names. */
export const TEXT_AND_NAMES: HostileCategory = {
  name: 'text and names',
  least: 80,
  cases: () => [
    ...PEOPLE.map((name) => named(name, 'accept')),
    ...FORMULAS.map((name) => named(name, 'accept')),
    ...UNSEEN.map((name) => named(name, 'refuse:SCHEMA_INVALID')),
    ...MALFORMED.map((name) => named(name, 'refuse:TEXT_INVALID')),
  ],
};

function named(name: string, expected: Verdict): HostileCase {
  return {
    name: `named ${JSON.stringify(name).slice(0, 60)}`,
    expected,
    play: (lab) => {
      const good = goodActivity();
      const submittedBy = { name, role: 'OFFICER', reference: 'qanareus1' };
      const body = JSON.stringify({ ...good, data: { ...good.data, submittedBy } });
      return lab.post('OR', 'application/cloudevents+json', body);
    },
  };
}

// prettier-ignore
const PEOPLE = [
  "O'Brien", 'O’Brien', 'D’Angelo-Smith', 'van der Berg', 'de la Cruz', 'Begay', 'Yellow Horse', 'Runs-Behind', "Ka'ahumanu", 'Keliʻi', 'ʻŌhiʻa',
  'Nuñez', 'Müller', 'Łukasz', 'Søren', 'Þór', 'İbrahim', 'ıșık', 'Đặng', 'Nguyễn', 'Zoë', 'Zoe\u0308', 'Ærø', 'Straße', 'Šimůnek', 'Ὀδυσσεύς',
  'Иванов', '王小明', '山田', '김', 'مُحَمَّد', 'שרה', 'ශ්‍රී'.replace('\u200d', ''), 'राम', 'தமிழ்', 'ᏣᎳᎩ', '𐐔𐐯𐑅', '😀', '𠮷野', 'X Æ A-12', 'Null', 'True', 'Smith Jr.', 'III', 'J. R. "Bob" Dobbs', 'a/b', 'N/A', 'Test, Test',
  '\u0430dam', 'paypa\u04cf', 'a\u0301\u0302\u0303\u0304', `a${'\u0301'.repeat(60)}`, '<b>x</b>', '<script>alert(1)</script>', "'; DROP TABLE persons;--", '${jndi:ldap://x}', '{{7*7}}', '%s%n', '../../etc/passwd', '&amp;', ']]>',
];
/** What a sheet takes for a formula is a name like any other here: the writing of cells makes it harmless. */
const FORMULAS = [
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '=HYPERLINK("http://x")',
  "=cmd|' /C calc'!A0",
  '-x',
  '+x',
];
const UNSEEN = [
  '',
  ' ',
  ' a',
  'a ',
  '\u00a0a',
  '\u2003a',
  'a\u202eb',
  'a\u202ab',
  'a\u202db',
  'a\u2066b',
  'a\u2069b',
  'a\u200bb',
  'a\u200eb',
  'a\u200fb',
  'a\u2060b',
  '\ufeffa',
  'a\u2028b',
  'a\u2029b',
  'a\nb',
  'a\rb',
  'a\tb',
  'a\u0007b',
  'a\u001b[31mb',
  'a\u007fb',
  'a\u0085b',
  'a\u009bb',
  'a\ufff9b',
  'a\uffffb',
  'x'.repeat(121),
  '\u3000',
];
const MALFORMED = ['a\u0000b', '\ud800', 'a\udc00', '\udc00\ud800'];
