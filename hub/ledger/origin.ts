import { isKeyName } from '../../ledger-verifier/note.ts';

/**
 * The origin line of a new log, made once at the first start and kept in its row: it names the log
 * for ever, so it is never derived again from an address that may change.
 *
 * @param host where the hub is known, only to make the line readable.
 * @param random gives that many random bytes; 16 of them make the line unique.
 */
export function mintOrigin(host: string, random: (size: number) => Buffer): string {
  const origin = `${host}/ledger/${random(16).toString('hex')}`;
  if (!isKeyName(origin)) throw new TypeError('an origin has no spaces and no plus signs');
  return origin;
}
