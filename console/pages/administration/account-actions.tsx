import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { ApiProblem } from '../../api/api-problem.ts';
import { type Route, call } from '../../api/call.ts';
import type { Account } from '../../generated/answers.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Failure, Panel } from '../../parts/panel.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { ACCOUNT_PAGE as T, INVITE } from './administration-text.ts';
import { InvitedNote, type InvitedView } from './invited-note.tsx';
import { RoleBoxes, type RolesAndStaff } from './role-boxes.tsx';

type Action = 'roles' | 'deactivate' | 'reinvite' | 'unlock' | 'confirm';

/** What an administrator changes of an account, how it went, and the account as it then stands. */
function useAction(reference: string, action: Action) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (json: object) =>
      call(`POST /v1/accounts/{reference}/${action}` as Route, { params: { reference }, json }),
    onSuccess: () =>
      Promise.all(
        [['account', reference], ['accounts'], ['sessions', reference]].map((queryKey) =>
          queries.invalidateQueries({ queryKey }),
        ),
      ),
  });
}

interface ActionProps {
  readonly account: Account;
}

/** What can be done with the account as it stands, the most urgent first. */
export function AccountActions({ account }: ActionProps): ReactElement {
  const { state, staffOfCompactOffice, reference } = account;
  return (
    <Panel title={T.actions}>
      <ul className="list">
        {state === 'locked' ? (
          <Plain reference={reference} action="unlock" words={T.unlock} text={T.unlock.text} />
        ) : null}
        {staffOfCompactOffice && state !== 'deactivated' ? (
          <Plain
            reference={reference}
            action="confirm"
            words={T.confirm}
            text={account.confirmationDue ? T.confirm.due : T.confirm.text}
          />
        ) : null}
        {state === 'deactivated' ? null : <ChangeRoles account={account} />}
        <InviteAgain account={account} />
        {state === 'deactivated' ? null : <Deactivate account={account} />}
      </ul>
    </Panel>
  );
}

interface OneProps {
  readonly head: string;
  readonly text: string;
  readonly error: Error | null;
  readonly isDone: boolean;
  readonly children: ReactNode;
}

function One({ head, text, error, isDone, children }: OneProps): ReactElement {
  return (
    <li>
      <h3 className="list__head">{head}</h3>
      <p>{text}</p>
      {error === null ? null : <Failure error={error} />}
      {children}
      <p role="status">{isDone ? T.done : ''}</p>
    </li>
  );
}

interface PlainProps {
  readonly reference: string;
  readonly action: Action;
  readonly words: { readonly head: string; readonly button: string };
  readonly text: string;
}

function Plain({ reference, action, words, text }: PlainProps): ReactElement {
  const { mutate, error, isPending, isSuccess } = useAction(reference, action);
  return (
    <One head={words.head} text={text} error={error} isDone={isSuccess}>
      <button
        type="button"
        className="usa-button"
        disabled={isPending}
        onClick={() => {
          mutate({});
        }}
      >
        {words.button}
      </button>
    </One>
  );
}

function ChangeRoles({ account }: ActionProps): ReactElement {
  const { reference, member, roles, staffOfCompactOffice } = account;
  const [value, setValue] = useState<RolesAndStaff>({ roles, isStaff: staffOfCompactOffice });
  const { mutate, error, isPending, isSuccess } = useAction(reference, 'roles');
  return (
    <One head={T.rolesPanel.head} text={T.rolesPanel.text} error={error} isDone={isSuccess}>
      <RoleBoxes member={member} value={value} onChange={setValue} />
      <button
        type="button"
        className="usa-button usa-button--outline"
        disabled={isPending || value.roles.length === 0}
        onClick={() => {
          const staff = member === 'national' ? {} : { staffOfCompactOffice: value.isStaff };
          mutate({ roles: value.roles, ...staff });
        }}
      >
        {T.rolesPanel.button}
      </button>
    </One>
  );
}

function InviteAgain({ account }: ActionProps): ReactElement {
  const { reference, state, name } = account;
  const isClosed = state === 'deactivated';
  const [training, setTraining] = useState('');
  const { mutate, error, isPending, data } = useAction(reference, 'reinvite');
  return (
    <One
      head={T.reinvite.head}
      text={isClosed ? T.reinvite.closed : T.reinvite.text}
      error={error}
      isDone={false}
    >
      {isClosed ? (
        <TextField
          label={INVITE.training}
          hint={INVITE.trainingHint}
          type="date"
          value={training}
          onText={setTraining}
        />
      ) : null}
      {data === undefined ? (
        <button
          type="button"
          className="usa-button usa-button--outline"
          disabled={isPending || (isClosed && training === '')}
          onClick={() => {
            mutate(isClosed ? { trainingCompletedAt: training } : {});
          }}
        >
          {T.reinvite.button}
        </button>
      ) : (
        <InvitedNote invited={data as InvitedView} name={name} />
      )}
    </One>
  );
}

function Deactivate({ account: { reference } }: ActionProps): ReactElement {
  const [isAsked, setAsked] = useState(false);
  const { mutate, error, isPending, isSuccess } = useAction(reference, 'deactivate');
  const hasCases = error instanceof ApiProblem && error.code === 'ACCOUNT_HAS_CASES';
  const close = (): void => {
    setAsked(false);
  };
  const words = T.deactivate;
  return (
    <One head={words.head} text={words.text} error={hasCases ? null : error} isDone={isSuccess}>
      {hasCases ? (
        <p role="alert">
          {words.cases} <Link to="/cases">{words.casesLink}</Link>
        </p>
      ) : null}
      <button
        type="button"
        className="usa-button usa-button--outline"
        disabled={isPending}
        onClick={() => {
          setAsked(true);
        }}
      >
        {words.button}
      </button>
      {isAsked ? (
        <Dialog title={words.ask} onClose={close}>
          <p>{words.text}</p>
          <div className="buttons">
            <button
              type="button"
              className="usa-button usa-button--secondary"
              onClick={() => {
                close();
                mutate({});
              }}
            >
              {words.yes}
            </button>
            <button type="button" className="usa-button usa-button--outline" onClick={close}>
              {words.no}
            </button>
          </div>
        </Dialog>
      ) : null}
    </One>
  );
}
