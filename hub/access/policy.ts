import { NATIONAL, type Actor, type Role, isNationalRole } from './actor.ts';
import { SESSION_STAGES, type SessionStage } from './session-stage.ts';

/**
 * How an actor must stand to a record.
 * - `own-state`: the route names no record of another; what it reads or writes is the actor's member's.
 * - `sender`, `receiver`: the actor's member sent the record, or is its destination.
 * - `party`: either of the two.
 * - `any`: no relation is asked for; what is shown is bounded by row-level security all the same.
 */
export type Relation = 'own-state' | 'sender' | 'receiver' | 'party' | 'any';

interface Row {
  readonly role: Role;
  readonly relation: Relation;
}

/**
 * A route that anybody may call, and why; or who may call it; or at which stages a session may. `fresh`: a session
 * whose second factor was not shown of late shows it again before.
 */
export type Access =
  | { readonly open: string }
  | { readonly rows: readonly Row[]; readonly fresh?: boolean }
  | { readonly stages: readonly SessionStage[]; readonly fresh?: boolean };

/** The staff of a state who see its cases and let nothing cross: the three have the same rights. */
const STAFF = ['supervisor', 'officer', 'officer-support'] as const;

const may = ({ staff, ...rows }: Partial<Record<Role | 'staff', Relation>>): Access => ({
  rows: [
    ...(Object.entries(rows) as [Role, Relation][]).map(([role, relation]) => ({ role, relation })),
    ...(staff === undefined ? [] : STAFF.map((role) => ({ role, relation: staff }))),
  ],
});

/** What is hard to take back, gives rights, or opens what is of others: also by a factor shown of late. */
const fresh = (rows: Partial<Record<Role | 'staff', Relation>>): Access => ({
  ...may(rows),
  fresh: true,
});

/**
 * The one list of who may do what. `{name}` in a path is a parameter; everything that is not here
 * is refused, and the hub does not start when a route has no row or a row no route.
 */
// prettier-ignore
export const POLICY = {
  'GET /healthz':                 { open: 'tells a supervisor that the process answers, and nothing else' },
  'GET /readyz':                  { open: 'tells a load balancer whether to send requests here, and nothing else' },
  'GET /metrics':                 { open: 'has a token of its own, or a caller on the same machine' },
  'GET /openapi.json':            { open: 'the published contract; it holds no data' },
  'GET /asyncapi.json':           { open: 'the published contract of the queues; it holds no data' },
  'GET /docs':                    { open: 'the published contract as a page' },
  'GET /docs/{file}':             { open: 'scripts and styles of that page' },
  'GET /schemas/{file}':            { open: 'the published schemas; they hold no data' },
  'GET /schemas/code-lists/{file}': { open: 'the published code lists; they hold no data' },
  'GET /':                         { open: 'leads to the page of the console, and holds nothing' },
  'GET /app':                      { open: 'the console’s page; what it shows it asks of the routes below, as the person who is signed in' },
  'GET /app/{page}':               { open: 'the same page, at the address of each of its views' },
  'GET /assets/{file}':            { open: 'scripts, styles and fonts of that page' },
  'GET /soap':                    { open: 'the published contract of the SOAP service; it holds no data' },
  'POST /soap':                   { open: 'the credential stands in the envelope (WS-Security); each operation asks for the right of its route under /v1' },
  'GET /v1/keys':                 { open: 'public keys: anybody who was shown a receipt may check it' },
  'GET /v1/ledger/key':           { open: 'public keys: anybody who was shown a proof may check it' },
  'GET /v1/ledger/keys':          { open: 'public keys with their periods, and the last heads of ledgers that ended' },
  'GET /v1/ledger/checkpoint':    { open: 'the signed head; witnesses must see what everybody sees (C2SP tlog-checkpoint)' },
  'GET /v1/ledger/tile/{tile}':   { open: 'salted hashes only; needed to follow the log (C2SP tlog-tiles)' },

  'GET /v1/policy':                        { open: 'the policy that persons agree to; it holds no data' },
  'GET /v1/sign-in-ways':                  { open: 'by which ways persons may sign in here; it names no person' },
  'POST /v1/passkey/challenge':            { open: 'a random number for a passkey to sign; it holds no data, and is throttled' },
  'POST /v1/passkey':                      { open: 'where a person shows who it is; throttled, and every failure says the same' },
  'POST /v1/providers/{provider}/sign-in': { open: 'the way to a state’s own sign-in; it holds no data, and is throttled' },
  'POST /v1/provider-answers':             { open: 'where a person shows who it is, by a state’s own sign-in; throttled' },
  'POST /v1/session':                      { open: 'where a person shows who it is; throttled, and every failure says the same' },
  'GET /v1/invitations/{token}':           { open: 'the secret of the path is the credential; valid 20 minutes, once' },
  'POST /v1/invitations/{token}/accept':   { open: 'the secret of the path is the credential; valid 20 minutes, once' },
  'POST /v1/password-resets':              { open: 'who forgot the password has none to show; the answer is always the same' },
  'POST /v1/password-resets/{token}/complete': { open: 'the secret of the path is the credential; it signs nobody in' },

  'GET /v1/session':                       { stages: SESSION_STAGES },
  'POST /v1/session/end':                  { stages: SESSION_STAGES },
  'POST /v1/session/second-factor':        { stages: ['second-factor'] },
  'POST /v1/session/second-factor/challenge': { stages: ['second-factor'] },
  'POST /v1/session/second-factor/key':    { stages: ['second-factor'] },
  'POST /v1/session/enrolment':            { stages: ['enrol'] },
  'POST /v1/session/enrolment/confirm':    { stages: ['enrol'] },
  'POST /v1/session/policy':               { stages: ['policy'] },
  'POST /v1/session/password':             { stages: ['complete'] },
  'POST /v1/session/renew':                { stages: ['complete'] },
  'POST /v1/session/step-up':              { stages: ['complete'] },
  'GET /v1/session/sessions':              { stages: ['complete'] },
  'POST /v1/session/sessions/end':         { stages: ['complete'] },
  'POST /v1/session/recovery-codes':       { stages: ['complete'], fresh: true },
  'GET /v1/session/keys':                  { stages: ['complete'] },
  'POST /v1/session/keys/challenge':       { stages: ['complete'] },
  'POST /v1/session/keys':                 { stages: ['complete'] },
  'POST /v1/session/keys/{keyId}/remove':  { stages: ['complete'] },
  'GET /v1/session/providers':             { stages: ['complete'] },
  'POST /v1/session/providers/{provider}/bind': { stages: ['complete'] },
  'POST /v1/session/providers/{provider}/unbind': { stages: ['complete'] },
  'POST /v1/session/provider-answers':     { stages: ['complete'] },

  'GET /v1/accounts':                            may({ 'state-administrator': 'own-state', 'national-office': 'any', 'auditor': 'any' }),
  'POST /v1/accounts':                           fresh({ 'state-administrator': 'own-state', 'national-office': 'any' }),
  'GET /v1/accounts/{reference}':                may({ 'state-administrator': 'own-state', 'national-office': 'any', 'auditor': 'any' }),
  'POST /v1/accounts/{reference}/roles':         fresh({ 'state-administrator': 'own-state', 'national-office': 'any' }),
  'POST /v1/accounts/{reference}/deactivate':    may({ 'state-administrator': 'own-state', 'national-office': 'any' }),
  'POST /v1/accounts/{reference}/reinvite':      fresh({ 'state-administrator': 'own-state', 'national-office': 'any' }),
  'POST /v1/accounts/{reference}/unlock':        fresh({ 'state-administrator': 'own-state', 'national-office': 'any' }),
  'POST /v1/accounts/{reference}/confirm':       may({ 'state-administrator': 'own-state', 'national-office': 'any' }),
  'GET /v1/accounts/{reference}/sessions':       may({ 'state-administrator': 'own-state', 'national-office': 'any', 'auditor': 'any' }),
  'POST /v1/accounts/{reference}/sessions/end':  may({ 'state-administrator': 'own-state', 'national-office': 'any' }),
  'GET /v1/access-events':                       may({ 'state-administrator': 'own-state', 'national-office': 'any', 'auditor': 'any' }),

  'POST /v1/messages':                           may({ 'system': 'own-state' }),
  'POST /v1/dry-run':                            may({ 'system': 'own-state', 'compact-office': 'own-state', 'staff': 'own-state', 'institution-staff': 'own-state' }),
  'GET /v1/messages':                            may({ 'system': 'own-state', 'compact-office': 'own-state', 'staff': 'own-state', 'state-administrator': 'own-state', 'national-office': 'any', 'auditor': 'any' }),
  'POST /v1/messages/search':                    may({ 'system': 'own-state', 'compact-office': 'own-state', 'staff': 'own-state', 'state-administrator': 'own-state', 'national-office': 'any', 'auditor': 'any' }),
  'GET /v1/messages.csv':                        may({ 'compact-office': 'own-state', 'staff': 'own-state', 'state-administrator': 'own-state', 'national-office': 'any', 'auditor': 'any' }),
  'GET /v1/find':                                may({ 'system': 'own-state', 'compact-office': 'own-state', 'staff': 'own-state', 'state-administrator': 'own-state', 'national-office': 'any', 'auditor': 'any' }),
  'POST /v1/find':                               may({ 'system': 'own-state', 'compact-office': 'own-state', 'staff': 'own-state', 'state-administrator': 'own-state', 'national-office': 'any', 'auditor': 'any' }),
  'GET /v1/messages/{transmissionId}':           may({ 'system': 'party', 'compact-office': 'party', 'staff': 'party', 'national-office': 'any', 'auditor': 'any' }),
  'GET /v1/messages/{transmissionId}/bodies':    may({ 'system': 'party', 'compact-office': 'party', 'staff': 'party' }),
  'GET /v1/messages/{transmissionId}/mapping':   may({ 'system': 'party', 'compact-office': 'party', 'staff': 'party' }),
  'GET /v1/messages/{transmissionId}/proof':     may({ 'system': 'party', 'compact-office': 'party', 'staff': 'party', 'national-office': 'any', 'auditor': 'any' }),
  'GET /v1/messages/{transmissionId}/opening':  may({ 'system': 'party', 'compact-office': 'party', 'staff': 'party' }),
  'GET /v1/messages/{transmissionId}/viewings':  may({ 'system': 'party', 'compact-office': 'party', 'staff': 'party', 'state-administrator': 'party', 'national-office': 'any', 'auditor': 'any' }),
  'POST /v1/messages/{transmissionId}/viewings': fresh({ 'national-office': 'any' }),
  'POST /v1/messages/{transmissionId}/release':  may({ 'compact-office': 'sender' }),
  'POST /v1/messages/{transmissionId}/return':   may({ 'compact-office': 'sender' }),
  'POST /v1/messages/{transmissionId}/assign':   may({ 'compact-office': 'party' }),
  'POST /v1/messages/{transmissionId}/review':   may({ 'compact-office': 'receiver' }),
  'GET /v1/reviews':                             may({ 'compact-office': 'own-state', 'state-administrator': 'own-state' }),
  'GET /v1/inbox':                               may({ 'system': 'own-state' }),
  'POST /v1/inbox/{deliveryId}/ack':             may({ 'system': 'receiver' }),
  'POST /v1/inbox/{deliveryId}/nack':            may({ 'system': 'receiver' }),
  'PUT /v1/attachments/{sha256}':                may({ 'system': 'own-state' }),
  'GET /v1/attachments/{sha256}':                may({ 'system': 'party', 'compact-office': 'party', 'staff': 'party' }),
  'GET /v1/failures':                            may({ 'system': 'own-state', 'compact-office': 'own-state', 'staff': 'own-state', 'state-administrator': 'own-state', 'national-office': 'any', 'auditor': 'any' }),
  'GET /v1/incidents':                           may({ 'system': 'own-state', 'compact-office': 'own-state', 'state-administrator': 'own-state', 'national-office': 'any', 'auditor': 'any' }),
  'GET /v1/incidents/{incidentId}':              may({ 'system': 'sender', 'compact-office': 'sender', 'state-administrator': 'sender', 'national-office': 'any', 'auditor': 'any' }),
  'POST /v1/deliveries/{deliveryId}/replay':     may({ 'compact-office': 'sender' }),
  'POST /v1/deliveries/{deliveryId}/skip':       may({ 'compact-office': 'sender' }),
  'POST /v1/deliveries/{deliveryId}/supersede':  may({ 'compact-office': 'sender' }),
  'POST /v1/deliveries/{deliveryId}/cancel':     may({ 'compact-office': 'sender' }),
  'POST /v1/failures/replay':                    fresh({ 'compact-office': 'own-state' }),
  'GET /v1/cases':                               may({ 'system': 'own-state', 'compact-office': 'own-state', 'staff': 'own-state', 'state-administrator': 'own-state', 'national-office': 'any', 'auditor': 'any' }),
  'GET /v1/cases/{caseId}':                      may({ 'system': 'party', 'compact-office': 'party', 'staff': 'party', 'national-office': 'any', 'auditor': 'any' }),
  'PUT /v1/cases/{caseId}/assignment':           may({ 'system': 'party', 'compact-office': 'party' }),
  'GET /v1/cases/{caseId}/notes':                may({ 'compact-office': 'party', 'staff': 'party', 'state-administrator': 'party' }),
  'POST /v1/cases/{caseId}/notes':               may({ 'compact-office': 'party', 'staff': 'party', 'state-administrator': 'party' }),
  'GET /v1/saved-filters':                       may({ 'compact-office': 'own-state', 'staff': 'own-state', 'state-administrator': 'own-state', 'national-office': 'own-state', 'auditor': 'own-state' }),
  'PUT /v1/saved-filters':                       may({ 'compact-office': 'own-state', 'staff': 'own-state', 'state-administrator': 'own-state', 'national-office': 'own-state', 'auditor': 'own-state' }),
  'POST /v1/persons/search':                     may({ 'system': 'own-state', 'compact-office': 'own-state', 'staff': 'own-state' }),
  'GET /v1/deadlines':                           may({ 'system': 'own-state', 'compact-office': 'own-state', 'staff': 'own-state', 'state-administrator': 'own-state', 'national-office': 'any', 'auditor': 'any' }),
  'GET /v1/statements':                          may({ 'system': 'own-state', 'compact-office': 'own-state', 'state-administrator': 'own-state', 'national-office': 'any', 'auditor': 'any' }),
  'GET /v1/statements/{statementId}':            may({ 'system': 'party', 'compact-office': 'party', 'national-office': 'any', 'auditor': 'any' }),
  'POST /v1/erasures':                           fresh({ 'compact-office': 'own-state' }),
  'GET /v1/erasures':                            may({ 'compact-office': 'own-state', 'national-office': 'any', 'auditor': 'any' }),
  'POST /v1/erasures/{erasureId}/approve':       fresh({ 'compact-office': 'sender' }),
  'POST /v1/erasures/{erasureId}/withdraw':      may({ 'compact-office': 'sender' }),
  'GET /v1/members':                             may({ 'system': 'any', 'compact-office': 'any', 'staff': 'any', 'institution-staff': 'any', 'state-administrator': 'any', 'national-office': 'any', 'auditor': 'any' }),
  'GET /v1/contacts':                            { open: 'how the offices are reached, as they publish it themselves: who has no account is told whom to ask' },
  'GET /v1/members/{state}/contact':             may({ 'system': 'any', 'compact-office': 'any', 'staff': 'any', 'institution-staff': 'any', 'state-administrator': 'any', 'national-office': 'any', 'auditor': 'any' }),
  'PUT /v1/members/{state}/contact':             may({ 'compact-office': 'own-state', 'state-administrator': 'own-state', 'national-office': 'own-state' }),
  'GET /v1/members/{state}/notifications':       may({ 'compact-office': 'own-state', 'state-administrator': 'own-state', 'national-office': 'own-state' }),
  'PUT /v1/members/{state}/notifications':       may({ 'compact-office': 'own-state', 'state-administrator': 'own-state', 'national-office': 'own-state' }),
  'GET /v1/hooks':                               may({ 'compact-office': 'own-state', 'state-administrator': 'own-state', 'national-office': 'own-state' }),
  'POST /v1/hooks':                              may({ 'state-administrator': 'own-state', 'national-office': 'own-state' }),
  'POST /v1/hooks/{hookId}/rotate':              may({ 'state-administrator': 'own-state', 'national-office': 'own-state' }),
  'POST /v1/hooks/{hookId}/enable':              may({ 'state-administrator': 'own-state', 'national-office': 'own-state' }),
  'POST /v1/hooks/{hookId}/remove':              may({ 'state-administrator': 'own-state', 'national-office': 'own-state' }),
  'GET /v1/members/{state}/profile':             may({ 'system': 'own-state', 'compact-office': 'own-state', 'state-administrator': 'own-state', 'national-office': 'any', 'auditor': 'any' }),
  'GET /v1/members/{state}/dialect':             may({ 'system': 'own-state', 'compact-office': 'own-state', 'state-administrator': 'own-state', 'national-office': 'any', 'auditor': 'any' }),
  'POST /v1/members/{state}/pause':              may({ 'compact-office': 'own-state', 'state-administrator': 'own-state' }),
  'POST /v1/members/{state}/resume':             may({ 'compact-office': 'own-state', 'state-administrator': 'own-state' }),
  'GET /v1/exchange-policy':                     { open: 'the terms to which agencies agree; they hold no data' },
  'POST /v1/members/{state}/agreement':          may({ 'state-administrator': 'own-state' }),
  'GET /v1/traffic':                             may({ 'compact-office': 'own-state', 'state-administrator': 'own-state', 'national-office': 'any', 'auditor': 'any' }),
  'GET /v1/traffic/sums':                        may({ 'compact-office': 'own-state', 'state-administrator': 'own-state', 'national-office': 'any', 'auditor': 'any' }),
  'GET /v1/health':                              may({ 'system': 'own-state', 'compact-office': 'own-state', 'state-administrator': 'own-state', 'national-office': 'any', 'auditor': 'any' }),
  'GET /v1/destinations':                        may({ 'system': 'own-state', 'compact-office': 'own-state', 'state-administrator': 'own-state', 'national-office': 'any', 'auditor': 'any' }),
  'GET /v1/compliance':                          may({ 'compact-office': 'own-state', 'state-administrator': 'own-state', 'national-office': 'any', 'auditor': 'any' }),
  'GET /v1/events':                              may({ 'system': 'own-state', 'compact-office': 'own-state', 'staff': 'own-state', 'state-administrator': 'own-state', 'national-office': 'any', 'auditor': 'any' }),
  'GET /v1/ledger/tile/entries/{bundle}':        may({ 'national-office': 'any', 'auditor': 'any' }),
} as const satisfies Record<string, Access>;

export type Route = keyof typeof POLICY;

export const ROUTES = Object.keys(POLICY) as readonly Route[];

/** The reason why a route is open, or undefined for one that asks for a credential. */
export function openReason(route: Route): string | undefined {
  const access: Access = POLICY[route];
  return 'open' in access ? access.open : undefined;
}

/** The stages of a session that may call the route; undefined where it is not the session that counts. */
export function stagesOf(route: Route): readonly SessionStage[] | undefined {
  const access: Access = POLICY[route];
  return 'stages' in access ? access.stages : undefined;
}

/** Whether a session must have shown its second factor of late. */
export function asksFreshFactor(route: Route): boolean {
  const access: Access = POLICY[route];
  return 'fresh' in access && access.fresh;
}

/** The two members of a record; the receiver is null as long as it may not know of it. */
export interface Parties {
  readonly from_member: string;
  readonly to_member: string | null;
}

/**
 * - `allowed`.
 * - `forbidden`: this role never does this, or not from this side: 403.
 * - `hidden`: the record is not this actor's to know of: 404, as if it were not there.
 */
export type Decision = 'allowed' | 'forbidden' | 'hidden';

/**
 * Whether the actor may call the route; with `parties`, whether it may do so to that record. The
 * first is asked before anything is read, the second by the flow that holds the record.
 */
export function decide(route: Route, actor: Actor, parties?: Parties): Decision {
  const access: Access = POLICY[route];
  if ('open' in access) return 'allowed';
  // A session is asked for, and no role or credential takes its place.
  if ('stages' in access) return 'forbidden';
  const relations = access.rows
    .filter(({ role }) => holdsRole(actor, role))
    .map(({ relation }) => relation);
  if (parties === undefined) return relations.length > 0 ? 'allowed' : 'forbidden';
  if (relations.some((relation) => stands(actor, relation, parties))) return 'allowed';
  return seesParties(actor, parties) ? 'forbidden' : 'hidden';
}

/**
 * The role by which the actor may call the route for this record: the first of the table. Throws where there is
 * none, for nobody asks before `decide` allowed it.
 */
export function roleFor(route: Route, actor: Actor, parties: Parties): Role {
  const access: Access = POLICY[route];
  const row =
    'rows' in access
      ? access.rows.find(
          ({ role, relation }) => holdsRole(actor, role) && stands(actor, relation, parties),
        )
      : undefined;
  if (row === undefined) throw new Error(`nobody may ${route} by a role`);
  return row.role;
}

/** A role counts only where it belongs: the nation's roles at `national`, the others at a member. */
function holdsRole(actor: Actor, role: Role): boolean {
  if (!actor.roles.includes(role)) return false;
  if (isNationalRole(role) !== (actor.member === NATIONAL)) return false;
  return (role === 'system') === (actor.kind === 'system');
}

function stands({ member }: Actor, relation: Relation, parties: Parties): boolean {
  switch (relation) {
    case 'any':
      return true;
    case 'own-state':
    case 'sender':
      return member === parties.from_member;
    case 'receiver':
      return member === parties.to_member;
    case 'party':
      return member === parties.from_member || member === parties.to_member;
  }
}

function seesParties({ member }: Actor, parties: Parties): boolean {
  return member === NATIONAL || member === parties.from_member || member === parties.to_member;
}
