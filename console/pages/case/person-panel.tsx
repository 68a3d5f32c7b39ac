import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { Link } from 'wouter';
import { call } from '../../api/call.ts';
import { isNational, useAccount } from '../../api/session.ts';
import type { Case } from '../../generated/answers.ts';
import { Answered, Empty, Panel } from '../../parts/panel.tsx';
import { sentence } from '../../words/names.ts';
import { day } from '../../words/time.ts';
import { CASE_TEXT } from './case-text.ts';

type Person = NonNullable<Case['person']>;

/** Whose case it is: closed until it is opened, and closed again when the page is left. */
export function PersonPanel({ file }: { readonly file: Case }): ReactElement {
  const account = useAccount();
  const [isOpen, setOpen] = useState(false);
  const { describedBy, personId } = file;
  return (
    <Panel title={CASE_TEXT.person}>
      {isNational(account) ? <Empty>{CASE_TEXT.personNational}</Empty> : null}
      {!isNational(account) && describedBy === undefined ? (
        <Empty>{CASE_TEXT.noPerson}</Empty>
      ) : null}
      {describedBy === undefined ? null : (
        <>
          {isOpen ? <OpenedPerson caseId={file.caseId} /> : <p>{CASE_TEXT.personClosed}</p>}
          <p className="buttons">
            <button
              type="button"
              className="usa-button usa-button--outline"
              aria-expanded={isOpen}
              onClick={() => {
                setOpen(!isOpen);
              }}
            >
              {isOpen ? CASE_TEXT.closePerson : CASE_TEXT.openPerson}
            </button>
          </p>
        </>
      )}
      {personId === undefined ? null : (
        <p>
          <Link to={`/cases?person=${personId}`}>{CASE_TEXT.otherCases}</Link>
        </p>
      )}
    </Panel>
  );
}

/** Asked for once it is opened: each opening is recorded. */
function OpenedPerson({ caseId }: { readonly caseId: string }): ReactElement {
  const file = useQuery({
    queryKey: ['person-of-case', caseId],
    queryFn: () => call('GET /v1/cases/{caseId}', { params: { caseId } }),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  return (
    <Answered query={file}>
      {({ person }) =>
        person === undefined ? (
          <Empty>{CASE_TEXT.personLocked}</Empty>
        ) : (
          <PersonFacts person={person} />
        )
      }
    </Answered>
  );
}

function PersonFacts({ person }: { readonly person: Person }): ReactElement {
  const { name, aliases, dateOfBirth, otherDatesOfBirth, sex, race, identifiers } = person;
  return (
    <dl className="facts">
      <dt>{CASE_TEXT.name}</dt>
      <dd>{nameOf(name)}</dd>
      {aliases.length === 0 ? null : (
        <>
          <dt>{CASE_TEXT.aliases}</dt>
          <dd>{aliases.map(nameOf).join('; ')}</dd>
        </>
      )}
      <dt>{CASE_TEXT.born}</dt>
      <dd>{day(dateOfBirth)}</dd>
      {otherDatesOfBirth.length === 0 ? null : (
        <>
          <dt>{CASE_TEXT.alsoBorn}</dt>
          <dd>{otherDatesOfBirth.map(day).join('; ')}</dd>
        </>
      )}
      <dt>{CASE_TEXT.sex}</dt>
      <dd>{sex}</dd>
      <dt>{CASE_TEXT.race}</dt>
      <dd>{race}</dd>
      {identifiers.map(({ kind, value, state }) => (
        <Identifier key={`${kind} ${value}`} kind={kind} value={value} state={state} />
      ))}
    </dl>
  );
}

function Identifier({
  kind,
  value,
  state,
}: {
  readonly kind: string;
  readonly value: string;
  readonly state: string | undefined;
}): ReactElement {
  return (
    <>
      <dt>{sentence(kind.replaceAll('-', ' '))}</dt>
      <dd>
        {value} {state ?? ''}
      </dd>
    </>
  );
}

function nameOf({ lastName, firstName, middleName, suffix }: Person['name']): string {
  const given = [firstName, middleName].filter((part) => part !== undefined).join(' ');
  return `${lastName}, ${given}${suffix === undefined ? '' : `, ${suffix}`}`;
}
