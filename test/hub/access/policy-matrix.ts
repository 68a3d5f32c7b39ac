import type { Role } from '../../../hub/access/actor.ts';
import type { Route } from '../../../hub/access/policy.ts';

/**
 * Who may do what, written by hand and not from the policy table. Of three letters the first is for
 * the sender's side of a record, the second for the receiver's, the third for a state that it does
 * not concern. `+` may, `-` may not (403), `0` does not know of it (404). A list names no record.
 */
export interface Rights {
  readonly kind: 'record' | 'list';
  readonly system: string;
  readonly office: string;
  /** Supervisor, officer and officer support alike. */
  readonly staff: string;
  readonly institution: string;
  readonly administrator: string;
  readonly national: string;
  readonly auditor: string;
}

const rights =
  (kind: Rights['kind']) =>
  (...[system, office, staff, institution, administrator, national, auditor]: Columns): Rights => ({
    kind,
    system,
    office,
    staff,
    institution,
    administrator,
    national,
    auditor,
  });
type Columns = readonly [string, string, string, string, string, string, string];
const record = rights('record');
const list = rights('list');

/** The columns of a state, by the role of one who stands in each. */
export const STATE_COLUMNS = [
  ['system', 'system'],
  ['compact-office', 'office'],
  ['supervisor', 'staff'],
  ['officer', 'staff'],
  ['officer-support', 'staff'],
  ['institution-staff', 'institution'],
  ['state-administrator', 'administrator'],
] as const satisfies readonly (readonly [Role, keyof Rights])[];

// prettier-ignore
export const MATRIX: Partial<Record<Route, Rights>> = {
  //                                                    system office staff  instit admin  nation auditor
  'GET /v1/session':                             list('-',   '-',   '-',   '-',   '-',   '-', '-'),
  'POST /v1/session/end':                        list('-',   '-',   '-',   '-',   '-',   '-', '-'),
  'POST /v1/session/second-factor':              list('-',   '-',   '-',   '-',   '-',   '-', '-'),
  'POST /v1/session/second-factor/challenge':    list('-',   '-',   '-',   '-',   '-',   '-', '-'),
  'POST /v1/session/second-factor/key':          list('-',   '-',   '-',   '-',   '-',   '-', '-'),
  'GET /v1/session/keys':                        list('-',   '-',   '-',   '-',   '-',   '-', '-'),
  'POST /v1/session/keys/challenge':             list('-',   '-',   '-',   '-',   '-',   '-', '-'),
  'POST /v1/session/keys':                       list('-',   '-',   '-',   '-',   '-',   '-', '-'),
  'POST /v1/session/keys/{keyId}/remove':        list('-',   '-',   '-',   '-',   '-',   '-', '-'),
  'GET /v1/session/providers':                   list('-',   '-',   '-',   '-',   '-',   '-', '-'),
  'POST /v1/session/providers/{provider}/bind':  list('-',   '-',   '-',   '-',   '-',   '-', '-'),
  'POST /v1/session/providers/{provider}/unbind': list('-',   '-',   '-',   '-',   '-',   '-', '-'),
  'POST /v1/session/provider-answers':           list('-',   '-',   '-',   '-',   '-',   '-', '-'),
  'POST /v1/session/enrolment':                  list('-',   '-',   '-',   '-',   '-',   '-', '-'),
  'POST /v1/session/enrolment/confirm':          list('-',   '-',   '-',   '-',   '-',   '-', '-'),
  'POST /v1/session/policy':                     list('-',   '-',   '-',   '-',   '-',   '-', '-'),
  'POST /v1/session/password':                   list('-',   '-',   '-',   '-',   '-',   '-', '-'),
  'POST /v1/session/renew':                      list('-',   '-',   '-',   '-',   '-',   '-', '-'),
  'POST /v1/session/step-up':                    list('-',   '-',   '-',   '-',   '-',   '-', '-'),
  'GET /v1/session/sessions':                    list('-',   '-',   '-',   '-',   '-',   '-', '-'),
  'POST /v1/session/sessions/end':               list('-',   '-',   '-',   '-',   '-',   '-', '-'),
  'POST /v1/session/recovery-codes':             list('-',   '-',   '-',   '-',   '-',   '-', '-'),
  'GET /v1/accounts':                            list('-',   '-',   '-',   '-',   '+',   '+', '+'),
  'POST /v1/accounts':                           list('-',   '-',   '-',   '-',   '+',   '+', '-'),
  'GET /v1/access-events':                       list('-',   '-',   '-',   '-',   '+',   '+', '+'),
  'GET /v1/accounts/{reference}':                record('--0', '--0', '--0', '--0', '+-0', '+', '+'),
  'POST /v1/accounts/{reference}/roles':         record('--0', '--0', '--0', '--0', '+-0', '+', '-'),
  'POST /v1/accounts/{reference}/deactivate':    record('--0', '--0', '--0', '--0', '+-0', '+', '-'),
  'POST /v1/accounts/{reference}/reinvite':      record('--0', '--0', '--0', '--0', '+-0', '+', '-'),
  'POST /v1/accounts/{reference}/unlock':        record('--0', '--0', '--0', '--0', '+-0', '+', '-'),
  'POST /v1/accounts/{reference}/confirm':       record('--0', '--0', '--0', '--0', '+-0', '+', '-'),
  'GET /v1/accounts/{reference}/sessions':       record('--0', '--0', '--0', '--0', '+-0', '+', '+'),
  'POST /v1/accounts/{reference}/sessions/end':  record('--0', '--0', '--0', '--0', '+-0', '+', '-'),
  'POST /v1/messages':                           list('+',   '-',   '-',   '-',   '-',   '-', '-'),
  'POST /v1/dry-run':                            list('+',   '+',   '+',   '+',   '-',   '-', '-'),
  'GET /v1/messages':                            list('+',   '+',   '+',   '-',   '+',   '+', '+'),
  'POST /v1/messages/search':                    list('+',   '+',   '+',   '-',   '+',   '+', '+'),
  'GET /v1/messages.csv':                        list('-',   '+',   '+',   '-',   '+',   '+', '+'),
  'GET /v1/find':                                list('+',   '+',   '+',   '-',   '+',   '+', '+'),
  'POST /v1/find':                               list('+',   '+',   '+',   '-',   '+',   '+', '+'),
  'GET /v1/saved-filters':                       list('-',   '+',   '+',   '-',   '+',   '+', '+'),
  'PUT /v1/saved-filters':                       list('-',   '+',   '+',   '-',   '+',   '+', '+'),
  'GET /v1/traffic/sums':                        list('-',   '+',   '-',   '-',   '+',   '+', '+'),
  'GET /v1/health':                              list('+',   '+',   '-',   '-',   '+',   '+', '+'),
  'GET /v1/destinations':                        list('+',   '+',   '-',   '-',   '+',   '+', '+'),
  'GET /v1/compliance':                          list('-',   '+',   '-',   '-',   '+',   '+', '+'),
  'GET /v1/inbox':                               list('+',   '-',   '-',   '-',   '-',   '-', '-'),
  'GET /v1/failures':                            list('+',   '+',   '+',   '-',   '+',   '+', '+'),
  'POST /v1/failures/replay':                    list('-',   '+',   '-',   '-',   '-',   '-', '-'),
  'GET /v1/incidents':                           list('+',   '+',   '-',   '-',   '+',   '+', '+'),
  'GET /v1/cases':                               list('+',   '+',   '+',   '-',   '+',   '+', '+'),
  'POST /v1/persons/search':                     list('+',   '+',   '+',   '-',   '-',   '-', '-'),
  'GET /v1/deadlines':                           list('+',   '+',   '+',   '-',   '+',   '+', '+'),
  'GET /v1/reviews':                             list('-',   '+',   '-',   '-',   '+',   '-', '-'),
  'POST /v1/erasures':                           list('-',   '+',   '-',   '-',   '-',   '-', '-'),
  'GET /v1/erasures':                            list('-',   '+',   '-',   '-',   '-',   '+', '+'),
  'GET /v1/members':                             list('+',   '+',   '+',   '+',   '+',   '+', '+'),
  'GET /v1/members/{state}/contact':             list('+',   '+',   '+',   '+',   '+',   '+', '+'),
  'PUT /v1/members/{state}/contact':             record('--0', '+-0', '--0', '--0', '+-0', '-', '-'),
  'GET /v1/members/{state}/notifications':       record('--0', '+-0', '--0', '--0', '+-0', '-', '-'),
  'PUT /v1/members/{state}/notifications':       record('--0', '+-0', '--0', '--0', '+-0', '-', '-'),
  'GET /v1/hooks':                               list('-',   '+',   '-',   '-',   '+',   '+', '-'),
  'POST /v1/hooks':                              list('-',   '-',   '-',   '-',   '+',   '+', '-'),
  'POST /v1/hooks/{hookId}/rotate':              record('--0', '--0', '--0', '--0', '+-0', '-', '-'),
  'POST /v1/hooks/{hookId}/enable':              record('--0', '--0', '--0', '--0', '+-0', '-', '-'),
  'POST /v1/hooks/{hookId}/remove':              record('--0', '--0', '--0', '--0', '+-0', '-', '-'),
  'GET /v1/members/{state}/profile':             record('+-0', '+-0', '--0', '--0', '+-0', '+', '+'),
  'GET /v1/members/{state}/dialect':             record('+-0', '+-0', '--0', '--0', '+-0', '+', '+'),
  'POST /v1/members/{state}/pause':              record('--0', '+-0', '--0', '--0', '+-0', '-', '-'),
  'POST /v1/members/{state}/resume':             record('--0', '+-0', '--0', '--0', '+-0', '-', '-'),
  'POST /v1/members/{state}/agreement':          record('--0', '--0', '--0', '--0', '+-0', '-', '-'),
  'GET /v1/traffic':                             list('-',   '+',   '-',   '-',   '+',   '+', '+'),
  'GET /v1/events':                              list('+',   '+',   '+',   '-',   '+',   '+', '+'),
  'GET /v1/ledger/tile/entries/{bundle}':        list('-',   '-',   '-',   '-',   '-',   '+', '+'),
  'PUT /v1/attachments/{sha256}':                list('+',   '-',   '-',   '-',   '-',   '-', '-'),
  'GET /v1/messages/{transmissionId}':           record('++0', '++0', '++0', '--0', '--0', '+', '+'),
  'GET /v1/messages/{transmissionId}/bodies':    record('++0', '++0', '++0', '--0', '--0', '-', '-'),
  'GET /v1/messages/{transmissionId}/mapping':   record('++0', '++0', '++0', '--0', '--0', '-', '-'),
  'GET /v1/messages/{transmissionId}/proof':     record('++0', '++0', '++0', '--0', '--0', '+', '+'),
  'GET /v1/messages/{transmissionId}/opening':   record('++0', '++0', '++0', '--0', '--0', '-', '-'),
  'GET /v1/messages/{transmissionId}/viewings':  record('++0', '++0', '++0', '--0', '++0', '+', '+'),
  'POST /v1/messages/{transmissionId}/viewings': record('--0', '--0', '--0', '--0', '--0', '+', '-'),
  'GET /v1/statements':                          list('+',   '+',   '-',   '-',   '+',   '+', '+'),
  'GET /v1/statements/{statementId}':            record('++0', '++0', '--0', '--0', '--0', '+', '+'),
  'POST /v1/messages/{transmissionId}/release':  record('--0', '+-0', '--0', '--0', '--0', '-', '-'),
  'POST /v1/messages/{transmissionId}/return':   record('--0', '+-0', '--0', '--0', '--0', '-', '-'),
  'POST /v1/messages/{transmissionId}/assign':   record('--0', '++0', '--0', '--0', '--0', '-', '-'),
  'POST /v1/messages/{transmissionId}/review':   record('--0', '-+0', '--0', '--0', '--0', '-', '-'),
  'GET /v1/incidents/{incidentId}':              record('+-0', '+-0', '--0', '--0', '+-0', '+', '+'),
  'POST /v1/inbox/{deliveryId}/ack':             record('-+0', '--0', '--0', '--0', '--0', '-', '-'),
  'POST /v1/inbox/{deliveryId}/nack':            record('-+0', '--0', '--0', '--0', '--0', '-', '-'),
  'GET /v1/attachments/{sha256}':                record('++0', '++0', '++0', '--0', '--0', '-', '-'),
  'POST /v1/deliveries/{deliveryId}/replay':     record('--0', '+-0', '--0', '--0', '--0', '-', '-'),
  'POST /v1/deliveries/{deliveryId}/cancel':     record('--0', '+-0', '--0', '--0', '--0', '-', '-'),
  'POST /v1/deliveries/{deliveryId}/skip':       record('--0', '+-0', '--0', '--0', '--0', '-', '-'),
  'POST /v1/deliveries/{deliveryId}/supersede':  record('--0', '+-0', '--0', '--0', '--0', '-', '-'),
  'GET /v1/cases/{caseId}':                      record('++0', '++0', '++0', '--0', '--0', '+', '+'),
  'POST /v1/erasures/{erasureId}/approve':       record('--0', '+-0', '--0', '--0', '--0', '-', '-'),
  'POST /v1/erasures/{erasureId}/withdraw':      record('--0', '+-0', '--0', '--0', '--0', '-', '-'),
  'GET /v1/cases/{caseId}/notes':                record('--0', '++0', '++0', '--0', '++0', '-', '-'),
  'POST /v1/cases/{caseId}/notes':               record('--0', '++0', '++0', '--0', '++0', '-', '-'),
  'PUT /v1/cases/{caseId}/assignment':           record('++0', '++0', '--0', '--0', '--0', '-', '-'),
};

/** A body that the route takes, where it needs more than `{}` or a reason. */
export const COMMANDS: Partial<Record<Route, object>> = {
  'POST /v1/accounts': {
    name: 'Placeholder Person',
    email: 'placeholder@hub.example',
    roles: ['compact-office'],
    trainingCompletedAt: '2026-01-01',
  },
  'POST /v1/accounts/{reference}/roles': { roles: ['officer'] },
  'PUT /v1/cases/{caseId}/assignment': {
    user: { reference: 'another', name: 'Another Person', role: 'OFFICER' },
    note: 'because',
  },
  'POST /v1/deliveries/{deliveryId}/supersede': {
    by: '018f0000-0000-7000-8000-000000000000',
    reason: 'because',
  },
  'POST /v1/erasures': {
    action: 'expunge',
    scope: 'transmission',
    subject: '01900000-0000-7000-8000-000000000000',
    authority: 'ORDER-1',
  },
  'PUT /v1/members/{state}/notifications': { choices: { 'incident-opened': 'soon' } },
  'POST /v1/hooks': { url: 'https://monitor.example/hook' },
  'PUT /v1/members/{state}/contact': { version: 0, name: 'Compact office' },
  'POST /v1/messages/{transmissionId}/viewings': { reason: 'DISPUTE', note: 'because' },
  'POST /v1/members/{state}/agreement': { version: '2026-11' },
  'POST /v1/members/{state}/pause': { reason: 'because' },
  'POST /v1/members/{state}/resume': { reason: 'because' },
  'POST /v1/cases/{caseId}/notes': { text: 'called back' },
  'POST /v1/find': { text: 'OR-1' },
  'PUT /v1/saved-filters': { items: [{ name: 'mine', list: 'messages', query: 'from=OR' }] },
  'POST /v1/persons/search': { name: { last: 'Placeholder' } },
};

/** What a session does only with a second factor shown within five minutes: by hand, as the matrix is. */
export const FRESH_ROUTES: readonly Route[] = [
  'POST /v1/session/recovery-codes',
  'POST /v1/accounts',
  'POST /v1/accounts/{reference}/roles',
  'POST /v1/accounts/{reference}/reinvite',
  'POST /v1/accounts/{reference}/unlock',
  'POST /v1/messages/{transmissionId}/viewings',
  'POST /v1/failures/replay',
  'POST /v1/erasures',
  'POST /v1/erasures/{erasureId}/approve',
];

/** Open for persons who have nothing yet by which they could be known: each has tests of its own. */
export const DOOR_ROUTES: readonly Route[] = [
  'POST /v1/session',
  'POST /v1/providers/{provider}/sign-in',
  'POST /v1/provider-answers',
  'POST /v1/passkey/challenge',
  'POST /v1/passkey',
  'GET /v1/invitations/{token}',
  'POST /v1/invitations/{token}/accept',
  'POST /v1/password-resets',
  'POST /v1/password-resets/{token}/complete',
];

export const OPEN_ROUTES: readonly Route[] = [
  ...DOOR_ROUTES,
  'GET /v1/policy',
  'GET /v1/exchange-policy',
  'GET /v1/sign-in-ways',
  'GET /healthz',
  'GET /readyz',
  'GET /metrics',
  'GET /',
  'GET /app',
  'GET /app/{page}',
  'GET /assets/{file}',
  'GET /soap',
  'POST /soap',
  'GET /openapi.json',
  'GET /asyncapi.json',
  'GET /docs',
  'GET /docs/{file}',
  'GET /schemas/{file}',
  'GET /schemas/code-lists/{file}',
  'GET /v1/keys',
  'GET /v1/ledger/key',
  'GET /v1/ledger/keys',
  'GET /v1/ledger/checkpoint',
  'GET /v1/ledger/tile/{tile}',
  'GET /v1/contacts',
];
