import type { Route } from '../../access/policy.ts';
import { MEMBER_ROLES, NATIONAL, NATIONAL_ROLES } from '../../access/actor.ts';
import { MEMBER_CODES } from '../../compact/members.ts';
import { TOLD_ACCESS_TYPES } from '../../ledger/event.ts';
import { REGIONS } from '../../compact/case-state.ts';
import { REGISTRATION_DUTIES } from '../../compact/registration-deadlines.ts';
import { CHECK_CODES } from '../../compact/finding.ts';
import { DUTIES } from '../../compact/duties.ts';
import { ENDED_STATUSES, OPEN_STATUSES } from '../../compact/deadline-status.ts';
import type { ProblemCode } from '../problem.ts';

/** One parameter of a query. */
export interface QueryParameter {
  readonly name: string;
  readonly description: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

/** What the document says of a route; the policy table says who may call it. */
export interface Operation {
  readonly id: string;
  readonly tag:
    | 'Sign-in'
    | 'Accounts'
    | 'Messages'
    | 'Inbox'
    | 'Failures'
    | 'Cases'
    | 'Ledger'
    | 'Attachments'
    | 'Erasure'
    | 'Offices'
    | 'Operation';
  readonly summary: string;
  readonly description?: string;
  readonly query?: readonly QueryParameter[];
  /** Name of the component, or `activity`, `bytes` and `soap` for those that are no JSON object. */
  readonly body?: string;
  readonly answers: Readonly<
    Record<number, { readonly description: string; readonly content?: Content }>
  >;
  /** Codes that this route answers with beside those of every route. */
  readonly problems?: readonly ProblemCode[];
}

/** Media type and component; `null` for a body that is no JSON. */
export type Content = readonly [mediaType: string, component: string | null];

const json = (description: string, component: string): Operation['answers'][number] => ({
  description,
  content: ['application/json', component],
});

const LIMIT: QueryParameter = {
  name: 'limit',
  description: 'Items of a page.',
  schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
};
const CURSOR: QueryParameter = {
  name: 'cursor',
  description: '`next` of the page before.',
  schema: { type: 'string', maxLength: 120 },
};
const CASE: QueryParameter = {
  name: 'case',
  description: 'Of this case.',
  schema: { type: 'string', pattern: '^C-[0-9A-Z]{26}$' },
};
const moment = (name: string, description: string): QueryParameter => ({
  name,
  description,
  schema: { type: 'string', description: 'ISO 8601 with its zone, or a day.' },
});
const choice = (name: string, description: string, choices: readonly string[]): QueryParameter => ({
  name,
  description,
  schema: { type: 'string', enum: choices },
});

/** By what the message log is asked in an address. */
const MESSAGE_FILTERS: readonly QueryParameter[] = [
  CASE,
  {
    name: 'person',
    description: 'Of every case of this person; not for the national office.',
    schema: { type: 'string', pattern: '^P-[0-9A-Z]{26}$' },
  },
  { name: 'id', description: 'The sender’s own id.', schema: { type: 'string', maxLength: 128 } },
  choice('from', 'Sent by this member.', MEMBER_CODES),
  choice('to', 'Sent to this member.', MEMBER_CODES),
  choice('state', 'The other state; for the national office either.', MEMBER_CODES),
  { name: 'type', description: 'Of this type.', schema: { type: 'string', maxLength: 80 } },
  choice('status', 'With this status.', [
    'awaiting-release',
    'awaiting-attachments',
    'transmitted',
    'returned',
  ]),
  choice('group', 'What waits to cross, goes no further by itself, or was not acknowledged yet.', [
    'waiting',
    'failed',
    'unconfirmed',
  ]),
  {
    name: 'failure',
    description: 'Not delivered for this reason.',
    schema: { type: 'string', pattern: '^[A-Z][A-Z0-9_]{1,63}$' },
  },
  choice('finding', 'A request of which this check was not met when it came.', CHECK_CODES),
  {
    name: 'field',
    description: 'A request of which a check found something at this place (JSON Pointer).',
    schema: { type: 'string', maxLength: 240 },
  },
  moment('since', 'Accepted then or later.'),
  moment('until', 'Accepted before.'),
];
const STEP_RANGE: readonly QueryParameter[] = [
  moment('since', 'Default: a day before `until`.'),
  moment('until', 'Default: now.'),
  choice('step', 'Default: hour.', ['hour', 'day']),
];

const DECIDED = { 204: { description: 'Done.' } } as const;
const DECISION_PROBLEMS = ['NOT_FOUND', 'STATE_FORBIDS', 'COMMAND_INVALID', 'BUSY'] as const;

const STEP = json('How far it went; the cookie is another one.', 'SessionStep');
const ADMINISTRATION_PROBLEMS = ['NOT_FOUND', 'STATE_FORBIDS', 'COMMAND_INVALID'] as const;
const GUESS_PROBLEMS = ['COMMAND_INVALID', 'SIGN_IN_FAILED', 'SIGN_IN_BUSY'] as const;

/** Every route in words; the compiler asks for each. */
export const OPERATIONS: Readonly<Record<Route, Operation>> = {
  'GET /v1/policy': {
    id: 'readPolicy',
    tag: 'Sign-in',
    summary: 'The policy to which every person agrees',
    answers: { 200: json('Its text.', 'UsePolicy') },
  },
  'GET /v1/session': {
    id: 'readSession',
    tag: 'Sign-in',
    summary: 'The own session: its stage, token and times',
    answers: { 200: json('The session of the cookie.', 'Session') },
    problems: ['SESSION_IDLE'],
  },
  'POST /v1/session': {
    id: 'signIn',
    tag: 'Sign-in',
    summary: 'Begin to sign in, with address and password',
    description:
      'Opens a session at the stage `second-factor`. Every failure says the same after the same time; five within 15 minutes lock the account.',
    body: 'SignIn',
    answers: { 200: STEP },
    problems: [...GUESS_PROBLEMS, 'ORIGIN_FOREIGN'],
  },
  'POST /v1/session/second-factor': {
    id: 'showSecondFactor',
    tag: 'Sign-in',
    summary: 'The second factor: a code of the app, or a recovery code',
    body: 'SecondFactor',
    answers: { 200: STEP },
    problems: GUESS_PROBLEMS,
  },
  'GET /v1/sign-in-ways': {
    id: 'readSignInWays',
    tag: 'Sign-in',
    summary: 'By which ways persons may sign in here, beside password and app',
    answers: { 200: json('The same for everybody.', 'SignInWays') },
  },
  'POST /v1/passkey/challenge': {
    id: 'challengePasskey',
    tag: 'Sign-in',
    summary: 'What a passkey is to sign, whose person nobody knows yet',
    answers: {
      200: json('For `navigator.credentials.get`; good once, for five minutes.', 'KeyOptions'),
    },
    problems: ['STATE_FORBIDS', 'COMMAND_INVALID', 'ORIGIN_FOREIGN'],
  },
  'POST /v1/passkey': {
    id: 'signInByPasskey',
    tag: 'Sign-in',
    summary: 'Sign in by a passkey alone, which verified its person: both factors in one',
    body: 'KeyProof',
    answers: { 200: STEP },
    problems: [...GUESS_PROBLEMS, 'STATE_FORBIDS', 'ORIGIN_FOREIGN'],
  },
  'POST /v1/providers/{provider}/sign-in': {
    id: 'beginProviderSignIn',
    tag: 'Sign-in',
    summary: 'The way to a state’s own sign-in; the cookie is its secret for ten minutes',
    answers: { 200: json('Where the browser goes.', 'ProviderWay') },
    problems: ['NOT_FOUND', 'PROVIDER_UNAVAILABLE', 'COMMAND_INVALID', 'ORIGIN_FOREIGN'],
  },
  'POST /v1/provider-answers': {
    id: 'signInByProvider',
    tag: 'Sign-in',
    summary: 'Sign in with what a state’s own sign-in sent back',
    description:
      'Without a second factor there, the session is at the stage `second-factor`. Only an account that its person bound is signed in.',
    body: 'ProviderAnswer',
    answers: { 200: STEP },
    problems: [
      'COMMAND_INVALID',
      'SIGN_IN_FAILED',
      'PROVIDER_REFUSED',
      'PROVIDER_UNAVAILABLE',
      'ORIGIN_FOREIGN',
    ],
  },
  'GET /v1/session/providers': {
    id: 'listOwnProviders',
    tag: 'Sign-in',
    summary: 'The sign-in that the own member has, and whether it is bound',
    answers: { 200: json('In the order of the configuration.', 'BoundProviders') },
  },
  'POST /v1/session/providers/{provider}/bind': {
    id: 'beginProviderBinding',
    tag: 'Sign-in',
    summary: 'The way to a state’s own sign-in, to bind the own account to it',
    body: 'Renewal',
    answers: { 200: json('Where the browser goes.', 'ProviderWay') },
    problems: [...GUESS_PROBLEMS, 'NOT_FOUND', 'STATE_FORBIDS', 'PROVIDER_UNAVAILABLE'],
  },
  'POST /v1/session/provider-answers': {
    id: 'bindProvider',
    tag: 'Sign-in',
    summary: 'Bind the own account with what a state’s own sign-in sent back',
    body: 'ProviderAnswer',
    answers: DECIDED,
    problems: ['COMMAND_INVALID', 'PROVIDER_REFUSED', 'PROVIDER_UNAVAILABLE'],
  },
  'POST /v1/session/providers/{provider}/unbind': {
    id: 'unbindProvider',
    tag: 'Sign-in',
    summary: 'Have a state’s own sign-in open the own account no more',
    answers: DECIDED,
    problems: ['NOT_FOUND', 'COMMAND_INVALID'],
  },
  'POST /v1/session/second-factor/challenge': {
    id: 'challengeSecurityKeys',
    tag: 'Sign-in',
    summary: 'What a security key of the person is to sign, as the second factor',
    answers: { 200: json('Without options where the person has no key.', 'KeyChallenge') },
    problems: ['COMMAND_INVALID'],
  },
  'POST /v1/session/second-factor/key': {
    id: 'showSecurityKey',
    tag: 'Sign-in',
    summary: 'The second factor: a security key',
    body: 'KeyProof',
    answers: { 200: STEP },
    problems: [...GUESS_PROBLEMS, 'STATE_FORBIDS'],
  },
  'GET /v1/session/keys': {
    id: 'listSecurityKeys',
    tag: 'Sign-in',
    summary: 'The own security keys, the oldest first',
    answers: { 200: json('At most ten.', 'SecurityKeys') },
  },
  'POST /v1/session/keys/challenge': {
    id: 'beginSecurityKey',
    tag: 'Sign-in',
    summary: 'What the browser is asked to make, once both factors were shown again',
    body: 'Renewal',
    answers: {
      200: json(
        'For `navigator.credentials.create`; good once, for five minutes.',
        'NewKeyOptions',
      ),
    },
    problems: [...GUESS_PROBLEMS, 'STATE_FORBIDS'],
  },
  'POST /v1/session/keys': {
    id: 'addSecurityKey',
    tag: 'Sign-in',
    summary: 'Add the security key that the browser made',
    body: 'NewSecurityKey',
    answers: { 201: json('It counts from now on.', 'SecurityKey') },
    problems: ['KEY_REFUSED', 'STATE_FORBIDS', 'COMMAND_INVALID'],
  },
  'POST /v1/session/keys/{keyId}/remove': {
    id: 'removeSecurityKey',
    tag: 'Sign-in',
    summary: 'Take an own security key away',
    answers: DECIDED,
    problems: ['NOT_FOUND', 'LAST_FACTOR', 'COMMAND_INVALID'],
  },
  'POST /v1/session/enrolment': {
    id: 'beginEnrolment',
    tag: 'Sign-in',
    summary: 'A secret for the authenticator app of an invited person',
    answers: { 200: json('Until it is confirmed it counts for nothing.', 'Enrolment') },
    problems: ['STATE_FORBIDS'],
  },
  'POST /v1/session/enrolment/confirm': {
    id: 'confirmEnrolment',
    tag: 'Sign-in',
    summary: 'The first code of the app; the recovery codes are shown once',
    body: 'Code',
    answers: { 200: json('With the recovery codes.', 'Enrolled') },
    problems: ['CODE_REFUSED', 'STATE_FORBIDS', 'COMMAND_INVALID'],
  },
  'POST /v1/session/policy': {
    id: 'acceptPolicy',
    tag: 'Sign-in',
    summary: 'Agree to the policy in force',
    body: 'PolicyVersion',
    answers: { 200: STEP },
    problems: ['POLICY_CHANGED', 'COMMAND_INVALID'],
  },
  'POST /v1/session/end': {
    id: 'signOut',
    tag: 'Sign-in',
    summary: 'Sign out',
    answers: DECIDED,
  },
  'POST /v1/session/password': {
    id: 'changePassword',
    tag: 'Sign-in',
    summary: 'Choose another password; other sessions end',
    body: 'PasswordChange',
    answers: DECIDED,
    problems: ['PASSWORD_REFUSED', 'COMMAND_INVALID', 'SIGN_IN_BUSY'],
  },
  'POST /v1/session/renew': {
    id: 'renewSession',
    tag: 'Sign-in',
    summary: 'Show both factors again; lifts the idle lock',
    body: 'Renewal',
    answers: DECIDED,
    problems: GUESS_PROBLEMS,
  },
  'POST /v1/session/step-up': {
    id: 'stepUp',
    tag: 'Sign-in',
    summary: 'Show a code of the app, for what asks for a fresh one',
    description:
      'It counts for five minutes; the cookie is another one. Failures count as at signing in.',
    body: 'Code',
    answers: DECIDED,
    problems: GUESS_PROBLEMS,
  },
  'GET /v1/session/sessions': {
    id: 'listOwnSessions',
    tag: 'Sign-in',
    summary: 'Where the person is signed in now, newest first',
    answers: { 200: json('The own sessions that go on.', 'OwnSessions') },
  },
  'POST /v1/session/sessions/end': {
    id: 'endOwnSessions',
    tag: 'Sign-in',
    summary: 'End another session of one’s own, or all others',
    body: 'SessionToEnd',
    answers: DECIDED,
    problems: ['NOT_FOUND', 'STATE_FORBIDS', 'COMMAND_INVALID'],
  },
  'POST /v1/session/recovery-codes': {
    id: 'renewRecoveryCodes',
    tag: 'Sign-in',
    summary: 'Ten new recovery codes, shown once; the old ones count no more',
    answers: { 200: json('The codes.', 'RecoveryCodes') },
    problems: ['STATE_FORBIDS', 'STEP_UP_REQUIRED'],
  },
  'GET /v1/invitations/{token}': {
    id: 'readInvitation',
    tag: 'Sign-in',
    summary: 'Whom an invitation is for',
    answers: { 200: json('As the administrator wrote it.', 'Invitation') },
    problems: ['LINK_INVALID'],
  },
  'POST /v1/invitations/{token}/accept': {
    id: 'acceptInvitation',
    tag: 'Sign-in',
    summary: 'Choose a password, as an invited person',
    description:
      'Opens a session at the stage `enrol`, in which nothing but the enrolment is possible.',
    body: 'NewPassword',
    answers: { 200: STEP },
    problems: ['LINK_INVALID', 'PASSWORD_REFUSED', 'COMMAND_INVALID', 'ORIGIN_FOREIGN'],
  },
  'POST /v1/password-resets': {
    id: 'askPasswordReset',
    tag: 'Sign-in',
    summary: 'A link by mail for who forgot the password',
    body: 'ResetAsked',
    answers: { 202: json('Whether there is such an account or not.', 'ResetTaken') },
    problems: ['COMMAND_INVALID', 'ORIGIN_FOREIGN'],
  },
  'POST /v1/password-resets/{token}/complete': {
    id: 'completePasswordReset',
    tag: 'Sign-in',
    summary: 'Choose another password by a mailed link',
    description: 'It signs nobody in: the second factor is asked for as always.',
    body: 'NewPassword',
    answers: DECIDED,
    problems: ['LINK_INVALID', 'PASSWORD_REFUSED', 'COMMAND_INVALID', 'ORIGIN_FOREIGN'],
  },
  'GET /v1/accounts': {
    id: 'listAccounts',
    tag: 'Accounts',
    summary: 'Persons of the own state, the oldest account first',
    query: [
      choice('member', 'For the nation: of this member.', [...MEMBER_CODES, NATIONAL]),
      choice('state', 'In this state; or, for the nation, of this member.', [
        'invited',
        'active',
        'locked',
        'deactivated',
        ...MEMBER_CODES,
        NATIONAL,
      ]),
      choice('role', 'With this role.', [...MEMBER_ROLES, ...NATIONAL_ROLES]),
      choice('inactive', 'Only those that nobody used for 90 days.', ['yes', 'no']),
      LIMIT,
      CURSOR,
    ],
    answers: { 200: json('A page.', 'AccountPage') },
    problems: ['QUERY_INVALID', 'CURSOR_INVALID'],
  },
  'POST /v1/accounts': {
    id: 'inviteAccount',
    tag: 'Accounts',
    summary: 'Invite a person, by a link valid 20 minutes',
    body: 'NewAccount',
    answers: { 201: json('The link is in it where no mail server is configured.', 'Invited') },
    problems: [
      'COMMAND_INVALID',
      'NOT_FOUND',
      'ROLE_NOT_ADMITTED',
      'TRAINING_REQUIRED',
      'ACCOUNT_EXISTS',
    ],
  },
  'GET /v1/accounts/{reference}': {
    id: 'readAccount',
    tag: 'Accounts',
    summary: 'One person’s account',
    answers: { 200: json('The account.', 'Account') },
    problems: ['NOT_FOUND'],
  },
  'POST /v1/accounts/{reference}/roles': {
    id: 'changeRoles',
    tag: 'Accounts',
    summary: 'Give a person other roles; its sessions end',
    body: 'NewRoles',
    answers: DECIDED,
    problems: [...ADMINISTRATION_PROBLEMS, 'ROLE_NOT_ADMITTED'],
  },
  'POST /v1/accounts/{reference}/deactivate': {
    id: 'deactivateAccount',
    tag: 'Accounts',
    summary: 'Close an account; its sessions end',
    answers: DECIDED,
    problems: [...ADMINISTRATION_PROBLEMS, 'ACCOUNT_HAS_CASES'],
  },
  'POST /v1/accounts/{reference}/reinvite': {
    id: 'reinviteAccount',
    tag: 'Accounts',
    summary: 'Invite a person again: password and second factor are gone',
    body: 'Training',
    answers: { 200: json('The link is in it where no mail server is configured.', 'Invited') },
    problems: [...ADMINISTRATION_PROBLEMS, 'TRAINING_REQUIRED'],
  },
  'POST /v1/accounts/{reference}/unlock': {
    id: 'unlockAccount',
    tag: 'Accounts',
    summary: 'Let a person sign in again whose failures locked the account',
    answers: DECIDED,
    problems: ADMINISTRATION_PROBLEMS,
  },
  'POST /v1/accounts/{reference}/confirm': {
    id: 'confirmStaff',
    tag: 'Accounts',
    summary: 'Confirm that a person is still staff of the compact office',
    answers: DECIDED,
    problems: ADMINISTRATION_PROBLEMS,
  },
  'GET /v1/accounts/{reference}/sessions': {
    id: 'listSessions',
    tag: 'Accounts',
    summary: 'The sessions of a person that go on',
    answers: { 200: json('The newest first.', 'Sessions') },
    problems: ['NOT_FOUND'],
  },
  'POST /v1/accounts/{reference}/sessions/end': {
    id: 'endSessions',
    tag: 'Accounts',
    summary: 'End one session of a person, or all',
    body: 'SessionToEnd',
    answers: DECIDED,
    problems: ADMINISTRATION_PROBLEMS,
  },
  'GET /v1/access-events': {
    id: 'listAccessEvents',
    tag: 'Accounts',
    summary: 'What happened to accounts and sessions, and who opened what, newest first',
    query: [
      choice('member', 'For the nation: of this member.', [...MEMBER_CODES, NATIONAL]),
      choice('type', 'Of this type.', TOLD_ACCESS_TYPES),
      {
        name: 'account',
        description: 'Of the account of this reference.',
        schema: { type: 'string', pattern: '^U-[0-9A-Z]{12}$' },
      },
      moment('since', 'Then or later.'),
      moment('until', 'Before.'),
      LIMIT,
      CURSOR,
    ],
    answers: { 200: json('A page.', 'AccessEventPage') },
    problems: ['QUERY_INVALID', 'CURSOR_INVALID'],
  },
  'POST /v1/messages': {
    id: 'submitActivity',
    tag: 'Messages',
    summary: 'Submit one activity',
    description:
      'A canonical envelope, or a native document of the caller’s state in its own content type. The same (source, id) with the same content gets the same receipt, byte for byte; with other content 409. A refused activity does not use up its id.',
    body: 'activity',
    answers: {
      202: json('Accepted and committed with its evidence.', 'Receipt'),
      200: json('Accepted before: the receipt of then.', 'Receipt'),
    },
    problems: [
      'JSON_MALFORMED',
      'SCHEMA_INVALID',
      'NOT_TRANSFERABLE',
      'SOURCE_FOREIGN',
      'ID_REUSE',
      'ERASED',
      'SEALED',
      'BODY_TOO_LARGE',
      'CONTENT_TYPE_UNSUPPORTED',
      'BUSY',
    ],
  },
  'POST /v1/dry-run': {
    id: 'dryRun',
    tag: 'Messages',
    summary: 'What would become of a document',
    description:
      'Reads, maps, validates and translates as an acceptance would, and says op by op what each rule made of the document in both directions, and for a request what the eligibility checks find. Nothing is kept or sent and no id is used up. Whether the case is known and the activity may follow now is not asked.',
    body: 'activity',
    answers: { 200: json('How far it came, and why not further.', 'DryRun') },
    problems: ['BODY_TOO_LARGE', 'CONTENT_TYPE_UNSUPPORTED'],
  },
  'GET /v1/messages': {
    id: 'listMessages',
    tag: 'Messages',
    summary: 'The message log, newest first',
    query: [...MESSAGE_FILTERS, LIMIT, CURSOR],
    answers: { 200: json('A page.', 'MessagePage') },
    problems: ['QUERY_INVALID', 'CURSOR_INVALID', 'NOT_PERMITTED'],
  },
  'POST /v1/messages/search': {
    id: 'searchMessages',
    tag: 'Messages',
    summary: 'The message log by what does not belong in an address',
    description:
      'As `GET /v1/messages`, and by the own state’s number of a case or identifiers of a person. Not by these for the national office.',
    body: 'MessageSearch',
    answers: { 200: json('A page.', 'MessagePage') },
    problems: ['COMMAND_INVALID', 'CURSOR_INVALID'],
  },
  'GET /v1/messages.csv': {
    id: 'exportMessages',
    tag: 'Messages',
    summary: 'The message log as CSV',
    description:
      'What the filters match, newest first, 10,000 at most: facts of envelope and delivery, nothing of a person. RFC 4180, with a line of names; a text that a program could take for a formula begins with an apostrophe.',
    query: MESSAGE_FILTERS,
    answers: { 200: { description: 'Lines.', content: ['text/csv', null] } },
    problems: ['QUERY_INVALID', 'EXPORT_TOO_LARGE'],
  },
  'GET /v1/find': {
    id: 'findById',
    tag: 'Operation',
    summary: 'What an identifier names',
    description:
      'Ids of the hub and of activities, and cases by the last six characters of their number, among what the caller may open; nothing for any other text.',
    query: [
      {
        name: 'q',
        description: 'The identifier.',
        schema: { type: 'string', minLength: 1, maxLength: 200 },
      },
    ],
    answers: { 200: json('At most ten.', 'Found') },
    problems: ['QUERY_INVALID'],
  },
  'POST /v1/find': {
    id: 'find',
    tag: 'Operation',
    summary: 'What an identifier, or a state’s number of a case or a message, names',
    body: 'Find',
    answers: { 200: json('At most ten.', 'Found') },
    problems: ['COMMAND_INVALID'],
  },
  'GET /v1/messages/{transmissionId}': {
    id: 'readMessage',
    tag: 'Messages',
    summary: 'The whole story of one message',
    answers: { 200: json('Envelope, deliveries, findings and events.', 'MessageStory') },
    problems: ['NOT_FOUND'],
  },
  'GET /v1/messages/{transmissionId}/bodies': {
    id: 'readBodies',
    tag: 'Messages',
    summary: 'The documents of one message, for its two states',
    description:
      'Leaves a `viewed` leaf, with the member in `subject`: once for each session, and for each key and day.',
    answers: { 200: json('Canonical, as received, as sent.', 'MessageBodies') },
    problems: ['NOT_FOUND', 'ERASED', 'SEALED', 'LEDGER_LOCKED'],
  },
  'GET /v1/messages/{transmissionId}/viewings': {
    id: 'listViewings',
    tag: 'Messages',
    summary: 'Who opened something of one message, newest first',
    description:
      'The same to both states: from which address stands with the own access events alone.',
    query: [LIMIT, CURSOR],
    answers: { 200: json('A page.', 'ViewingPage') },
    problems: ['QUERY_INVALID', 'CURSOR_INVALID', 'NOT_FOUND'],
  },
  'POST /v1/messages/{transmissionId}/viewings': {
    id: 'openWithReason',
    tag: 'Messages',
    summary: 'The documents of one message, for the national office with a reason',
    description: 'Both states find who opened them, when, and why.',
    body: 'ViewingReason',
    answers: { 200: json('Canonical, as received, as sent.', 'MessageBodies') },
    problems: ['COMMAND_INVALID', 'NOT_FOUND', 'ERASED', 'SEALED', 'LEDGER_LOCKED'],
  },
  'GET /v1/messages/{transmissionId}/mapping': {
    id: 'explainMapping',
    tag: 'Messages',
    summary: 'What each rule of the mappings made of one message, for its two states',
    description:
      'By the mappings in force then, as `mappingHash` names them. `canonical` are places of the envelope, `local` places of the native document of that side; values are not repeated.',
    answers: { 200: json('Rule by rule, as in a dry run.', 'MessageMapping') },
    problems: ['NOT_FOUND', 'ERASED', 'SEALED'],
  },
  'GET /v1/messages/{transmissionId}/proof': {
    id: 'proveMessage',
    tag: 'Ledger',
    summary: 'Every leaf of one message with its proof',
    answers: { 200: json('Entries, proofs and one checkpoint.', 'MessageProof') },
    problems: ['NOT_FOUND'],
  },
  'GET /v1/messages/{transmissionId}/opening': {
    id: 'openMessage',
    tag: 'Ledger',
    summary: 'The salt of one message’s commitments',
    description:
      'With it a state shows that a document it holds is the one to which the ledger commits. It is gone with the content.',
    answers: { 200: json('For the two states alone.', 'MessageOpening') },
    problems: ['NOT_FOUND', 'ERASED', 'SEALED'],
  },
  'GET /v1/statements': {
    id: 'listStatements',
    tag: 'Ledger',
    summary: 'What crossed between two states, counted and signed, newest first',
    query: [
      choice('from', 'Sent by this member.', MEMBER_CODES),
      choice('to', 'Sent to this member.', MEMBER_CODES),
      {
        name: 'day',
        description: 'The day in UTC that it closes.',
        schema: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
      },
      LIMIT,
      CURSOR,
    ],
    answers: { 200: json('A page.', 'StatementPage') },
  },
  'GET /v1/statements/{statementId}': {
    id: 'readStatement',
    tag: 'Ledger',
    summary: 'One statement with the transmissions that it counts',
    answers: { 200: json('For `ledger-verifier statement`.', 'Statement') },
    problems: ['NOT_FOUND'],
  },
  'POST /v1/messages/{transmissionId}/release': {
    id: 'releaseMessage',
    tag: 'Messages',
    summary: 'Let a managed activity cross',
    answers: DECIDED,
    problems: DECISION_PROBLEMS,
  },
  'POST /v1/messages/{transmissionId}/return': {
    id: 'returnMessage',
    tag: 'Messages',
    summary: 'Return a waiting activity to its sender',
    body: 'Reason',
    answers: DECIDED,
    problems: DECISION_PROBLEMS,
  },
  'POST /v1/messages/{transmissionId}/assign': {
    id: 'assignMessage',
    tag: 'Messages',
    summary: 'Give what stands in the office’s list to another person',
    description:
      'What waits for its release, or what came in, goes to a person of the office’s own state. The wait, the delivery and every clock go on as they were.',
    body: 'Assignment',
    answers: DECIDED,
    problems: DECISION_PROBLEMS,
  },
  'POST /v1/messages/{transmissionId}/review': {
    id: 'finishReview',
    tag: 'Messages',
    summary: 'Take what came in off the office’s list',
    answers: DECIDED,
    problems: DECISION_PROBLEMS,
  },
  'GET /v1/reviews': {
    id: 'listReviews',
    tag: 'Messages',
    summary: 'The list of a compact office, oldest first',
    description:
      'Outgoing: what waits for its release. Incoming: managed activities of other states, where the profile asks for it; nothing waits for them.',
    query: [
      choice('direction', 'Only these.', ['outgoing', 'incoming']),
      choice('open', 'Whether still in the list.', ['yes', 'no']),
      {
        name: 'assignedTo',
        description: 'Given to this person.',
        schema: { type: 'string', pattern: '^[\\w.@-]{1,64}$' },
      },
      LIMIT,
      CURSOR,
    ],
    answers: { 200: json('A page.', 'ReviewPage') },
    problems: ['QUERY_INVALID', 'CURSOR_INVALID'],
  },
  'POST /v1/erasures': {
    id: 'proposeErasure',
    tag: 'Erasure',
    summary: 'Ask for content to be expunged, sealed or opened again',
    description:
      'The first of two persons. Nothing is taken yet; the answer counts what would be. A state orders what it sent, and all of a case that it opened.',
    body: 'ErasureOrder',
    answers: { 201: json('Waits for its second person.', 'ProposedErasure') },
    problems: DECISION_PROBLEMS,
  },
  'GET /v1/erasures': {
    id: 'listErasures',
    tag: 'Erasure',
    summary: 'Orders to expunge and to seal, newest first',
    query: [choice('state', 'Only these.', ['proposed', 'withdrawn', 'done']), LIMIT, CURSOR],
    answers: { 200: json('A page.', 'ErasurePage') },
    problems: ['QUERY_INVALID', 'CURSOR_INVALID'],
  },
  'POST /v1/erasures/{erasureId}/approve': {
    id: 'approveErasure',
    tag: 'Erasure',
    summary: 'Carry an order out, as its second person',
    description:
      'All of it or nothing. Expunged content cannot be brought back, by anybody. Who proposed it cannot approve it.',
    answers: { 200: json('Done.', 'CarriedOutErasure') },
    problems: [...DECISION_PROBLEMS, 'SECOND_PERSON_REQUIRED'],
  },
  'POST /v1/erasures/{erasureId}/withdraw': {
    id: 'withdrawErasure',
    tag: 'Erasure',
    summary: 'Take an order back that waits for its second person',
    answers: DECIDED,
    problems: DECISION_PROBLEMS,
  },
  'GET /v1/inbox': {
    id: 'pullInbox',
    tag: 'Inbox',
    summary: 'The oldest unacknowledged activity of each case',
    description: 'Asking again returns the same until it is acknowledged.',
    query: [{ ...LIMIT, schema: { type: 'integer', minimum: 1, maximum: 100, default: 20 } }],
    answers: { 200: json('Documents in the caller’s own format.', 'Inbox') },
    problems: ['QUERY_INVALID'],
  },
  'POST /v1/inbox/{deliveryId}/ack': {
    id: 'acknowledgeDelivery',
    tag: 'Inbox',
    summary: 'The state’s system holds it',
    description:
      'For a pulled delivery, and later for one that was pushed. Said twice, it stays said.',
    body: 'Acknowledgement',
    answers: DECIDED,
    problems: DECISION_PROBLEMS,
  },
  'POST /v1/inbox/{deliveryId}/nack': {
    id: 'refuseDelivery',
    tag: 'Inbox',
    summary: 'The state’s system will not take it',
    body: 'Reason',
    answers: DECIDED,
    problems: DECISION_PROBLEMS,
  },
  'PUT /v1/attachments/{sha256}': {
    id: 'storeAttachment',
    tag: 'Attachments',
    summary: 'Store an attachment under its SHA-256',
    description: 'Before or after the message that names it.',
    body: 'bytes',
    answers: {
      201: json('Stored.', 'AttachmentStored'),
      200: json('Stored before.', 'AttachmentStored'),
    },
    problems: [
      'BODY_TOO_LARGE',
      'MEDIA_TYPE_UNSUPPORTED',
      'MEDIA_TYPE_MISMATCH',
      'DIGEST_MISMATCH',
    ],
  },
  'GET /v1/attachments/{sha256}': {
    id: 'readAttachment',
    tag: 'Attachments',
    summary: 'An attachment, for the two states of its case',
    answers: { 200: { description: 'Its bytes.', content: ['*/*', null] } },
    problems: ['NOT_FOUND', 'ERASED', 'SEALED'],
  },
  'GET /v1/failures': {
    id: 'listFailures',
    tag: 'Failures',
    summary: 'Deliveries that go no further by themselves, newest first',
    query: [
      choice('state', 'In this state.', ['dead-letter', 'held', 'outcome-unknown', 'refused']),
      CASE,
      LIMIT,
      CURSOR,
    ],
    answers: { 200: json('A page.', 'FailurePage') },
    problems: ['QUERY_INVALID', 'CURSOR_INVALID'],
  },
  'GET /v1/incidents': {
    id: 'listIncidents',
    tag: 'Failures',
    summary: 'What goes wrong, cause by cause, newest first',
    query: [
      choice('open', 'Whether it lasts; both unless it is said.', ['yes', 'no']),
      choice('member', 'Of this member; `national` for the hub’s own.', [
        ...MEMBER_CODES,
        'national',
      ]),
      {
        name: 'code',
        description: 'Of this cause.',
        schema: { type: 'string', pattern: '^[A-Z][A-Z0-9_]{1,63}$' },
      },
      LIMIT,
      CURSOR,
    ],
    answers: { 200: json('A page.', 'IncidentPage') },
    problems: ['QUERY_INVALID', 'CURSOR_INVALID'],
  },
  'GET /v1/incidents/{incidentId}': {
    id: 'readIncident',
    tag: 'Failures',
    summary: 'One incident',
    answers: { 200: json('How it stands.', 'Incident') },
    problems: ['NOT_FOUND'],
  },
  'GET /v1/deadlines': {
    id: 'listDeadlines',
    tag: 'Cases',
    summary: 'What the rules ask of states, those due first first',
    description:
      'Open deadlines, unless `met`, `late` or `ended` ones are asked for. Days are counted by the calendar and clocks of the state that owes.',
    query: [
      choice('status', 'Standing so now.', [...OPEN_STATUSES, ...ENDED_STATUSES]),
      choice('owedBy', 'Owed by this member.', MEMBER_CODES),
      choice('owedTo', 'Owed to this member, by the other state of the case.', MEMBER_CODES),
      choice('state', 'With this other state; for the nation, on either side.', MEMBER_CODES),
      choice('duty', 'This duty.', [...DUTIES.map(({ name }) => name), ...REGISTRATION_DUTIES]),
      CASE,
      moment('dueSince', 'Due at this moment or later.'),
      moment('dueUntil', 'Due before this moment.'),
      LIMIT,
      CURSOR,
    ],
    answers: { 200: json('A page.', 'DeadlinePage') },
    problems: ['QUERY_INVALID', 'CURSOR_INVALID'],
  },
  'POST /v1/deliveries/{deliveryId}/replay': {
    id: 'replayDelivery',
    tag: 'Failures',
    summary: 'Hand a failed delivery over again, under its id',
    body: 'Reason',
    answers: DECIDED,
    problems: DECISION_PROBLEMS,
  },
  'POST /v1/failures/replay': {
    id: 'replayFailures',
    tag: 'Failures',
    summary: 'Hand many failed deliveries over again, after a look at the list',
    description:
      'Without `digest` nothing is done: the answer is the list, the oldest 200 that match. With the digest of that list and a `reason` each of its deliveries is handed over again under its id.',
    body: 'ReplayCommand',
    answers: { 200: json('The list, or what was done.', 'ReplayAnswer') },
    problems: ['LIST_CHANGED', 'COMMAND_INVALID'],
  },
  'POST /v1/deliveries/{deliveryId}/skip': {
    id: 'skipDelivery',
    tag: 'Failures',
    summary: 'Let the case go on without a failed delivery',
    body: 'Reason',
    answers: DECIDED,
    problems: DECISION_PROBLEMS,
  },
  'POST /v1/deliveries/{deliveryId}/supersede': {
    id: 'supersedeDelivery',
    tag: 'Failures',
    summary: 'Name the later activity that takes the place of a failed delivery',
    body: 'Supersession',
    answers: DECIDED,
    problems: [...DECISION_PROBLEMS, 'SUCCESSOR_UNFIT'],
  },
  'POST /v1/deliveries/{deliveryId}/cancel': {
    id: 'cancelDelivery',
    tag: 'Failures',
    summary: 'Give a delivery up',
    body: 'Reason',
    answers: DECIDED,
    problems: DECISION_PROBLEMS,
  },
  'GET /v1/cases': {
    id: 'listCases',
    tag: 'Cases',
    summary: 'Cases, the one that changed last first',
    query: [
      choice('status', 'With this status.', REGIONS.status),
      choice('open', 'Active: pending, accepted or rejected. Historical: withdrawn or closed.', [
        'active',
        'historical',
      ]),
      choice(
        'side',
        'On which side the caller’s state is; for the nation, on which side `state` is.',
        REGIONS.supervising,
      ),
      choice('state', 'With this other state; for the nation, on either side.', MEMBER_CODES),
      choice('supervising', 'Supervised by this member.', MEMBER_CODES),
      choice('location', 'Where the person is.', REGIONS.location),
      {
        name: 'person',
        description: 'Of this person; not for the nation.',
        schema: { type: 'string', pattern: '^P-[0-9A-Z]{26}$' },
      },
      LIMIT,
      CURSOR,
    ],
    answers: { 200: json('A page.', 'CasePage') },
    problems: ['QUERY_INVALID', 'CURSOR_INVALID'],
  },
  'PUT /v1/cases/{caseId}/assignment': {
    id: 'designateUser',
    tag: 'Cases',
    summary: 'Name the user of the caller’s state who has the case',
    body: 'Designation',
    answers: DECIDED,
    problems: ['NOT_FOUND', 'COMMAND_INVALID', 'BUSY'],
  },
  'POST /v1/persons/search': {
    id: 'searchPersons',
    tag: 'Cases',
    summary: 'Find a person among the cases of the caller’s state',
    description:
      'By any identifier, or by a last name, exact or by its sound, together with a first name or the year of birth where one of them is given. At least an identifier or a last name is asked for. At most 100 cases are compared.',
    body: 'PersonSearch',
    answers: { 200: json('The likeliest first.', 'FoundPersons') },
    problems: ['COMMAND_INVALID', 'JSON_MALFORMED', 'CONTENT_TYPE_UNSUPPORTED', 'BODY_TOO_LARGE'],
  },
  'GET /v1/cases/{caseId}': {
    id: 'readCase',
    tag: 'Cases',
    summary: 'One case',
    description:
      'Showing the person leaves a `viewed` leaf in the activity that described it; `person=no` leaves it out.',
    query: [choice('person', 'Whether the person is shown; default: yes.', ['yes', 'no'])],
    answers: { 200: json('Its standing.', 'Case') },
    problems: ['NOT_FOUND', 'QUERY_INVALID'],
  },
  'GET /v1/members': {
    id: 'listMembers',
    tag: 'Cases',
    summary: 'The members of the compact, and who is connected',
    answers: { 200: json('All 53.', 'Members') },
  },
  'GET /v1/contacts': {
    id: 'listContacts',
    tag: 'Offices',
    summary: 'How the office of every member is reached',
    description: 'What an office says of itself, else what its state published.',
    answers: { 200: json('All members, and the national office.', 'Contacts') },
  },
  'GET /v1/members/{state}/contact': {
    id: 'readContact',
    tag: 'Offices',
    summary: 'How an office is reached',
    description: 'The office itself and the nation see its earlier versions too.',
    answers: { 200: json('The contact in force.', 'ContactVersions') },
    problems: ['NOT_FOUND'],
  },
  'PUT /v1/members/{state}/contact': {
    id: 'setContact',
    tag: 'Offices',
    summary: 'Say how the own office is reached',
    description: 'It takes the place of what was said before as a whole, at once.',
    body: 'ContactChange',
    answers: { 200: json('The version in force.', 'Version') },
    problems: ['NOT_FOUND', 'COMMAND_INVALID', 'CONTACT_CHANGED'],
  },
  'GET /v1/members/{state}/notifications': {
    id: 'readNotificationSettings',
    tag: 'Offices',
    summary: 'What the own office is told, when, and where',
    answers: { 200: json('As it is set.', 'NotificationSettings') },
    problems: ['NOT_FOUND'],
  },
  'PUT /v1/members/{state}/notifications': {
    id: 'setNotificationSettings',
    tag: 'Offices',
    summary: 'Set what the own office is told, when, and where',
    description: 'As a whole: what is left out is as the table of notifications has it.',
    body: 'NotificationChange',
    answers: DECIDED,
    problems: ['NOT_FOUND', 'COMMAND_INVALID'],
  },
  'GET /v1/hooks': {
    id: 'listHooks',
    tag: 'Offices',
    summary: 'The web hooks of the own member',
    answers: { 200: json('All of them.', 'Hooks') },
  },
  'POST /v1/hooks': {
    id: 'addHook',
    tag: 'Offices',
    summary: 'Register a web hook',
    description: 'Its secret is shown once. At most five of a member.',
    body: 'NewHook',
    answers: { 201: json('Registered.', 'IssuedHook') },
    problems: ['HOOK_ADDRESS_REFUSED', 'STATE_FORBIDS', 'COMMAND_INVALID'],
  },
  'POST /v1/hooks/{hookId}/rotate': {
    id: 'rotateHook',
    tag: 'Offices',
    summary: 'A new secret; the one before signs beside it for a week',
    answers: { 200: json('The new secret, shown once.', 'IssuedHook') },
    problems: ['NOT_FOUND', 'COMMAND_INVALID'],
  },
  'POST /v1/hooks/{hookId}/enable': {
    id: 'enableHook',
    tag: 'Offices',
    summary: 'Call a disabled web hook again',
    description: 'It does not hear of what happened meanwhile.',
    answers: DECIDED,
    problems: ['NOT_FOUND', 'COMMAND_INVALID'],
  },
  'POST /v1/hooks/{hookId}/remove': {
    id: 'removeHook',
    tag: 'Offices',
    summary: 'Remove a web hook',
    answers: DECIDED,
    problems: ['NOT_FOUND', 'COMMAND_INVALID'],
  },
  'GET /v1/members/{state}/profile': {
    id: 'readState',
    tag: 'Offices',
    summary: 'What the hub knows of a state',
    description:
      'Its profile: how its system is reached and what it can do, without address and credential. The own state; any for the national office.',
    answers: { 200: json('As it is in force.', 'State') },
    problems: ['NOT_FOUND'],
  },
  'GET /v1/members/{state}/dialect': {
    id: 'readDialect',
    tag: 'Offices',
    summary: 'By which documents a state’s format is mapped',
    description: 'Rules, blocks and code lists ([mapping](mapping.md)).',
    answers: { 200: json('As they are in force.', 'Dialect') },
    problems: ['NOT_FOUND'],
  },
  'GET /v1/exchange-policy': {
    id: 'readExchangePolicy',
    tag: 'Offices',
    summary: 'The terms of exchange to which the agency of a member agrees',
    answers: { 200: json('Their text.', 'UsePolicy') },
  },
  'POST /v1/members/{state}/agreement': {
    id: 'agreeToTerms',
    tag: 'Offices',
    summary: 'Agree to the terms of exchange, for the own agency',
    description:
      'Before it a member gets neither a key nor a way; when the terms change it is asked again.',
    body: 'PolicyVersion',
    answers: DECIDED,
    problems: ['NOT_FOUND', 'POLICY_CHANGED', 'COMMAND_INVALID'],
  },
  'POST /v1/members/{state}/pause': {
    id: 'pauseDeliveries',
    tag: 'Offices',
    summary: 'Let what is for the own state wait',
    description:
      'Nothing is sent to it and its system fetches nothing, until somebody of the state resumes. Nothing is lost: all waits in its order.',
    body: 'Reason',
    answers: DECIDED,
    problems: DECISION_PROBLEMS,
  },
  'POST /v1/members/{state}/resume': {
    id: 'resumeDeliveries',
    tag: 'Offices',
    summary: 'Let what waits for the own state go on',
    body: 'Reason',
    answers: DECIDED,
    problems: DECISION_PROBLEMS,
  },
  'GET /v1/traffic': {
    id: 'countTraffic',
    tag: 'Operation',
    summary: 'Activities by pair of states, type and standing over time',
    query: STEP_RANGE,
    answers: { 200: json('Counts.', 'Traffic') },
    problems: ['QUERY_INVALID'],
  },
  'GET /v1/traffic/sums': {
    id: 'sumTraffic',
    tag: 'Operation',
    summary: 'What was accepted, delivered, refused and how fast, summed up',
    query: [
      choice('by', 'Of what each sum is; default: step.', [
        'step',
        'pair',
        'type',
        'sender',
        'receiver',
      ]),
      ...STEP_RANGE,
    ],
    answers: { 200: json('Sums.', 'TrafficSums') },
    problems: ['QUERY_INVALID'],
  },
  'GET /v1/health': {
    id: 'readExchangeHealth',
    tag: 'Operation',
    summary: 'Whether anything is wrong now',
    description:
      'Of the caller’s state, and what of its own has not arrived at others; of all for the national office.',
    answers: { 200: json('How it stands.', 'ExchangeHealth') },
  },
  'GET /v1/destinations': {
    id: 'listDestinations',
    tag: 'Operation',
    summary: 'How each state is reached, and how that goes',
    description: 'The own state; all for the national office.',
    answers: { 200: json('One for each state.', 'Destinations') },
  },
  'GET /v1/compliance': {
    id: 'measureCompliance',
    tag: 'Cases',
    summary: 'How the duties that began in a period were kept',
    description: 'By duty and by the state that owes, as far as the caller’s state is a party.',
    query: [
      choice('owedBy', 'Owed by this member.', MEMBER_CODES),
      moment('since', 'Began then or later; default: 92 days before `until`.'),
      moment('until', 'Began before; default: now.'),
    ],
    answers: { 200: json('Figures.', 'Compliance') },
    problems: ['QUERY_INVALID'],
  },
  'GET /v1/cases/{caseId}/notes': {
    id: 'listNotes',
    tag: 'Cases',
    summary: 'What the own state noted on a case, newest first',
    description: 'No other state sees it, nor does the national office.',
    query: [LIMIT, CURSOR],
    answers: { 200: json('A page.', 'CaseNotePage') },
    problems: ['NOT_FOUND', 'ERASED', 'SEALED', 'QUERY_INVALID', 'CURSOR_INVALID'],
  },
  'POST /v1/cases/{caseId}/notes': {
    id: 'writeNote',
    tag: 'Cases',
    summary: 'Note something on a case for the own state',
    body: 'NewCaseNote',
    answers: { 201: json('It is kept.', 'WrittenNote') },
    problems: ['NOT_FOUND', 'ERASED', 'SEALED', 'COMMAND_INVALID', 'BUSY'],
  },
  'GET /v1/saved-filters': {
    id: 'readSavedFilters',
    tag: 'Operation',
    summary: 'The filters of lists that the caller keeps',
    answers: { 200: json('In the order in which they were kept.', 'SavedFilters') },
  },
  'PUT /v1/saved-filters': {
    id: 'saveFilters',
    tag: 'Operation',
    summary: 'Keep these filters, in the place of those before',
    body: 'SavedFilters',
    answers: DECIDED,
    problems: ['COMMAND_INVALID'],
  },
  'GET /v1/events': {
    id: 'followEvents',
    tag: 'Operation',
    summary: 'Live events of what the caller may see',
    description:
      'Server-sent events: the id is the index of the leaf, the data a LedgerEvent. Last-Event-ID goes on from there.',
    answers: { 200: { description: 'A stream.', content: ['text/event-stream', null] } },
  },
  'GET /v1/ledger/checkpoint': {
    id: 'readCheckpoint',
    tag: 'Ledger',
    summary: 'The signed head of the ledger',
    answers: { 200: { description: 'C2SP tlog-checkpoint.', content: ['text/plain', null] } },
    problems: ['NOT_FOUND'],
  },
  'GET /v1/ledger/tile/{tile}': {
    id: 'readTile',
    tag: 'Ledger',
    summary: 'Hashes of the tree: `<L>/<N>[.p/<W>]`',
    answers: {
      200: { description: 'C2SP tlog-tiles.', content: ['application/octet-stream', null] },
    },
    problems: ['NOT_FOUND'],
  },
  'GET /v1/ledger/tile/entries/{bundle}': {
    id: 'readEntryBundle',
    tag: 'Ledger',
    summary: 'Entries of the ledger: `<N>[.p/<W>]`',
    answers: {
      200: { description: 'C2SP tlog-tiles.', content: ['application/octet-stream', null] },
    },
    problems: ['NOT_FOUND'],
  },
  'GET /v1/ledger/key': {
    id: 'readLedgerKey',
    tag: 'Ledger',
    summary: 'Verifier keys of the ledger, one a line',
    answers: { 200: { description: 'C2SP signed-note.', content: ['text/plain', null] } },
  },
  'GET /v1/ledger/keys': {
    id: 'readLedgerKeys',
    tag: 'Ledger',
    summary: 'Verifier keys with their periods, and the ledgers before this one',
    answers: { 200: json('Retired keys stay in it.', 'LedgerKeys') },
  },
  'GET /v1/keys': {
    id: 'readReceiptKeys',
    tag: 'Ledger',
    summary: 'Public keys of receipts',
    answers: { 200: { description: 'A JWK set.', content: ['application/jwk-set+json', 'Jwks'] } },
  },
  'GET /healthz': {
    id: 'readHealth',
    tag: 'Operation',
    summary: 'The process answers',
    answers: { 200: json('It does.', 'Health') },
  },
  'GET /readyz': {
    id: 'readReadiness',
    tag: 'Operation',
    summary: 'Whether requests may come here',
    description:
      'With a closed intake they may: everything can still be read, and `intake` says by which code nothing is accepted.',
    answers: { 200: json('They may.', 'Readiness'), 503: json('Not now.', 'Readiness') },
  },
  'GET /metrics': {
    id: 'readMetrics',
    tag: 'Operation',
    summary: 'Figures for Prometheus',
    description: 'With the token of the metrics reader, or from the same machine.',
    answers: { 200: { description: 'Text.', content: ['text/plain', null] } },
    problems: ['UNAUTHENTICATED'],
  },
  'GET /openapi.json': {
    id: 'readOpenApi',
    tag: 'Operation',
    summary: 'This document',
    answers: { 200: { description: 'OpenAPI 3.1.', content: ['application/json', null] } },
  },
  'GET /asyncapi.json': {
    id: 'readAsyncApi',
    tag: 'Operation',
    summary: 'The queues by which a state may exchange activities instead',
    answers: { 200: { description: 'AsyncAPI 3.0.', content: ['application/json', null] } },
  },
  'GET /docs': {
    id: 'readDocs',
    tag: 'Operation',
    summary: 'This document as a page',
    answers: { 200: { description: 'A page.', content: ['text/html', null] } },
  },
  'GET /docs/{file}': {
    id: 'readDocsFile',
    tag: 'Operation',
    summary: 'A file of that page',
    answers: { 200: { description: 'A script, style or picture.', content: ['*/*', null] } },
    problems: ['NOT_FOUND'],
  },
  'GET /schemas/{file}': {
    id: 'readSchema',
    tag: 'Operation',
    summary: 'A published schema, or their JSON-LD context',
    description: 'A file of docs/schemas.md: `transfer-request.v1.schema.json`, `context.jsonld`.',
    answers: { 200: { description: 'The file.', content: ['*/*', null] } },
    problems: ['NOT_FOUND'],
  },
  'GET /schemas/code-lists/{file}': {
    id: 'readCodeList',
    tag: 'Operation',
    summary: 'A published code list',
    answers: { 200: { description: 'The list.', content: ['application/json', null] } },
    problems: ['NOT_FOUND'],
  },
  'GET /': {
    id: 'leadToConsole',
    tag: 'Operation',
    summary: 'Leads to the console',
    answers: { 302: { description: 'To /app.' } },
  },
  'GET /app': {
    id: 'openConsole',
    tag: 'Operation',
    summary: 'The console, for people',
    answers: { 200: { description: 'A page.', content: ['text/html', null] } },
    problems: ['NOT_FOUND'],
  },
  'GET /app/{page}': {
    id: 'openConsoleAt',
    tag: 'Operation',
    summary: 'The console at one of its views',
    answers: { 200: { description: 'The same page.', content: ['text/html', null] } },
    problems: ['NOT_FOUND'],
  },
  'GET /assets/{file}': {
    id: 'readConsoleFile',
    tag: 'Operation',
    summary: 'A file of the console',
    answers: { 200: { description: 'A script, style, font or picture.', content: ['*/*', null] } },
    problems: ['NOT_FOUND'],
  },
  'GET /soap': {
    id: 'readWsdl',
    tag: 'Operation',
    summary: 'The WSDL of the SOAP service',
    answers: { 200: { description: 'WSDL 1.1.', content: ['text/xml', null] } },
  },
  'POST /soap': {
    id: 'callSoap',
    tag: 'Operation',
    summary: 'The SOAP service: submit, poll, acknowledge, refuse, status',
    description:
      'SOAP 1.1 or 1.2 with WS-Security in the envelope. Every error is a fault with the problem document in its detail.',
    body: 'soap',
    answers: { 200: { description: 'An envelope.', content: ['text/xml', null] } },
  },
};
