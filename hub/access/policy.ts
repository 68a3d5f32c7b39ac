import { NATIONAL, type Actor, type Role } from './actor.ts';

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

/** A route that anybody may call, and why; or who may call it. */
export type Access = { readonly open: string } | { readonly rows: readonly Row[] };

const may = (rows: Partial<Record<Role, Relation>>): Access => ({
  rows: (Object.entries(rows) as [Role, Relation][]).map(([role, relation]) => ({
    role,
    relation,
  })),
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
  'GET /soap':                    { open: 'the published contract of the SOAP service; it holds no data' },
  'POST /soap':                   { open: 'the credential stands in the envelope (WS-Security); each operation asks for the right of its route under /v1' },
  'GET /v1/keys':                 { open: 'public keys: anybody who was shown a receipt may check it' },
  'GET /v1/ledger/key':           { open: 'public keys: anybody who was shown a proof may check it' },
  'GET /v1/ledger/checkpoint':    { open: 'the signed head; witnesses must see what everybody sees (C2SP tlog-checkpoint)' },
  'GET /v1/ledger/tile/{tile}':   { open: 'salted hashes only; needed to follow the log (C2SP tlog-tiles)' },

  'POST /v1/messages':                           may({ 'system': 'own-state' }),
  'POST /v1/dry-run':                            may({ 'system': 'own-state', 'compact-office': 'own-state' }),
  'GET /v1/messages':                            may({ 'system': 'own-state', 'compact-office': 'own-state', 'national-office': 'any', 'auditor': 'any' }),
  'GET /v1/messages/{transmissionId}':           may({ 'system': 'party', 'compact-office': 'party', 'national-office': 'any', 'auditor': 'any' }),
  'GET /v1/messages/{transmissionId}/bodies':    may({ 'system': 'party', 'compact-office': 'party' }),
  'GET /v1/messages/{transmissionId}/proof':     may({ 'system': 'party', 'compact-office': 'party', 'national-office': 'any', 'auditor': 'any' }),
  'POST /v1/messages/{transmissionId}/release':  may({ 'compact-office': 'sender' }),
  'POST /v1/messages/{transmissionId}/return':   may({ 'compact-office': 'sender' }),
  'POST /v1/messages/{transmissionId}/assign':   may({ 'compact-office': 'party' }),
  'POST /v1/messages/{transmissionId}/review':   may({ 'compact-office': 'receiver' }),
  'GET /v1/reviews':                             may({ 'compact-office': 'own-state' }),
  'GET /v1/inbox':                               may({ 'system': 'own-state' }),
  'POST /v1/inbox/{deliveryId}/ack':             may({ 'system': 'receiver' }),
  'POST /v1/inbox/{deliveryId}/nack':            may({ 'system': 'receiver' }),
  'PUT /v1/attachments/{sha256}':                may({ 'system': 'own-state' }),
  'GET /v1/attachments/{sha256}':                may({ 'system': 'party', 'compact-office': 'party' }),
  'GET /v1/failures':                            may({ 'system': 'own-state', 'compact-office': 'own-state', 'national-office': 'any', 'auditor': 'any' }),
  'POST /v1/deliveries/{deliveryId}/replay':     may({ 'compact-office': 'sender' }),
  'POST /v1/deliveries/{deliveryId}/cancel':     may({ 'compact-office': 'sender' }),
  'GET /v1/cases/{caseId}':                      may({ 'system': 'party', 'compact-office': 'party', 'national-office': 'any', 'auditor': 'any' }),
  'GET /v1/deadlines':                           may({ 'system': 'own-state', 'compact-office': 'own-state', 'national-office': 'any', 'auditor': 'any' }),
  'GET /v1/members':                             may({ 'system': 'any', 'compact-office': 'any', 'national-office': 'any', 'auditor': 'any' }),
  'GET /v1/traffic':                             may({ 'compact-office': 'own-state', 'national-office': 'any', 'auditor': 'any' }),
  'GET /v1/events':                              may({ 'system': 'own-state', 'compact-office': 'own-state', 'national-office': 'any', 'auditor': 'any' }),
  'GET /v1/ledger/tile/entries/{bundle}':        may({ 'national-office': 'any', 'auditor': 'any' }),
} as const satisfies Record<string, Access>;

export type Route = keyof typeof POLICY;

export const ROUTES = Object.keys(POLICY) as readonly Route[];

/** The reason why a route is open, or undefined for one that asks for a credential. */
export function openReason(route: Route): string | undefined {
  const access: Access = POLICY[route];
  return 'open' in access ? access.open : undefined;
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
  const relations = access.rows
    .filter(({ role }) => holdsRole(actor, role))
    .map(({ relation }) => relation);
  if (parties === undefined) return relations.length > 0 ? 'allowed' : 'forbidden';
  if (relations.some((relation) => stands(actor, relation, parties))) return 'allowed';
  return seesParties(actor, parties) ? 'forbidden' : 'hidden';
}

/** A role counts only where it belongs: the nation's roles at `national`, the others at a member. */
function holdsRole(actor: Actor, role: Role): boolean {
  if (!actor.roles.includes(role)) return false;
  const isNational = role === 'national-office' || role === 'auditor';
  if (isNational !== (actor.member === NATIONAL)) return false;
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
