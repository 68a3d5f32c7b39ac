import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link, useParams } from 'wouter';
import { call } from '../../api/call.ts';
import { holds, useAccount } from '../../api/session.ts';
import type { Account } from '../../generated/answers.ts';
import { Badge } from '../../parts/badge.tsx';
import { Page } from '../../parts/page.tsx';
import { Answered, Panel } from '../../parts/panel.tsx';
import { Moment } from '../../parts/time.tsx';
import { stateName } from '../../words/names.ts';
import { roleName } from '../../words/roles.ts';
import { AccountActions } from './account-actions.tsx';
import { ACCOUNT_PAGE as T, STANDINGS } from './administration-text.ts';
import { OpenSessions } from './open-sessions.tsx';

/** One person's account: how it stands, what an administrator can do, who is signed in by it. */
export function AccountPage(): ReactElement {
  const { reference = '' } = useParams();
  const account = useQuery({
    queryKey: ['account', reference],
    queryFn: ({ signal }) =>
      call('GET /v1/accounts/{reference}', { params: { reference }, signal }),
  });
  return (
    <Page title={T.title} answer={account.data?.name}>
      <Answered query={account}>{(known) => <Known account={known} />}</Answered>
    </Page>
  );
}

function Known({ account }: { readonly account: Account }): ReactElement {
  const self = useAccount();
  const isOwn = self.reference === account.reference;
  const changes = holds(self, 'state-administrator', 'national-office');
  return (
    <div className="story">
      <div>
        {isOwn ? <p>{T.own}</p> : null}
        {changes ? null : <p>{T.readOnly}</p>}
        {changes && !isOwn ? <AccountActions account={account} /> : null}
        <OpenSessions reference={account.reference} mayEnd={changes} />
      </div>
      <Facts account={account} />
    </div>
  );
}

function Facts({ account }: { readonly account: Account }): ReactElement {
  const { state, training, policy, confirmedAt, lastSignInAt, staffOfCompactOffice } = account;
  return (
    <Panel title={T.facts}>
      <dl className="facts">
        <dt>{T.state}</dt>
        <dd>
          <Badge {...(STANDINGS[state] ?? { look: 'in-order', word: state })} />
        </dd>
        <dt>{T.member}</dt>
        <dd>{stateName(account.member)}</dd>
        <dt>{T.roles}</dt>
        <dd>{account.roles.map(roleName).join(', ')}</dd>
        <dt>{T.email}</dt>
        <dd>{account.email}</dd>
        <dt>{T.staff}</dt>
        <dd>
          {staffOfCompactOffice && confirmedAt !== undefined ? (
            <>
              {T.confirmed} <Moment at={confirmedAt} />
            </>
          ) : (
            T.staffNo
          )}
        </dd>
        <dt>{T.invited}</dt>
        <dd>
          <Moment at={account.invitedAt} />
        </dd>
        <dt>{T.signedIn}</dt>
        <dd>{lastSignInAt === undefined ? T.none : <Moment at={lastSignInAt} />}</dd>
        <dt>{T.training}</dt>
        <dd>
          {training.completedAt}{' '}
          <span className="fine">
            {T.recordedBy} {training.recordedBy}
          </span>
        </dd>
        <dt>{T.policy}</dt>
        <dd>
          {policy === undefined ? (
            T.none
          ) : (
            <>
              {policy.version}, <Moment at={policy.acceptedAt} />
            </>
          )}
        </dd>
        <dt>{T.reference}</dt>
        <dd>{account.reference}</dd>
      </dl>
      <p>
        <Link to={`/administration/access?account=${account.reference}`}>{T.events}</Link>
      </p>
    </Panel>
  );
}
