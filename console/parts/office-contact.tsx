import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import { call } from '../api/call.ts';
import type { Answers } from '../generated/answers.ts';
import { stateName } from '../words/names.ts';
import { TEXT } from '../words/text.ts';

type Contact = Answers['GET /v1/contacts']['items'][number];

/**
 * How the compact office of a state is reached, in a line. Where it has said neither telephone nor mailbox, that
 * is said, and who may know.
 */
export function OfficeContact({ member }: { readonly member: string }): ReactElement | null {
  const { data } = useQuery({
    queryKey: ['contacts'],
    queryFn: ({ signal }) => call('GET /v1/contacts', { signal }),
  });
  if (data === undefined) return null;
  const contactOf = (of: string): Contact | undefined =>
    data.items.find((one) => one.member === of);
  const contact = contactOf(member);
  const ways = waysOf(contact);
  if (ways.length > 0) return <span className="ways">{ways}</span>;
  if (contact?.address !== undefined) {
    return <Link to={`/states/${member}`}>{`See the page of ${stateName(member)}`}</Link>;
  }
  const national = waysOf(contactOf('national'));
  return (
    <>
      {TEXT.noContact(stateName(member), national.length > 0)}{' '}
      <span className="ways">{national}</span>
    </>
  );
}

function waysOf(contact: Contact | undefined): ReactElement[] {
  const { phone, mailbox } = contact ?? {};
  const ways = [
    phone === undefined ? undefined : (
      <a key="phone" href={`tel:${phone.replace(/[^+\d]/g, '')}`}>
        {phone}
      </a>
    ),
    mailbox === undefined ? undefined : (
      <a key="mailbox" href={`mailto:${mailbox}`}>
        {mailbox}
      </a>
    ),
  ];
  return ways.filter((way) => way !== undefined);
}
