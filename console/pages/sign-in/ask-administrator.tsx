import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useId, useState } from 'react';
import { call } from '../../api/call.ts';
import { Answered } from '../../parts/panel.tsx';
import { HELP as T } from './sign-in-text.ts';

/** Whom to ask who has no account or cannot use it: the same for everybody, so it tells nothing of anybody. */
export function AskAdministrator(): ReactElement {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const [member, setMember] = useState('');
  const contacts = useQuery({
    queryKey: ['contacts'],
    queryFn: ({ signal }) => call('GET /v1/contacts', { signal }),
    enabled: isOpen,
  });
  return (
    <details
      className="entry__help"
      onToggle={({ currentTarget }) => {
        setOpen(currentTarget.open);
      }}
    >
      <summary>{T.title}</summary>
      <p>{T.text}</p>
      {isOpen ? (
        <Answered query={contacts}>
          {({ items }) => (
            <>
              <label className="ask__label" htmlFor={id}>
                {T.pick}
              </label>
              <select
                id={id}
                className="usa-select"
                value={member}
                onChange={({ target }) => {
                  setMember(target.value);
                }}
              >
                <option value="">{T.choose}</option>
                {items.map((contact) => (
                  <option key={contact.member} value={contact.member}>
                    {contact.memberName}
                  </option>
                ))}
              </select>
              <div aria-live="polite">
                <Contact contact={items.find((one) => one.member === member)} />
              </div>
            </>
          )}
        </Answered>
      ) : null}
    </details>
  );
}

interface ContactProps {
  readonly contact:
    | {
        readonly memberName: string;
        readonly source: string;
        readonly name?: string;
        readonly address?: string;
        readonly phone?: string;
        readonly mailbox?: string;
        readonly hours?: string;
      }
    | undefined;
}

function Contact({ contact }: ContactProps): ReactElement | null {
  if (contact === undefined) return null;
  const { name, address, phone, mailbox, hours, memberName } = contact;
  if (contact.source === 'none') return <p>{T.nobody(memberName)}</p>;
  return (
    <address className="entry__contact">
      <strong>{name ?? memberName}</strong>
      {mailbox === undefined ? null : <a href={`mailto:${mailbox}`}>{mailbox}</a>}
      {phone === undefined ? null : <a href={`tel:${phone.replace(/[^+\d]/g, '')}`}>{phone}</a>}
      {hours === undefined ? null : (
        <span>
          {T.hours}: {hours}
        </span>
      )}
      {address?.split('\n').map((line) => (
        <span key={line}>{line}</span>
      ))}
    </address>
  );
}
