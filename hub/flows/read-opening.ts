import type { Actor } from '../access/actor.ts';
import { ExchangeError } from './exchange-error.ts';
import type { ReadParts } from './read-store.ts';
import type { MessageOpening } from './reads.ts';
import { requirePermission } from './require-permission.ts';

/**
 * The salt of a transmission's commitments: with it a state shows that a document it holds is the one
 * to which the ledger commits. Gone with the content: ERASED; closed with it: SEALED.
 */
export async function readOpening(
  { store, reader }: ReadParts,
  actor: Actor,
  transmissionId: string,
): Promise<MessageOpening> {
  return reader.as(actor.member, async (query) => {
    const row = await store.findMessage(query, transmissionId);
    requirePermission('GET /v1/messages/{transmissionId}/opening', actor, row);
    if (row.content === 'sealed') throw new ExchangeError('SEALED');
    const salt = await store.findSalt(query, transmissionId);
    if (salt === undefined) throw new ExchangeError('ERASED');
    return { transmissionId, salt: salt.toString('hex') };
  });
}
