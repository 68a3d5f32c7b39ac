import type { Actor } from '../access/actor.ts';
import { type Parties, type Route, decide } from '../access/policy.ts';
import { ExchangeError } from './exchange-error.ts';

/**
 * Lets the actor do what the route does to this record, or throws NOT_PERMITTED; NOT_FOUND where
 * the record is not there or not the actor's to know of: the two cannot be told apart from outside.
 */
export function requirePermission<Row extends Parties>(
  route: Route,
  actor: Actor,
  record: Row | undefined,
): asserts record is Row {
  if (record === undefined) throw new ExchangeError('NOT_FOUND');
  const decision = decide(route, actor, record);
  if (decision === 'hidden') throw new ExchangeError('NOT_FOUND');
  if (decision === 'forbidden') throw new ExchangeError('NOT_PERMITTED');
}
