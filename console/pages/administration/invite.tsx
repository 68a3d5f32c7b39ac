import { type ReactElement, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { call } from '../../api/call.ts';
import { isNational, useAccount } from '../../api/session.ts';
import { Page } from '../../parts/page.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { MEMBER_CHOICES, stateName } from '../../words/names.ts';
import { NotGiven, useStep } from '../sign-in/use-step.ts';
import { INVITE as T } from './administration-text.ts';
import { InvitedNote, type InvitedView } from './invited-note.tsx';
import { RoleBoxes, type RolesAndStaff } from './role-boxes.tsx';

interface Person extends RolesAndStaff {
  readonly member: string;
  readonly name: string;
  readonly email: string;
  readonly training: string;
}

/** Records a person with its training, and sends the link. */
export function Invite(): ReactElement {
  const self = useAccount();
  const nobody: Person = {
    member: self.member,
    name: '',
    email: '',
    training: '',
    roles: [],
    isStaff: false,
  };
  const [person, setPerson] = useState(nobody);
  const [invited, setInvited] = useState<InvitedView>();
  const queries = useQueryClient();
  const { isBusy, error, submit } = useStep(async () => {
    const { member, name, email, roles, isStaff, training } = person;
    if (roles.length === 0) throw new NotGiven(T.noRole);
    const recorded = { staffOfCompactOffice: isStaff, trainingCompletedAt: training };
    const json = { member, name, email, roles, ...recorded };
    setInvited((await call('POST /v1/accounts', { json })) as InvitedView);
    await queries.invalidateQueries({ queryKey: ['accounts'] });
  });
  if (invited !== undefined) {
    return (
      <Page title={T.title}>
        <InvitedNote invited={invited} name={person.name} />
        <p className="buttons">
          <Link className="usa-button" to={`/administration/accounts/${invited.reference}`}>
            {T.open}
          </Link>
          <button
            type="button"
            className="usa-button usa-button--outline"
            onClick={() => {
              setPerson(nobody);
              setInvited(undefined);
            }}
          >
            {T.another}
          </button>
        </p>
      </Page>
    );
  }
  return (
    <Page title={T.title} answer={T.answer}>
      <form className="form" onSubmit={submit}>
        <PersonFields person={person} setPerson={setPerson} choosesMember={isNational(self)} />
        {error === undefined ? null : (
          <p role="alert" className="ask__error">
            {error}
          </p>
        )}
        <button type="submit" className="usa-button" aria-disabled={isBusy}>
          {T.confirm}
        </button>
      </form>
    </Page>
  );
}

interface PersonFieldsProps {
  readonly person: Person;
  readonly setPerson: (person: Person) => void;
  readonly choosesMember: boolean;
}

function PersonFields({ person, setPerson, choosesMember }: PersonFieldsProps): ReactElement {
  const change = (changed: Partial<Person>): void => {
    setPerson({ ...person, ...changed });
  };
  const { member, name, email, training } = person;
  return (
    <>
      {choosesMember ? (
        <label className="ask ask__label">
          {T.member}
          <select
            className="usa-select"
            value={member}
            onChange={({ target }) => {
              change({ member: target.value, roles: [], isStaff: false });
            }}
          >
            <option value="national">{stateName('national')}</option>
            {MEMBER_CHOICES.map(([code, text]) => (
              <option key={code} value={code}>
                {text}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      <TextField
        label={T.name}
        required
        maxLength={120}
        autoComplete="off"
        value={name}
        onText={(text) => {
          change({ name: text });
        }}
      />
      <TextField
        label={T.email}
        hint={T.emailHint}
        type="email"
        required
        maxLength={254}
        autoComplete="off"
        value={email}
        onText={(text) => {
          change({ email: text });
        }}
      />
      <RoleBoxes member={member} value={person} onChange={change} />
      <TextField
        label={T.training}
        hint={T.trainingHint}
        type="date"
        required
        value={training}
        onText={(text) => {
          change({ training: text });
        }}
      />
    </>
  );
}
