import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link, useParams } from 'wouter';
import { call } from '../api/call.ts';
import { useFresh } from '../api/fresh.ts';
import { type Account, holds, isNational, useAccount } from '../api/session.ts';
import type { Incident } from '../generated/answers.ts';
import { Badge } from '../parts/badge.tsx';
import { Page } from '../parts/page.tsx';
import { Answered, Panel } from '../parts/panel.tsx';
import { MEMBER_CHOICES, stateName } from '../words/names.ts';
import { type Destination, troubleOf, wayStanding } from '../words/ways.ts';
import { causeOf } from '../words/causes.ts';
import { Contact } from './state/contact.tsx';
import { DialectPanel } from './state/dialect-panel.tsx';
import { PausePanel } from './state/pause.tsx';
import { Profile } from './state/profile.tsx';
import { STATE_TEXT } from './state/state-text.ts';
import { TermsPanel } from './state/terms.tsx';
import { WayFacts } from './state/way-facts.tsx';

/** One member: how it is reached and how that goes, what its system can do, who its office is. */
export function State(): ReactElement {
  const code = (useParams()['code'] ?? '').toUpperCase();
  if (!MEMBER_CHOICES.some(([known]) => known === code)) {
    return (
      <Page title={STATE_TEXT.unknown.title} answer={STATE_TEXT.unknown.answer}>
        <p>
          <Link to="/states">All states</Link>
        </p>
      </Page>
    );
  }
  return <KnownState key={code} code={code} />;
}

/** Whether the way to a state and what its system can do are this person's to see. */
function looksAfter(account: Account, code: string): boolean {
  if (isNational(account)) return true;
  return account.member === code && holds(account, 'compact-office', 'state-administrator');
}

function KnownState({ code }: { readonly code: string }): ReactElement {
  const account = useAccount();
  if (!looksAfter(account, code)) {
    return (
      <Page
        title={stateName(code)}
        answer={`How the compact office of ${stateName(code)} is reached.`}
      >
        <Contact code={code} />
        <Links code={code} />
      </Page>
    );
  }
  return <WholeState code={code} account={account} />;
}

interface WholeStateProps {
  readonly code: string;
  readonly account: Account;
}

function WholeState({ code, account }: WholeStateProps): ReactElement {
  const ways = useFresh('GET /v1/destinations');
  const state = useQuery({
    queryKey: ['state', code],
    queryFn: ({ signal }) =>
      call('GET /v1/members/{state}/profile', { params: { state: code }, signal }),
  });
  const incidents = useFresh('GET /v1/incidents', { query: { open: 'yes', member: code } });
  const met = incidents.data?.items ?? [];
  const way = ways.data?.items.find(({ member }) => member === code);
  const mayPause =
    account.member === code && holds(account, 'compact-office', 'state-administrator');
  return (
    <Page
      title={stateName(code)}
      answer={way === undefined ? undefined : <Answer way={way} incidents={met} />}
    >
      <div className="story">
        <div>
          <Panel title={STATE_TEXT.way.title}>
            <Answered query={ways}>
              {() => (way === undefined ? null : <WayFacts way={way} incidents={met} />)}
            </Answered>
          </Panel>
          <Answered query={state}>
            {(known) => (
              <>
                <TermsPanel
                  code={code}
                  terms={known.terms}
                  mayAgree={account.member === code && holds(account, 'state-administrator')}
                />
                <PausePanel code={code} state={known} way={way} mayPause={mayPause} />
                <Profile state={known} />
                <DialectPanel code={code} state={known} />
              </>
            )}
          </Answered>
        </div>
        <div>
          <Contact code={code} />
          <Links code={code} />
        </div>
      </div>
    </Page>
  );
}

interface AnswerProps {
  readonly way: Destination;
  readonly incidents: readonly Incident[];
}

/** How it stands, whose turn it is, and what to do. */
function Answer({ way, incidents }: AnswerProps): ReactElement {
  const name = stateName(way.member);
  const trouble = troubleOf(way, incidents);
  if (trouble !== undefined) {
    const { what, turn, next } = causeOf(trouble);
    return (
      <>
        <Badge look={wayStanding(way, incidents).look} word={`${what}.`} /> Whose turn: {turn}.{' '}
        {next}
      </>
    );
  }
  return (
    <>{way.connected ? `${name} gets what is sent to it.` : `${name} is not connected yet.`}</>
  );
}

function Links({ code }: { readonly code: string }): ReactElement {
  const links = [
    [`/messages?from=${code}`, 'Messages that it sent'],
    [`/messages?to=${code}`, 'Messages that it received'],
    [`/failures?to=${code}`, 'Failures on the way to it'],
    [`/incidents?member=${code}`, 'Incidents'],
    [`/deadlines?owedBy=${code}`, 'What it owes'],
  ] as const;
  return (
    <Panel title={STATE_TEXT.links.title}>
      <ul className="list">
        {links.map(([to, text]) => (
          <li key={to}>
            <Link to={to}>{text}</Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
