import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link, useSearchParams } from 'wouter';
import { call } from '../api/call.ts';
import { type Account as Self, holds, isNational, useAccount } from '../api/session.ts';
import type { Account } from '../generated/answers.ts';
import { Badge } from '../parts/badge.tsx';
import { Filters, type FilterField } from '../parts/filters.tsx';
import { MoreButton } from '../parts/more.tsx';
import { Page } from '../parts/page.tsx';
import { Empty, Failure, Skeleton } from '../parts/panel.tsx';
import { Rows, type Column } from '../parts/rows.tsx';
import { Moment } from '../parts/time.tsx';
import { MEMBER_CHOICES, stateName } from '../words/names.ts';
import { ROLE_CHOICES, roleName } from '../words/roles.ts';
import { ACCOUNTS as T, STANDINGS } from './administration/administration-text.ts';

const PAGE_SIZE = 200;

const MEMBER_FIELD: FilterField = {
  name: 'member',
  label: T.filter.member,
  choices: [['national', stateName('national')], ...MEMBER_CHOICES],
};

const FIELDS: readonly FilterField[] = [
  {
    name: 'state',
    label: T.filter.state,
    choices: Object.entries(STANDINGS).map(([state, { word }]) => [state, word] as const),
  },
  { name: 'role', label: T.filter.role, choices: ROLE_CHOICES },
  { name: 'inactive', label: T.filter.inactive, choices: [['yes', T.filter.unused]] },
  { name: 'confirmation', label: T.filter.confirmation, choices: [['due', T.filter.due]] },
];

/** The accounts of the own state, or of all for the nation; what waits for somebody first in words. */
export function Administration(): ReactElement {
  const self = useAccount();
  const [asked] = useSearchParams();
  const query = {
    member: asked.get('member') ?? undefined,
    state: asked.get('state') ?? undefined,
    role: asked.get('role') ?? undefined,
    inactive: asked.get('inactive') ?? undefined,
  };
  const list = useInfiniteQuery({
    queryKey: ['accounts', query],
    queryFn: ({ pageParam, signal }) =>
      call('GET /v1/accounts', {
        query: { ...query, limit: PAGE_SIZE, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  });
  const all = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const onlyDue = asked.get('confirmation') === 'due';
  const shown = onlyDue ? all.filter(({ confirmationDue }) => confirmationDue) : all;
  return (
    <Page title={T.title} answer={list.isSuccess ? answerOf(shown, list.hasNextPage) : undefined}>
      <p className="buttons">
        {mayChange(self) ? (
          <Link className="usa-button" to="/administration/invite">
            {T.invite}
          </Link>
        ) : null}
        <Link to="/administration/access">{T.events}</Link>
      </p>
      <Filters fields={isNational(self) ? [MEMBER_FIELD, ...FIELDS] : FIELDS} />
      {list.error === null ? null : (
        <Failure error={list.error} again={() => void list.refetch()} />
      )}
      {list.isPending ? <Skeleton /> : null}
      {list.isSuccess && shown.length === 0 ? <Empty>{T.empty}</Empty> : null}
      {shown.length === 0 ? null : (
        <Rows
          caption={T.caption}
          columns={isNational(self) ? [NAME, STATE, ...COLUMNS] : [NAME, ...COLUMNS]}
          rows={shown}
          keyOf={({ reference }) => reference}
        />
      )}
      <MoreButton list={list} />
    </Page>
  );
}

/** Auditors look at accounts and change none. */
const mayChange = (self: Self): boolean => holds(self, 'state-administrator', 'national-office');

function answerOf(accounts: readonly Account[], hasMore: boolean): string {
  if (accounts.length === 0) return T.answer.none;
  const locked = accounts.filter(({ state }) => state === 'locked').length;
  const due = accounts.filter(({ confirmationDue }) => confirmationDue).length;
  return T.answer.all(accounts.length, hasMore) + T.answer.act(locked, due);
}

const NAME: Column<Account> = {
  head: T.head.name,
  cell: ({ reference, name }) => <Link to={`/administration/accounts/${reference}`}>{name}</Link>,
};

const STATE: Column<Account> = { head: T.head.state, cell: ({ member }) => stateName(member) };

const COLUMNS: readonly Column<Account>[] = [
  { head: T.head.roles, cell: ({ roles }) => roles.map(roleName).join(', ') },
  { head: T.head.standing, cell: (account) => <AccountStanding account={account} /> },
  {
    head: T.head.signedIn,
    cell: ({ lastSignInAt }) =>
      lastSignInAt === undefined ? T.never : <Moment at={lastSignInAt} />,
  },
];

function AccountStanding({ account }: { readonly account: Account }): ReactElement {
  const { state, confirmationDue, inactive } = account;
  return (
    <span>
      <Badge {...(STANDINGS[state] ?? { look: 'in-order', word: state })} />{' '}
      {confirmationDue ? <Badge look="waiting" word={T.filter.due} /> : null}{' '}
      {inactive ? <Badge look="soon" word={`${T.filter.inactive}: ${T.filter.unused}`} /> : null}
    </span>
  );
}
