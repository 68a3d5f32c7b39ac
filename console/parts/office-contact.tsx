import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { call } from '../api/call.ts';
import { stateName } from '../words/names.ts';

/** How the compact office of a state is reached, in a line; where it says nothing, the page of the state. */
export function OfficeContact({ member }: { readonly member: string }): ReactElement | null {
  const { data } = useQuery({
    queryKey: ['contacts'],
    queryFn: ({ signal }) => call('GET /v1/contacts', { signal }),
  });
  if (data === undefined) return null;
  const { phone, mailbox } = data.items.find((one) => one.member === member) ?? {};
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
  ].filter((way) => way !== undefined);
  return (
    <span className="ways">
      {ways}
      {ways.length === 0 ? (
        <Link to={`/states/${member}`}>{`See the page of ${stateName(member)}`}</Link>
      ) : null}
    </span>
  );
}
