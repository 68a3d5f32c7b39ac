import { useQueryClient } from '@tanstack/react-query';
import {
  type SubmitEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useRef,
} from 'react';
import { Link, Redirect, useLocation, useSearch, useSearchParams } from 'wouter';
import { whenSignedOut } from './api/call.ts';
import { SESSION_KEY, type Account, holds, isNational, useSession } from './api/session.ts';
import { signOut } from './api/sign-out.ts';
import { IdleLock, useIdleLock } from './idle-lock.tsx';
import { StepUp } from './step-up.tsx';
import { Skeleton } from './parts/panel.tsx';
import { stateName } from './words/names.ts';
import { TEXT } from './words/text.ts';

interface Tab {
  readonly to: string;
  readonly text: string;
  readonly shownTo: (account: Account) => boolean;
}

const everybody = (): boolean => true;
const atAState = (account: Account): boolean => !isNational(account);

/** The pages that everybody finds without searching, in this order. */
const TABS: readonly Tab[] = [
  { to: '/now', text: TEXT.nav.now, shownTo: isNational },
  { to: '/today', text: TEXT.nav.today, shownTo: atAState },
  { to: '/messages', text: TEXT.nav.messages, shownTo: everybody },
  { to: '/cases', text: TEXT.nav.cases, shownTo: everybody },
  { to: '/failures', text: TEXT.nav.failures, shownTo: everybody },
  { to: '/deadlines', text: TEXT.nav.deadlines, shownTo: everybody },
  { to: '/incidents', text: TEXT.nav.incidents, shownTo: everybody },
  { to: '/states', text: TEXT.nav.states, shownTo: everybody },
  {
    to: '/administration',
    text: TEXT.nav.administration,
    shownTo: (account) => holds(account, 'state-administrator', 'national-office', 'auditor'),
  },
];

interface FrameProps {
  /** The page. */
  readonly children: ReactNode;
}

/** What surrounds every page: who is signed in, the search, the tabs. Nobody sees it who is not. */
export function Frame({ children }: FrameProps): ReactElement {
  const session = useSession();
  const [path] = useLocation();
  const search = useSearch();
  useSignedOut();
  if (session === undefined) return <Skeleton />;
  if (session?.stage !== 'complete' || session.account === undefined) {
    const asked = path + (search === '' ? '' : `?${search}`);
    return <Redirect to={`/sign-in?to=${encodeURIComponent(asked)}`} replace />;
  }
  return <Signed account={session.account}>{children}</Signed>;
}

/** What was shown stays as it is behind a lock, and neither eye nor reader finds it there. */
function Signed({ account, children }: FrameProps & { readonly account: Account }): ReactElement {
  const [isLocked, unlock] = useIdleLock();
  return (
    <>
      {isLocked ? <IdleLock onUnlock={unlock} /> : <StepUp />}
      <div hidden={isLocked}>
        <a className="usa-skipnav" href="#page">
          {TEXT.skip}
        </a>
        <header className="frame">
          <div className="frame__bar">
            <Link to="/" className="frame__product">
              {TEXT.product}
            </Link>
            <SearchBox />
            <SignedIn account={account} />
          </div>
          <Tabs account={account} />
        </header>
        {children}
      </div>
    </>
  );
}

/** A session that ends elsewhere (an administrator, the clock) ends here at the next answer. */
function useSignedOut(): void {
  const queries = useQueryClient();
  useEffect(() => {
    whenSignedOut(() => {
      queries.setQueryData(SESSION_KEY, null);
    });
  }, [queries]);
}

const isBelow = (path: string, page: string): boolean => `${path}/`.startsWith(`${page}/`);

function Tabs({ account }: { readonly account: Account }): ReactElement {
  const [path] = useLocation();
  return (
    <nav className="tabs" aria-label="Pages">
      {TABS.filter(({ shownTo }) => shownTo(account)).map(({ to, text }) => (
        <Link
          key={to}
          to={to}
          className="tabs__tab"
          aria-current={isBelow(path, to) ? 'page' : undefined}
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}

/** One box for any number; `/` puts the cursor there from anywhere on the page. */
function SearchBox(): ReactElement {
  const [path, navigate] = useLocation();
  const [asked] = useSearchParams();
  const input = useRef<HTMLInputElement>(null);
  const sought = path === '/find' ? (asked.get('q') ?? '') : '';
  // What was sought belongs to the page of what was found, and is not seen for a moment on a later one.
  useLayoutEffect(() => {
    if (input.current !== null) input.current.value = sought;
  }, [path, sought]);
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const inField =
        event.target instanceof HTMLElement && event.target.closest('input, textarea, select');
      if (event.key !== '/' || inField) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener('keydown', listen);
    return () => {
      document.removeEventListener('keydown', listen);
    };
  }, []);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const text = input.current?.value.trim() ?? '';
    if (text !== '') navigate(`/find?q=${encodeURIComponent(text)}`);
  };
  return (
    <form role="search" className="frame__search" onSubmit={submit}>
      <label className="usa-sr-only" htmlFor="find">
        {TEXT.search}
      </label>
      <input id="find" ref={input} type="search" placeholder={TEXT.searchShort} maxLength={128} />
    </form>
  );
}

/** Opens by its button; closes by going somewhere, by Esc, and by a press elsewhere. */
function SignedIn({ account }: { readonly account: Account }): ReactElement {
  const menu = useRef<HTMLDetailsElement>(null);
  const close = (): void => {
    if (menu.current !== null) menu.current.open = false;
  };
  useEffect(() => {
    const press = ({ target }: PointerEvent): void => {
      if (menu.current?.contains(target as Node) === false) menu.current.open = false;
    };
    const type = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || menu.current?.open !== true) return;
      menu.current.open = false;
      menu.current.querySelector('summary')?.focus();
    };
    document.addEventListener('pointerdown', press);
    document.addEventListener('keydown', type);
    return () => {
      document.removeEventListener('pointerdown', press);
      document.removeEventListener('keydown', type);
    };
  }, []);
  return (
    <details className="frame__account" ref={menu}>
      <summary>
        <span className="frame__member">{stateName(account.member)}</span> {account.name}
      </summary>
      <div className="frame__menu">
        <Link to="/account" onClick={close}>
          {TEXT.account}
        </Link>
        <Link to="/welcome" onClick={close}>
          {TEXT.guide}
        </Link>
        <button
          type="button"
          className="usa-button usa-button--unstyled"
          onClick={() => void signOut()}
        >
          {TEXT.signOut}
        </button>
      </div>
    </details>
  );
}
