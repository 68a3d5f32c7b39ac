import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link, Redirect, useSearchParams } from 'wouter';
import { call } from '../api/call.ts';
import type { Found } from '../generated/answers.ts';
import { holds, useAccount } from '../api/session.ts';
import { SEARCHERS } from '../words/roles.ts';
import { Page } from '../parts/page.tsx';
import { Answered } from '../parts/panel.tsx';

type FoundItem = Found['items'][number];

/** What each kind is called, and where it is shown. */
const KINDS: Readonly<
  Record<FoundItem['kind'], { readonly word: string; readonly to: (item: FoundItem) => string }>
> = {
  message: { word: 'Message', to: ({ id }) => `/messages/${id}` },
  delivery: {
    word: 'Delivery',
    to: ({ id, transmissionId }) => `/messages/${transmissionId ?? id}`,
  },
  case: { word: 'Case', to: ({ id }) => `/cases/${id}` },
  person: { word: 'Person', to: ({ id }) => `/cases?person=${id}` },
  incident: { word: 'Incident', to: ({ id }) => `/incidents/${id}` },
  statement: { word: 'Statement', to: () => '/states' },
  erasure: { word: 'Order of erasure', to: () => '/administration' },
};

/** What a number names: straight to it when it is one thing. */
export function Find(): ReactElement {
  const [asked] = useSearchParams();
  const text = (asked.get('q') ?? '').trim();
  const found = useQuery({
    queryKey: ['find', text],
    // In the body: it may be a number that a state gave a case.
    queryFn: ({ signal }) => call('POST /v1/find', { json: { text }, signal }),
    enabled: text !== '',
  });
  const items = found.data?.items ?? [];
  const [only] = items;
  if (only !== undefined && items.length === 1)
    return <Redirect to={KINDS[only.kind].to(only)} replace />;
  return (
    <Page title="Find" answer={answerOf(text, found.data?.items.length)}>
      {text === '' ? null : (
        <Answered
          query={found}
          empty={{ when: (answer) => answer.items.length === 0, text: <Nothing /> }}
        >
          {(answer) => (
            <ul className="list">
              {answer.items.map((item) => (
                <li key={`${item.kind} ${item.id}`}>
                  {KINDS[item.kind].word} <Link to={KINDS[item.kind].to(item)}>{item.id}</Link>
                </li>
              ))}
            </ul>
          )}
        </Answered>
      )}
    </Page>
  );
}

function answerOf(text: string, count: number | undefined): string {
  if (text === '')
    return 'Type a number above: of a case, or of a message as its sender, its receiver or the hub knows it.';
  if (count === undefined) return 'Looking for it.';
  return count === 0
    ? 'Nothing that you may see has this number.'
    : `${count} things have this number.`;
}

function Nothing(): ReactElement {
  const account = useAccount();
  const mayFindPerson = holds(account, ...SEARCHERS);
  return (
    <>
      Check each character. A case is found by your own number of it, by the hub’s, or by the last 6
      characters of that; a message by the number of its sender or its receiver. All but those 6
      characters are compared whole. Numbers of a person are not looked for here:{' '}
      {mayFindPerson ? 'a person is found by name or number' : 'cases are listed'} on the page of
      the <Link to="/cases">cases</Link>, messages by type, state and time in the{' '}
      <Link to="/messages">log</Link>.
    </>
  );
}
