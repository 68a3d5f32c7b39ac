import type { Draw } from './draw.ts';
import { plainFamilyName } from './person-name.ts';
import type { Random } from './random.ts';
import { LONGEST } from './rates.ts';

export type Topic = keyof typeof SENTENCES;

/** Sentences by what they are about; `{…}` is filled from SLOTS. */
const SENTENCES = {
  conduct: [
    'Reports as instructed and has missed {number} appointment since {month}.',
    'Attitude toward supervision is {tone}; the household was seen on a home visit in {month}.',
    'Works steadily for {company} and keeps the officer informed of changes of shift.',
    'Tests for controlled substances were negative, except one in {month}.',
    'Payments are {tone}; the balance was reviewed together with the payee.',
    'Asked for leave to travel to {place} over a weekend in {month}; granted.',
    'Completed {number} of the {number2} sessions that the court ordered.',
  ],
  offense: [
    'On the date of the offense the defendant entered a closed shop in {place} & took goods worth ${number2}00.',
    'Witnesses saw the vehicle leave {street}; officers stopped it {number} blocks away.',
    'The defendant pleaded guilty to the count named above, and {number} counts were dismissed.',
    'The amount of the loss was put at ${number2},{number}50.00 by the owner ("{company}").',
    'A search under warrant no. {number2}-{number} found the items listed in the report.',
    'The co-defendant was sentenced in {month}; blood alcohol was < 0.{number2} by the second test.',
  ],
  plan: [
    'Has family in {place} who will help with housing & transport for the first {number} months.',
    'Lived in {place} before the offense and returned there in {month}.',
    'An offer of work from {company} begins in {month}.',
    'No means of support remain in the sending state after the lease ended.',
    'The household was told what supervision asks of it, and agrees.',
    'Treatment goes on with a provider in {place}; the first appointment is in {month}.',
  ],
  condition: [
    'Report to the supervising officer as directed & answer all questions truthfully.',
    'Do not possess firearms, ammunition or other weapons.',
    'Submit to tests for alcohol and controlled substances, at most {number2} a month.',
    'Do not leave {place} for more than {number} days without leave.',
    'Complete {number2} hours of community service by the end of {month}.',
    'Have no contact with the persons named in the order, directly or through others.',
    'Pay restitution of ${number}50.00 a month; see "Schedule {number}".',
    'Take part in counselling until the provider says that it is completed.',
  ],
  decision: [
    'The residence at {street} was visited on two days; nobody of the household was met.',
    'The sponsor was reached by telephone in {month} and confirmed the plan.',
    'The proposed residence lies within the limits that local law sets.',
    'Means of support were confirmed with {company}.',
    'The documents named in the request were not all attached; the page numbered {number} is missing.',
    'The plan can be looked at again once the household in {place} agrees.',
  ],
  violation: [
    'Left the treatment program in {month} without leave & has not gone back.',
    'Tested positive {number} times since {month}; admits use when asked.',
    'Was seen in {place} on a night when the curfew held.',
    'Owes {number2} hours of community service; none was done since {month}.',
    'Was found with a firearm at {street}; charged under no. {number2}-{number}.',
  ],
  request: [
    'Please say how the person has done since {month}.',
    'Please send the judgment & the conditions; page {number} is not legible.',
    'The person asks for leave to travel to {place} for {number} days in {month}.',
    'The balance was put at ${number2}0.00 by the payee; please confirm.',
    'Who is the officer now? The number given is that of {company}.',
  ],
  efforts: [
    'The number given was called {number} times in {month}; no answer.',
    'A home visit to {street} found nobody; a card was left.',
    'The employer, {company}, has not seen the person since {month}.',
    'The sponsor was asked and does not know where the person is.',
  ],
  health: [
    'Assessed in {month}; level {number} of 9 on the scale in use, and stable.',
    'Attends group sessions at {place} every {number} weeks.',
    'Medication is taken as prescribed; the next review is in {month}.',
    'No incident of self-harm in the last {number2} months.',
  ],
  instruction: [
    'Bring photo identification & the signed copy of the application.',
    'Report before {number2}:00; ask for the intake desk.',
    'Call the office on the way if the journey takes longer than {number} days.',
    'Do not drive if the licence is suspended; bus line {number2} stops at the door.',
  ],
  remark: [
    'See the earlier correspondence of {month}.',
    'Please answer to the officer named above.',
    'The household has a dog; call before a visit.',
    'Interpreter needed for hearings, not for office visits.',
    'The file is kept at the office in {place}.',
  ],
} as const satisfies Record<string, readonly string[]>;

const MONTHS = ['January', 'March', 'April', 'June', 'August', 'October', 'November'] as const;
const TONES = ['good', 'fair', 'regular', 'uneven', 'much improved'] as const;

const SLOTS: Record<string, (random: Random) => string> = {
  number: (random) => `${random.integer(2, 9)}`,
  number2: (random) => `${random.integer(10, 48)}`,
  month: (random) => random.pick(MONTHS),
  tone: (random) => random.pick(TONES),
  place: (random) => plainFamilyName(random),
  street: (random) => `${random.integer(10, 990)} ${plainFamilyName(random)} Rd`,
  company: (random) => companyName(random),
};

/** What states write and forms stumble over: quotes, markup, accents, tabs, formulas, signs. */
const AWKWARD = [
  'Said: "I\u2019ll be there" \u2013 and was.',
  'Señora Peñaquil (the landlady) agreed; rent is ½ of usual.',
  'Fields marked <none> & "n/a" were left empty \\ as asked.',
  'Column\tnotes: 1;2,3|4.',
  '=SUM(fees) was shown on the form; the total is 0.',
  'Größe und Façade: ok. 体 😀 {not a slot}',
  "The clerk's note reads `--`; end of quote'.",
] as const;

/** Some sentences about a topic, at most `most` characters; now and then several lines, or the most. */
export function prose(draw: Draw, topic: Topic, most: number, sentences = 2): string {
  const { random } = draw;
  if (random.chance(LONGEST.text)) return longest(random, topic, most);
  const count = random.integer(1, Math.max(1, sentences * 2 - 1));
  const written = Array.from({ length: count }, () => sentence(random, topic));
  if (random.chance(0.08)) written.push(random.pick(AWKWARD));
  const blank = random.chance(0.15) ? '\n' : ' ';
  return cut(written.join(blank), most);
}

/** One sentence on one line. */
export function line(draw: Draw, topic: Topic, most: number): string {
  return cut(sentence(draw.random, topic), most).replaceAll('\n', ' ');
}

/** A made-up firm. */
export function companyName(random: Random): string {
  const kinds = [
    'Freight',
    'Foods',
    '& Daughters',
    'Roofing, Inc.',
    'Diner',
    'Timber Co.',
    'Motors',
  ];
  return `${plainFamilyName(random)} ${random.pick(kinds)}`;
}

function sentence(random: Random, topic: Topic): string {
  return random
    .pick<string>(SENTENCES[topic])
    .replaceAll(/\{([a-z0-9]+)\}/g, (_, slot: string) => SLOTS[slot]?.(random) ?? slot);
}

function longest(random: Random, topic: Topic, most: number): string {
  let text = '';
  while (text.length < most) text += `${sentence(random, topic)} `;
  return `${text.slice(0, most - 1).replace(/\s$/, '.')}.`;
}

/** At most so many characters, no half of a pair and no blank at the end. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  return text
    .slice(0, most)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd();
}
