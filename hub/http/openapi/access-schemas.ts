import { MEMBER_ROLES, NATIONAL, NATIONAL_ROLES } from '../../access/actor.ts';
import { VIEWED_PARTS } from '../../access/viewing.ts';
import { SESSION_STAGES } from '../../access/session-stage.ts';
import { KEY_TRANSPORTS } from '../../access/security-key.ts';
import { MEMBER_CODES } from '../../compact/members.ts';
import { TOLD_ACCESS_TYPES } from '../../ledger/event.ts';
import { type Schema, day, list, moment, object, page, ref, text, uuid } from './answer-schemas.ts';

const stage: Schema = { type: 'string', enum: SESSION_STAGES, description: 'How far it went.' };
const member: Schema = {
  type: 'string',
  enum: [...MEMBER_CODES, NATIONAL],
  description: 'USPS code of a member, or `national`.',
};
const role: Schema = { type: 'string', enum: [...MEMBER_ROLES, ...NATIONAL_ROLES] };
const roles: Schema = { type: 'array', items: role, minItems: 1 };
const yes = (description: string): Schema => ({ type: 'boolean', description });
const reference = text('Opaque: all that leaves and logs say of the person.');
const code: Schema = { type: 'string', pattern: '^[0-9]{6}$', description: 'Of the app, now.' };
const password: Schema = {
  type: 'string',
  maxLength: 1024,
  description: 'At least 15 characters of any kind; blanks count.',
};
const csrfToken = text('Sent back as `X-CSRF-Token` with whatever changes something.');
const name: Schema = { type: 'string', minLength: 1, maxLength: 120 };
const email: Schema = {
  type: 'string',
  maxLength: 254,
  description: 'By which the person signs in.',
};
const trainingCompletedAt = day('When the person completed the training.');
const staffOfCompactOffice = yes('Whether the person is staff of the state compact office.');

const OPEN_SESSION = {
  sessionId: uuid('Its id.'),
  stage,
  standing: { type: 'string', enum: ['live', 'idle'] },
  source: text('Address it was opened from.'),
  openedAt: moment('When.'),
  lastSeenAt: moment('When something was last done in it.'),
};
const binary = (description: string, maxLength: number): Schema => ({
  type: 'string',
  pattern: '^[A-Za-z0-9_-]+$',
  maxLength,
  description: `${description}, base64url.`,
});
const keyName: Schema = { type: 'string', minLength: 1, maxLength: 60 };
/** As the browser takes it (WebAuthn Level 3, `parse…FromJSON`). */
const webAuthn = (description: string): Schema => ({
  type: 'object',
  description,
  additionalProperties: true,
});

/** What persons who sign in, and who administer them, send and get. */
export const ACCESS_SCHEMAS: Readonly<Record<string, Schema>> = {
  UsePolicy: object('To what every person agrees.', {
    version: text('Asked for again when it changes.'),
    title: text('Its title.'),
    text: text('Paragraphs, with an empty line between.'),
  }),
  Session: object('The session of the cookie.', {
    stage,
    csrfToken,
    'account?': object('Whose it is; not before the second factor.', {
      reference,
      name,
      email,
      member,
      roles: list(role),
      'timeZone?': text('IANA name of the zone in which the days of the state are counted.'),
      'lastSignInAt?': moment('The sign-in of this session, where it got so far.'),
    }),
    expiresAt: moment('When it ends, whatever is done in it.'),
    idleUntil: moment('When it asks for both factors again, if nothing is done in it.'),
    policy: object('The policy in force.', {
      version: text('Its version.'),
      accepted: yes('Whether this person agreed to it.'),
    }),
  }),
  SignIn: object('The first factor.', { email, password }),
  SessionStep: object('A step of signing in.', { stage, csrfToken }),
  SecondFactor: object('One of the two.', {
    'code?': code,
    'recoveryCode?': text('One of ten that were shown at the enrolment; each counts once.'),
  }),
  SignInWays: object('What a sign-in page offers.', {
    passkeys: yes('Whether browsers take security keys and passkeys for this hub.'),
    providers: list(
      object('The sign-in that a state has of its own.', {
        id: text('For the path.'),
        name: text('For the button.'),
        member,
      }),
    ),
  }),
  ProviderWay: object('A page of the provider.', { url: text('Its address.') }),
  ProviderAnswer: object('What the provider added to the address.', {
    state: binary('Of the way there', 43),
    'code?': text('For the token.'),
    'error?': text('Instead of it.'),
    'iss?': text('Whose answer it is.'),
  }),
  BoundProviders: object('Those of the member.', { items: list(ref('BoundProvider')) }),
  BoundProvider: object('The sign-in that the member has of its own.', {
    provider: text('Its id.'),
    name: text('Its name.'),
    'boundAt?': moment('Since when it opens this account.'),
    'lastUsedAt?': moment('When it last did.'),
  }),
  KeyOptions: webAuthn('`PublicKeyCredentialRequestOptionsJSON` of WebAuthn.'),
  NewKeyOptions: webAuthn('`PublicKeyCredentialCreationOptionsJSON` of WebAuthn.'),
  KeyChallenge: object('What to sign.', { 'options?': ref('KeyOptions') }),
  KeyProof: object('What the browser brings of a key that signed.', {
    id: binary('Name of the key', 1_400),
    clientDataJSON: binary('What the browser says of the page', 4_096),
    authenticatorData: binary('What the key says', 4_096),
    signature: binary('Over both', 8_192),
    'userHandle?': binary('Whose key it is', 128),
  }),
  NewSecurityKey: object('A key that the browser made.', {
    name: { ...keyName, description: 'By which the person knows it.' },
    id: binary('Name of the key', 1_400),
    clientDataJSON: binary('What the browser says of the page', 4_096),
    attestationObject: binary('The public key', 12_000),
    'transports?': list({ type: 'string', enum: KEY_TRANSPORTS }),
  }),
  SecurityKeys: object('The keys of the person.', { items: list(ref('SecurityKey')) }),
  SecurityKey: object('A security key or passkey.', {
    keyId: uuid('Its id.'),
    name: keyName,
    addedAt: moment('When.'),
    'lastUsedAt?': moment('When it last signed its person in.'),
    blocked: yes('Its count of uses did not grow: there may be a copy, and it counts no more.'),
  }),
  Enrolment: object('For an authenticator app.', {
    secret: text('Base 32, for who cannot read the picture.'),
    otpauthUri: text('For a QR code.'),
  }),
  Code: object('A code of the app.', { code }),
  Enrolled: object('The second factor counts from now on.', {
    stage,
    csrfToken,
    recoveryCodes: list(text('Shown once.')),
  }),
  PolicyVersion: object('Which policy.', { version: text('Of `GET /v1/policy`.') }),
  PasswordChange: object('The password of now and the next one.', {
    current: password,
    next: password,
  }),
  Renewal: object('Both factors.', { password, code }),
  Invitation: object('Whom it is for.', {
    member,
    memberName: text('Name of the member.'),
    name,
    email,
    roles: list(role),
    expiresAt: moment('When the link opens nothing any more.'),
  }),
  NewPassword: object('A password.', { password }),
  ResetAsked: object('For which account.', { email }),
  ResetTaken: object('The same for every address.', { status: text('In words.') }),
  NewAccount: object('A person, as the administrator records it.', {
    'member?': { ...member, description: 'For the national office; else the own one.' },
    name,
    email,
    roles,
    'staffOfCompactOffice?': staffOfCompactOffice,
    trainingCompletedAt,
  }),
  Invited: object('What became of the invitation.', {
    reference,
    expiresAt: moment('When its link opens nothing any more.'),
    mailed: yes('Whether a mail went to the person.'),
    'link?': text('Where no mail server is configured: hand it over in another way.'),
  }),
  NewRoles: object('The roles from now on.', {
    roles,
    'staffOfCompactOffice?': staffOfCompactOffice,
  }),
  Training: object('A training completed anew; needed for a closed account.', {
    'trainingCompletedAt?': trainingCompletedAt,
  }),
  SessionToEnd: object('One session; all of them without it.', {
    'sessionId?': uuid('Of the list of sessions.'),
  }),
  AccountPage: page(ref('Account')),
  Account: object('A person who may sign in.', {
    reference,
    member,
    name,
    email,
    roles: list(role),
    state: { type: 'string', enum: ['invited', 'active', 'locked', 'deactivated'] },
    staffOfCompactOffice,
    'confirmedAt?': moment('When that was last confirmed.'),
    confirmationDue: yes('Whether a year has passed since.'),
    training: object('What an administrator recorded.', {
      completedAt: trainingCompletedAt,
      recordedBy: text('Opaque reference.'),
    }),
    'policy?': object('To what the person last agreed.', {
      version: text('Which one.'),
      acceptedAt: moment('When.'),
    }),
    invitedAt: moment('When the last invitation was made.'),
    'lastSignInAt?': moment('When the person last signed in.'),
    inactive: yes('Whether nobody used it for 90 days.'),
  }),
  OwnSessions: object('The own ones that go on.', { items: list(ref('OwnSession')) }),
  OwnSession: object('A session of one’s own.', {
    ...OPEN_SESSION,
    current: yes('Whether it is the one that asks.'),
  }),
  RecoveryCodes: object('In the place of those of before.', {
    recoveryCodes: list(text('Shown once.')),
  }),
  Sessions: object('Those that go on.', { items: list(ref('OpenSession')) }),
  OpenSession: object('A session.', OPEN_SESSION),
  AccessEventPage: page(ref('AccessEvent')),
  AccessEvent: object('What happened to an account or a session.', {
    eventId: uuid('Its id.'),
    at: moment('When.'),
    type: { type: 'string', enum: TOLD_ACCESS_TYPES },
    member,
    'account?': reference,
    actor: text('Opaque reference of who did it, `command` or `nobody`.'),
    'outcome?': {
      type: 'string',
      enum: ['done', 'refused', ...VIEWED_PARTS],
      description: 'What became of it; of `viewed`, what was opened.',
    },
    'code?': text('Why.'),
    'source?': text('Address it came from.'),
    'transmissionId?': uuid('Of what was opened.'),
    leafHash: text('Hash of the leaf of the ledger that says it.'),
  }),
};
