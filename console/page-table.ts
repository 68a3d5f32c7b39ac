/** A page of the console. */
export interface PageRow {
  /** Address below /app; a part that begins with a colon stands for any. */
  readonly path: string;
  /** The file below pages/ that shows it, which is fetched when it is first opened. */
  readonly file: string;
  /** What that file exports. */
  readonly name: string;
}

/** Every page for those who are signed in. */
export const PAGES: readonly PageRow[] = [
  { path: '', file: 'home', name: 'Home' },
  { path: 'now', file: 'now', name: 'Now' },
  { path: 'today', file: 'today', name: 'Today' },
  { path: 'messages', file: 'messages', name: 'Messages' },
  { path: 'messages/:transmissionId', file: 'message', name: 'Message' },
  { path: 'find', file: 'find', name: 'Find' },
  { path: 'failures', file: 'failures', name: 'Failures' },
  { path: 'deadlines', file: 'deadlines', name: 'Deadlines' },
  { path: 'cases', file: 'cases', name: 'Cases' },
  { path: 'cases/:caseId', file: 'case', name: 'CasePage' },
  { path: 'account', file: 'account', name: 'OwnAccount' },
  { path: 'welcome', file: 'welcome', name: 'Welcome' },
  { path: 'administration', file: 'administration', name: 'Administration' },
  { path: 'administration/invite', file: 'administration/invite', name: 'Invite' },
  { path: 'administration/access', file: 'administration/access-events', name: 'AccessEvents' },
  {
    path: 'administration/accounts/:reference',
    file: 'administration/account-page',
    name: 'AccountPage',
  },
  { path: 'incidents', file: 'incidents', name: 'Incidents' },
  { path: 'incidents/:incidentId', file: 'incident', name: 'IncidentPage' },
  { path: 'states', file: 'states', name: 'States' },
  { path: 'states/:code', file: 'state', name: 'State' },
];

/** Pages for those who are not signed in. */
export const OPEN_PAGES: readonly PageRow[] = [
  { path: 'sign-in', file: 'sign-in', name: 'SignIn' },
  { path: 'provider', file: 'provider', name: 'ProviderReturn' },
  { path: 'invitation', file: 'invitation', name: 'Invitation' },
  { path: 'forgotten', file: 'forgotten', name: 'Forgotten' },
  { path: 'reset', file: 'reset', name: 'Reset' },
];

/** The page at an address below /app, if there is one. */
export function pageAt(path: string): PageRow | undefined {
  const asked = partsOf(path);
  return [...PAGES, ...OPEN_PAGES].find((row) => isAt(partsOf(row.path), asked));
}

const partsOf = (path: string): string[] => path.split('/').filter((part) => part !== '');

const isAt = (parts: readonly string[], asked: readonly string[]): boolean =>
  parts.length === asked.length &&
  parts.every((part, place) => part === asked[place] || part.startsWith(':'));
