import { CANARY, type HostileCase, type HostileCategory, type Verdict } from './hostile-case.ts';
import { type HostileLab, goodActivity } from './hostile-lab.ts';

/** What would break out of a line of a log, or run where one is shown. */
const TEXTS = [
  `${CANARY}\r\n{"level":"error","event":"forged"}`,
  `${CANARY}\u001b[2J\u001b]0;x\u0007`,
  `${CANARY}","event":"forged","x":"`,
  `${CANARY}\${jndi:ldap://127.0.0.1/x}`,
  `${CANARY}<script>alert(1)</script>`,
  `${CANARY}{{constructor.constructor('x')()}}`,
  `${CANARY}%0d%0aSet-Cookie: x=y`,
  `${CANARY}${'x'.repeat(900_000)}`,
];

const QUOTED = (text: string): string => encodeURIComponent(text.slice(0, 2_000));

type Place = readonly [name: string, request: (lab: HostileLab, text: string) => Promise<Verdict>];

const PLACES: readonly Place[] = [
  ['a path', (lab, text) => get(lab, `/v1/messages/${QUOTED(text)}`)],
  ['a query', (lab, text) => get(lab, `/v1/messages?from=${QUOTED(text)}`)],
  [
    'a header',
    (lab, text) =>
      get(lab, '/v1/inbox', { 'x-request-id': QUOTED(text), 'user-agent': QUOTED(text) }),
  ],
  [
    'a credential',
    (lab, text) => get(lab, '/v1/inbox', { authorization: `Bearer ${QUOTED(text)}` }),
  ],
  ['an id', (lab, text) => submit(lab, { id: text })],
  ['a destination', (lab, text) => submit(lab, { destination: text })],
  ['a type', (lab, text) => submit(lab, { type: text })],
  ['a source', (lab, text) => submit(lab, { source: text })],
  ['a subject', (lab, text) => submit(lab, { subject: text })],
  ['a name', (lab, text) => submit(lab, { data: { [text]: 1 } })],
];

/** Each line of the log stays one line of JSON, and none of them has the text. */
export const LOG_INJECTION: HostileCategory = {
  name: 'log injection',
  least: 40,
  cases: () =>
    PLACES.flatMap(([place, request]) =>
      TEXTS.map((text, number): HostileCase => ({
        name: `${place}, text ${number}`,
        expected: 'accept',
        play: async (lab) => {
          const before = lab.log.length;
          const verdict = await request(lab, text);
          const lines = lab.log.slice(before);
          const isWhole = lines.every(isLine) && !lines.some((line) => line.includes('forged'));
          const isRefused = verdict.startsWith('refuse:') && !/:5\d\d$|INTERNAL/.test(verdict);
          return { verdict: isWhole && isRefused ? 'accept' : verdict };
        },
      })),
    ),
};

function isLine(line: string): boolean {
  try {
    return typeof (JSON.parse(line) as { event: unknown }).event === 'string';
  } catch {
    return false;
  }
}

async function get(lab: HostileLab, path: string, headers: object = {}): Promise<Verdict> {
  const all = { authorization: `Bearer ${lab.key}`, ...headers };
  const { verdict, shown = '' } = await lab.request(path, { headers: all });
  if (verdict === 'accept' && !shown.includes(CANARY)) return 'refuse:SHOWN_NOTHING';
  return verdict;
}

async function submit(lab: HostileLab, change: object): Promise<Verdict> {
  const body = JSON.stringify({ ...goodActivity(), ...change });
  const { verdict, shown = '' } = await lab.post('OR', 'application/cloudevents+json', body);
  return shown.includes(CANARY) ? 'accept' : verdict;
}
