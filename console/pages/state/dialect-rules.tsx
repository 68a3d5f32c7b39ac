import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useId, useState } from 'react';
import { call } from '../../api/call.ts';
import type { Answers } from '../../generated/answers.ts';
import { Answered } from '../../parts/panel.tsx';
import { activityName } from '../../words/names.ts';
import { type RuleLine, linesOf } from './rule-lines.ts';

type File = Answers['GET /v1/members/{state}/dialect']['documents'][number];
type Values = Readonly<Record<string, unknown>>;

/** Every document by which a state's format is mapped: one is chosen, and read rule by rule. */
export function DialectRules({ code }: { readonly code: string }): ReactElement {
  const dialect = useQuery({
    queryKey: ['dialect', code],
    queryFn: ({ signal }) =>
      call('GET /v1/members/{state}/dialect', { params: { state: code }, signal }),
    staleTime: Infinity,
  });
  return (
    <Answered query={dialect}>
      {({ documents }) => <Documents files={documents.filter(isRead)} />}
    </Answered>
  );
}

/** The kinds of documents that people read, in this order. */
const GROUPS = [
  { title: 'Activities', has: ({ type }: Values): boolean => type !== undefined },
  {
    title: 'Parts that several activities have',
    has: ({ block }: Values): boolean => block !== undefined,
  },
  { title: 'Code lists', has: ({ codes }: Values): boolean => codes !== undefined },
] as const;

const isRead = ({ document }: File): boolean => GROUPS.some(({ has }) => has(document));

function titleOf({ document, name }: File): string {
  const { type, title }: Values = document;
  if (typeof type === 'string') return activityName(type);
  return typeof title === 'string' ? title : name;
}

function Documents({ files }: { readonly files: readonly File[] }): ReactElement {
  const id = useId();
  const [chosen, setChosen] = useState(files[0]?.name);
  const file = files.find(({ name }) => name === chosen);
  return (
    <>
      <div className="filters">
        <label htmlFor={id}>
          Document
          <select
            id={id}
            value={chosen}
            onChange={({ target }) => {
              setChosen(target.value);
            }}
          >
            {GROUPS.map(({ title, has }) => (
              <optgroup key={title} label={title}>
                {files
                  .filter(({ document }) => has(document))
                  .map((one) => (
                    <option key={one.name} value={one.name}>
                      {titleOf(one)}
                    </option>
                  ))}
              </optgroup>
            ))}
          </select>
        </label>
      </div>
      {file === undefined ? null : <Document file={file} />}
    </>
  );
}

function Document({ file }: { readonly file: File }): ReactElement {
  const { pairs }: Values = file.document;
  return (
    <>
      <p className="fine">
        {file.name}, SHA-256 {file.hash}
      </p>
      {Array.isArray(pairs) ? (
        <Codes title={titleOf(file)} pairs={pairs as readonly Values[]} />
      ) : (
        <RuleTable title={titleOf(file)} lines={linesOf(file.document)} />
      )}
    </>
  );
}

function RuleTable({
  title,
  lines,
}: {
  readonly title: string;
  readonly lines: readonly RuleLine[];
}): ReactElement {
  return (
    <div className="scroll" role="region" aria-label={title} tabIndex={0}>
      <table className="rows">
        <caption className="usa-sr-only">{title}: what stands where on both sides</caption>
        <thead>
          <tr>
            <th scope="col">In the compact’s form</th>
            <th scope="col">What is done</th>
            <th scope="col">In the state’s form</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ canonical, local, what, depth }, place) => (
            <tr key={place}>
              <td className={`rule rule--${Math.min(depth, 4)}`}>
                <code>{canonical}</code>
              </td>
              <td>{what}</td>
              <td>
                <code>{local}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const said = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';

function Codes({
  title,
  pairs,
}: {
  readonly title: string;
  readonly pairs: readonly Values[];
}): ReactElement {
  return (
    <table className="rows">
      <caption className="usa-sr-only">{title}</caption>
      <thead>
        <tr>
          <th scope="col">In the compact’s form</th>
          <th scope="col">In the state’s form</th>
          <th scope="col">Meaning</th>
        </tr>
      </thead>
      <tbody>
        {pairs.map((pair, place) => (
          <tr key={place}>
            <td>
              <code>{said(pair['canonical'])}</code>
            </td>
            <td>
              <code>{said(pair['local'])}</code>
            </td>
            <td>{said(pair['label'])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
