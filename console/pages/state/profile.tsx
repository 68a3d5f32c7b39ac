import type { ReactElement, ReactNode } from 'react';
import type { Answers } from '../../generated/answers.ts';
import { Facts } from '../../parts/facts.tsx';
import { Panel } from '../../parts/panel.tsx';
import { STATE_TEXT } from './state-text.ts';

type StateAnswer = Answers['GET /v1/members/{state}/profile'];
type Values = Readonly<Record<string, unknown>>;
type FactRow = readonly [name: string, value: ReactNode];

const valuesOf = (value: unknown): Values =>
  typeof value === 'object' && value !== null ? (value as Values) : {};

/** What a state's system can do and how it is spoken to, as its pack says it. */
export function Profile({ state: { profile } }: { readonly state: StateAnswer }): ReactElement {
  const facts: Values = profile;
  const options = Object.entries(valuesOf(facts['transport'])).filter(([name]) => name !== 'kind');
  const plain = optionRows(Object.fromEntries(options));
  const certificates = plain.filter(([, value]) => isCertificate(value));
  return (
    <Panel title={STATE_TEXT.profile.title}>
      <Facts rows={[...capabilityRows(valuesOf(facts['capabilities'])), ...officeRows(facts)]} />
      {plain.length === certificates.length ? null : (
        <details>
          <summary>Options of its transport</summary>
          <Facts rows={plain.filter(([, value]) => !isCertificate(value))} />
        </details>
      )}
      {certificates.length === 0 ? null : (
        <details>
          <summary>{STATE_TEXT.profile.certificates}</summary>
          {certificates.map(([name, value]) => (
            <figure key={name} className="certificate">
              <figcaption>{name}</figcaption>
              <pre className="document" tabIndex={0}>
                {value}
              </pre>
            </figure>
          ))}
        </details>
      )}
    </Panel>
  );
}

const ACKNOWLEDGEMENT: Readonly<Record<string, string>> = {
  synchronous: 'It holds a message as soon as it answers',
  asynchronous: 'It acknowledges later',
  none: 'It never says that it holds a message',
};

function capabilityRows(can: Values): FactRow[] {
  const said = (name: string): string => textOf(can[name]);
  const bytes = Number(can['sizeLimitBytes']);
  return [
    ['Acknowledgement', ACKNOWLEDGEMENT[said('acknowledgement')] ?? said('acknowledgement')],
    [
      'Sent twice',
      can['idempotent'] === true
        ? 'Has no second effect'
        : 'May have a second effect: the hub asks first',
    ],
    ['Can be asked', can['probe'] === true ? 'Yes, whether it holds a message' : 'No'],
    ['Messages in one call', said('listMaximum')],
    ['Calls at once', said('concurrency')],
    ['Largest document', bytes > 0 ? `${Math.round(bytes / 1_024)} KiB` : undefined],
    ['Takes messages', hoursOf(can['batchWindow'])],
    ['Takes none', hoursOf(can['quietHours'])],
    [
      'Files',
      said('attachments') === 'transport' ? 'Beside the document' : 'It fetches them from the hub',
    ],
  ];
}

function hoursOf(value: unknown): string | undefined {
  const { from, until } = valuesOf(value);
  return from === undefined ? undefined : `${textOf(from)} to ${textOf(until)}, its own time`;
}

function officeRows(facts: Values): FactRow[] {
  const { bySupervisionType } = valuesOf(facts['routing']);
  return [
    ['Its office’s time', textOf(facts['timeZone']).replaceAll('_', ' ')],
    [
      'Releases in its own system',
      facts['attestation'] === true
        ? 'Yes: the hub takes its word'
        : 'No: its office releases here',
    ],
    [
      'Looks at what comes in',
      facts['incomingReview'] === true ? 'Yes, in the list of its office' : undefined,
    ],
    [
      'Offices',
      bySupervisionType === true ? 'One for probation and another for parole' : undefined,
    ],
  ];
}

const isCertificate = (value: ReactNode): value is string =>
  typeof value === 'string' && value.includes('-----BEGIN CERTIFICATE');

/** Options of a transport as lines; what lies deeper is named by its way there. */
function optionRows(options: Values, before = ''): (readonly [string, string])[] {
  return Object.entries(options).flatMap(([name, value]) => {
    const said = before === '' ? wordsOf(name) : `${before}, ${wordsOf(name).toLowerCase()}`;
    const isDeeper = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isDeeper ? optionRows(valuesOf(value), said) : [[said, textOf(value)] as const];
  });
}

/** `pickUp` as `Pick up`, `intervalMs` as `Interval (ms)`. */
function wordsOf(name: string): string {
  const unit = /Ms$/.test(name) ? ' (ms)' : '';
  const words = name
    .replace(/Ms$/, '')
    .replace(/([A-Z])/g, ' $1')
    .toLowerCase();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${unit}`;
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
