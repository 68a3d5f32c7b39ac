import type { ReactElement } from 'react';
import { type RouteObject, createBrowserRouter } from 'react-router';
import { Frame } from './frame.tsx';
import { PageFailure } from './parts/page-failure.tsx';
import { NotThere } from './pages/not-there.tsx';

type Loaded = Readonly<Record<string, () => ReactElement>>;

/** A page that is fetched when it is first opened: `name` is what its file exports. */
function page(path: string, load: () => Promise<unknown>, name: string): RouteObject {
  return {
    path,
    lazy: async () => {
      const Component = ((await load()) as Loaded)[name];
      if (Component === undefined) throw new Error(`there is no page ${name}`);
      return { Component };
    },
  };
}

/** Every page of the console and its address below /app. */
const PAGES: readonly RouteObject[] = [
  page('now', () => import('./pages/now.tsx'), 'Now'),
  page('today', () => import('./pages/today.tsx'), 'Today'),
  page('messages', () => import('./pages/messages.tsx'), 'Messages'),
  page('messages/:transmissionId', () => import('./pages/message.tsx'), 'Message'),
  page('find', () => import('./pages/find.tsx'), 'Find'),
  page('failures', () => import('./pages/failures.tsx'), 'Failures'),
  page('deadlines', () => import('./pages/deadlines.tsx'), 'Deadlines'),
  page('cases', () => import('./pages/cases.tsx'), 'Cases'),
  page('cases/:caseId', () => import('./pages/case.tsx'), 'CasePage'),
  page('account', () => import('./pages/account.tsx'), 'OwnAccount'),
  page('welcome', () => import('./pages/welcome.tsx'), 'Welcome'),
  page('administration', () => import('./pages/administration.tsx'), 'Administration'),
  page('administration/invite', () => import('./pages/administration/invite.tsx'), 'Invite'),
  page(
    'administration/access',
    () => import('./pages/administration/access-events.tsx'),
    'AccessEvents',
  ),
  page(
    'administration/accounts/:reference',
    () => import('./pages/administration/account-page.tsx'),
    'AccountPage',
  ),
  page('incidents', () => import('./pages/incidents.tsx'), 'Incidents'),
  page('incidents/:incidentId', () => import('./pages/incident.tsx'), 'IncidentPage'),
  page('states', () => import('./pages/states.tsx'), 'States'),
  page('states/:code', () => import('./pages/state.tsx'), 'State'),
];

/** Pages for those who are not signed in. */
const OPEN_PAGES: readonly RouteObject[] = [
  page('sign-in', () => import('./pages/sign-in.tsx'), 'SignIn'),
  page('provider', () => import('./pages/provider.tsx'), 'ProviderReturn'),
  page('invitation', () => import('./pages/invitation.tsx'), 'Invitation'),
  page('forgotten', () => import('./pages/forgotten.tsx'), 'Forgotten'),
  page('reset', () => import('./pages/reset.tsx'), 'Reset'),
];

/** The console's addresses; what is not among them says so. */
export function createConsoleRouter(): ReturnType<typeof createBrowserRouter> {
  return createBrowserRouter(
    [
      { errorElement: <PageFailure />, children: [...OPEN_PAGES] },
      {
        element: <Frame />,
        errorElement: <PageFailure />,
        children: [
          {
            index: true,
            lazy: async () => ({ Component: (await import('./pages/home.tsx')).Home }),
          },
          ...PAGES,
          { path: '*', element: <NotThere /> },
        ],
      },
    ],
    { basename: '/app' },
  );
}
