import { useMutation } from '@tanstack/react-query';
import { type ReactElement, type SubmitEvent, useId, useState } from 'react';
import { Link } from 'wouter';
import { call } from '../../api/call.ts';
import type { FoundPersons } from '../../generated/answers.ts';
import { Way } from '../../parts/member.tsx';
import { Empty, Failure } from '../../parts/panel.tsx';
import { regionAnswer } from '../../words/case.ts';
import { MEMBER_CHOICES } from '../../words/names.ts';
import { CASES_TEXT, MATCHES } from './cases-text.ts';

const TEXT = CASES_TEXT.person;

interface Sought {
  readonly last: string;
  readonly first: string;
  readonly born: string;
  readonly fbi: string;
  readonly sid: string;
  readonly sidState: string;
}

/** Finds the cases of a person by what the reader knows of the person; whom one seeks stands in no address. */
export function FindPerson(): ReactElement {
  const [problem, setProblem] = useState<string>();
  const search = useMutation({
    mutationFn: (sought: Sought) => call('POST /v1/persons/search', { json: queryOf(sought) }),
  });
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const sought = readForm(event.currentTarget);
    const wrong = problemOf(sought);
    setProblem(wrong);
    if (wrong === undefined) search.mutate(sought);
  };
  const problemId = useId();
  return (
    <details className="more-filters">
      <summary>{TEXT.open}</summary>
      <p className="fine">{TEXT.why}</p>
      <form className="filters" onSubmit={submit} aria-describedby={problemId}>
        <Text name="last" label={TEXT.last} />
        <Text name="first" label={TEXT.first} />
        <Text name="born" label={TEXT.born} type="date" />
        <Text name="fbi" label={TEXT.fbi} />
        <Text name="sid" label={TEXT.sid} />
        <StateOfId />
        <button
          type="submit"
          className="usa-button usa-button--outline"
          disabled={search.isPending}
        >
          {TEXT.find}
        </button>
      </form>
      <div id={problemId} role="status">
        {problem === undefined ? null : <p className="filters__wrong">{problem}</p>}
        {problem !== undefined || search.data === undefined ? null : (
          <FoundList items={search.data.items} />
        )}
      </div>
      {search.error === null ? null : <Failure error={search.error} />}
    </details>
  );
}

interface TextProps {
  readonly name: keyof Sought;
  readonly label: string;
  readonly type?: 'date';
}

function Text({ name, label, type }: TextProps): ReactElement {
  const id = useId();
  return (
    <label htmlFor={id}>
      {label}
      <input id={id} name={name} type={type ?? 'text'} maxLength={64} autoComplete="off" />
    </label>
  );
}

function StateOfId(): ReactElement {
  const id = useId();
  return (
    <label htmlFor={id}>
      {TEXT.sidState}
      <select id={id} name="sidState">
        <option value="">–</option>
        {MEMBER_CHOICES.map(([code, name]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function readForm(form: HTMLFormElement): Sought {
  const given = new FormData(form);
  const text = (name: keyof Sought): string => {
    const value = given.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  return {
    last: text('last'),
    first: text('first'),
    born: text('born'),
    fbi: text('fbi'),
    sid: text('sid'),
    sidState: text('sidState'),
  };
}

function problemOf({ last, fbi, sid, sidState }: Sought): string | undefined {
  if (last === '' && fbi === '' && sid === '') return TEXT.tooLittle;
  return sid !== '' && sidState === '' ? TEXT.noState : undefined;
}

function queryOf({ last, first, born, fbi, sid, sidState }: Sought): object {
  const name = { ...(last === '' ? {} : { last }), ...(first === '' ? {} : { first }) };
  const identifiers = [
    ...(fbi === '' ? [] : [{ kind: 'fbi-number', value: fbi }]),
    ...(sid === '' ? [] : [{ kind: 'state-identifier', value: sid, state: sidState }]),
  ];
  return {
    ...(Object.keys(name).length === 0 ? {} : { name }),
    ...(born === '' ? {} : { dateOfBirth: born }),
    ...(identifiers.length === 0 ? {} : { identifiers }),
  };
}

/** Cases alone: a name is shown where opening it is recorded. */
function FoundList({ items }: { readonly items: FoundPersons['items'] }): ReactElement {
  if (items.length === 0) return <Empty>{TEXT.none}</Empty>;
  return (
    <>
      <p>{TEXT.found(items.length)}</p>
      <ul className="list">
        {items.map(({ personId, matchedBy, cases }) => (
          <li key={personId}>
            <p className="item__facts">
              {TEXT.agrees(matchedBy.map((code) => MATCHES[code] ?? code))}
            </p>
            {cases.map(({ caseId, sendingState, receivingState, status }) => (
              <p key={caseId} className="item__head">
                <Link to={`/cases/${caseId}`} className="number">
                  {caseId}
                </Link>{' '}
                <Way from={sendingState} to={receivingState} /> {regionAnswer('status', status)}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </>
  );
}
