import { ExchangeError } from '../flows/exchange-error.ts';
import { isHubId } from '../message/identifiers.ts';

/** The case that a path names; NOT_FOUND for what cannot be one. */
export function caseIdParam(params: Readonly<Record<string, string>>): string {
  const caseId = params['caseId'] ?? '';
  if (!isHubId(caseId)) throw new ExchangeError('NOT_FOUND');
  return caseId;
}
