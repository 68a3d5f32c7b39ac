/** Hashes passwords slowly, elsewhere than on the event loop. Throws SIGN_IN_BUSY where too many wait. */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** Whether it is the password of the hash; for no hash false, after the same time. */
  verify(stored: string | undefined, password: string): Promise<boolean>;
  /** A recovery code as a row keeps it: a keyed hash, for its 80 bits need no slow one. */
  hashCode(accountId: string, code: string): Buffer;
}
