import { type TileAddress, parseTilePath } from '../../ledger-verifier/tile.ts';
import { ExchangeError } from '../flows/exchange-error.ts';
import type { HttpParts } from './parts.ts';
import { type Answer, type RouteHandlers, json } from './route-handler.ts';

type LedgerRoutes = Pick<
  RouteHandlers,
  | 'GET /v1/ledger/checkpoint'
  | 'GET /v1/ledger/key'
  | 'GET /v1/ledger/keys'
  | 'GET /v1/ledger/tile/{tile}'
  | 'GET /v1/ledger/tile/entries/{bundle}'
  | 'GET /v1/keys'
>;

const TEXT = 'text/plain; charset=utf-8';
/** A tile or bundle of a stated width never changes (C2SP tlog-tiles, "Parameters"). */
const FOR_EVER = 'max-age=31536000, immutable';

/** The ledger as C2SP tlog-tiles and tlog-checkpoint serve it, and the keys to check it with. */
export function ledgerRoutes({ reads, receiptKeys }: HttpParts): LedgerRoutes {
  return {
    'GET /v1/ledger/checkpoint': async () => {
      const checkpoint = await reads.checkpoint();
      if (checkpoint === undefined) throw new ExchangeError('NOT_FOUND');
      return { status: 200, headers: { 'Content-Type': TEXT }, body: checkpoint };
    },
    'GET /v1/ledger/key': async () => {
      const { keys } = await reads.ledgerKeys();
      const body = keys.map(({ key }) => `${key}\n`).join('');
      return { status: 200, headers: { 'Content-Type': TEXT }, body };
    },
    'GET /v1/ledger/keys': async () => json(200, await reads.ledgerKeys()),
    'GET /v1/ledger/tile/{tile}': async ({ params }) => {
      const address = parseTilePath(`tile/${params['tile'] ?? ''}`);
      if (address === undefined || !isHashTile(address)) throw new ExchangeError('NOT_FOUND');
      return octets(await reads.tile(address), `public, ${FOR_EVER}`);
    },
    'GET /v1/ledger/tile/entries/{bundle}': async ({ params, actor }) => {
      const address = parseTilePath(`tile/entries/${params['bundle'] ?? ''}`);
      if (address === undefined) throw new ExchangeError('NOT_FOUND');
      return octets(await reads.entryBundle(actor, address), `private, ${FOR_EVER}`);
    },
    'GET /v1/keys': () => json(200, receiptKeys(), { 'Content-Type': 'application/jwk-set+json' }),
  };
}

function isHashTile(address: TileAddress): address is TileAddress & { readonly level: number } {
  return address.level !== 'entries';
}

function octets(body: Buffer | undefined, caching: string): Answer {
  if (body === undefined) throw new ExchangeError('NOT_FOUND');
  return {
    status: 200,
    headers: { 'Content-Type': 'application/octet-stream', 'Cache-Control': caching },
    body,
  };
}
