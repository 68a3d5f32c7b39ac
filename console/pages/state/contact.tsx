import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, type SubmitEvent, useId, useState } from 'react';
import { ApiProblem } from '../../api/api-problem.ts';
import { call } from '../../api/call.ts';
import { type Account, holds, useAccount } from '../../api/session.ts';
import type { Answers } from '../../generated/answers.ts';
import { Facts } from '../../parts/facts.tsx';
import { Answered, Failure, Panel } from '../../parts/panel.tsx';
import { Moment } from '../../parts/time.tsx';
import { STATE_TEXT } from './state-text.ts';

const TEXT = STATE_TEXT.contact;

type ContactAnswer = Answers['GET /v1/members/{state}/contact'];

const FIELDS = ['name', 'address', 'phone', 'mailbox', 'hours'] as const;
type Field = (typeof FIELDS)[number];
type Said = Readonly<Partial<Record<Field, string>>>;

const LIMITS: Readonly<Record<Field, number>> = {
  name: 200,
  address: 400,
  phone: 60,
  mailbox: 254,
  hours: 200,
};

/** Who may say how the office is reached. */
const mayChange = (account: Account, code: string): boolean =>
  account.member === code &&
  holds(account, 'compact-office', 'state-administrator', 'national-office');

/** How the office of a member is reached, with what it said before for those who may see that. */
export function Contact({ code }: { readonly code: string }): ReactElement {
  const account = useAccount();
  const [isEdited, setIsEdited] = useState(false);
  const contact = useQuery({
    queryKey: ['contact', code],
    queryFn: ({ signal }) =>
      call('GET /v1/members/{state}/contact', { params: { state: code }, signal }),
  });
  const canEdit = mayChange(account, code) && contact.data !== undefined && !isEdited;
  return (
    <Panel
      title={TEXT.title}
      actions={
        canEdit ? (
          <button
            type="button"
            className="usa-button usa-button--unstyled"
            onClick={() => {
              setIsEdited(true);
            }}
          >
            {TEXT.edit}
          </button>
        ) : undefined
      }
    >
      <Answered query={contact}>
        {(known) =>
          isEdited ? (
            <ContactForm
              code={code}
              known={known}
              close={() => {
                setIsEdited(false);
              }}
            />
          ) : (
            <Known known={known} />
          )
        }
      </Answered>
    </Panel>
  );
}

function Known({ known }: { readonly known: ContactAnswer }): ReactElement {
  const { source, history = [] } = known;
  return (
    <>
      <ContactFacts said={known} />
      <p className="fine">{TEXT.source[source]}</p>
      {history.length === 0 ? null : (
        <details>
          <summary>{TEXT.history(history.length)}</summary>
          <ol className="list">
            {history.map((version) => (
              <li key={version.version}>
                <p className="fine">
                  Version {version.version}, <Moment at={version.changedAt} both />, by{' '}
                  {version.changedBy}
                </p>
                <ContactFacts said={version} />
              </li>
            ))}
          </ol>
        </details>
      )}
    </>
  );
}

function ContactFacts({ said }: { readonly said: Said }): ReactElement {
  return <Facts rows={FIELDS.map((field) => [TEXT.fields[field], valueOf(field, said[field])])} />;
}

function valueOf(field: Field, value: string | undefined): ReactElement | string | undefined {
  if (value === undefined) return undefined;
  if (field === 'mailbox') return <a href={`mailto:${value}`}>{value}</a>;
  return field === 'address' ? <span className="lines">{value}</span> : value;
}

interface ContactFormProps {
  readonly code: string;
  readonly known: ContactAnswer;
  readonly close: () => void;
}

/** Says it anew as a whole; whoever changed it meanwhile is not written over. */
function ContactForm({ code, known, close }: ContactFormProps): ReactElement {
  const queries = useQueryClient();
  const refresh = (): Promise<void> => queries.invalidateQueries({ queryKey: ['contact', code] });
  const save = useMutation({
    mutationFn: (said: Said) =>
      call('PUT /v1/members/{state}/contact', {
        params: { state: code },
        json: { ...said, version: known.version },
      }),
    onSuccess: async () => {
      await refresh();
      close();
    },
    onError: refresh,
  });
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const said = FIELDS.flatMap((field) => {
      const value = textOf(form, field);
      return value === '' ? [] : [[field, value] as const];
    });
    save.mutate(Object.fromEntries(said));
  };
  return (
    <form className="form" onSubmit={submit}>
      {FIELDS.map((field) => (
        <FormField key={field} field={field} value={known[field] ?? ''} />
      ))}
      <p className="fine">{TEXT.effect}</p>
      {save.error === null ? null : <SaveFailure error={save.error} />}
      <div className="buttons">
        <button type="submit" className="usa-button" disabled={save.isPending}>
          {TEXT.save}
        </button>
        <button type="button" className="usa-button usa-button--unstyled" onClick={close}>
          {STATE_TEXT.pause.cancel}
        </button>
      </div>
    </form>
  );
}

function textOf(form: FormData, field: Field): string {
  const value = form.get(field);
  // A form ends its lines as mails do; the hub takes plain line ends.
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n').trim() : '';
}

function FormField({
  field,
  value,
}: {
  readonly field: Field;
  readonly value: string;
}): ReactElement {
  const id = useId();
  const common = { id, name: field, defaultValue: value, maxLength: LIMITS[field] };
  return (
    <label htmlFor={id} className="form__field">
      {TEXT.fields[field]}
      {field === 'address' ? (
        <textarea {...common} rows={4} />
      ) : (
        <input {...common} type={field === 'mailbox' ? 'email' : 'text'} />
      )}
    </label>
  );
}

function SaveFailure({ error }: { readonly error: Error }): ReactElement {
  if (error instanceof ApiProblem && error.code === 'CONTACT_CHANGED') {
    return <p role="alert">{TEXT.changed}</p>;
  }
  const problems = error instanceof ApiProblem ? error.problems : [];
  return (
    <>
      <Failure error={error} />
      {problems.map(({ pointer, detail }) => {
        const field = FIELDS.find((name) => `/${name}` === pointer);
        return (
          <p key={pointer}>
            {field === undefined ? pointer : TEXT.fields[field]}: {detail}
          </p>
        );
      })}
    </>
  );
}
