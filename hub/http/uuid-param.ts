import { ExchangeError } from '../flows/exchange-error.ts';
import { isUuid } from '../message/identifiers.ts';
import type { OpenCall } from './route-handler.ts';

/** An id of a path. What has not the form of one names nothing: NOT_FOUND. */
export function uuidParam({ params }: OpenCall, name: string): string {
  const id = params[name] ?? '';
  if (!isUuid(id)) throw new ExchangeError('NOT_FOUND');
  return id;
}
