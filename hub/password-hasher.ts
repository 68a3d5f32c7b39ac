import { createHmac } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { PasswordHasher } from './flows/password-port.ts';

/** What one hash costs: memory in KiB, passes over it. */
export interface PasswordCost {
  readonly memoryCost: number;
  readonly timeCost: number;
}

/** The least that OWASP gives for argon2id: 19 MiB, two passes; some 70 ms. */
export const PASSWORD_COST: PasswordCost = { memoryCost: 19_456, timeCost: 2 };

/** Of the threads on which also files are read and names resolved, hashing takes two. */
const AT_ONCE = 2;
const MOST_WAITING = 100;

interface HasherParts {
  /** 32 bytes from the key file: with a hash alone nobody can try passwords. */
  readonly masterKey: Buffer;
  readonly cost: PasswordCost;
  /** Thrown where too many wait. */
  readonly tooMany: () => Error;
}

/** argon2id (RFC 9106) off the event loop, a bounded number at once. */
export function createPasswordHasher({ masterKey, cost, tooMany }: HasherParts): PasswordHasher {
  const secret = createHmac('sha256', masterKey).update('hub/password/v1').digest();
  const codeKey = createHmac('sha256', masterKey).update('hub/recovery-code/v1').digest();
  const options = { ...cost, parallelism: 1, secret };
  const inTurn = createTurns(tooMany);
  /** Of no account: what is compared with where there is nothing to compare with. */
  let nobodys: Promise<string> | undefined;
  return {
    hash: (password) => inTurn(() => hash(password.normalize('NFKC'), options)),
    verify: async (stored, password) => {
      nobodys ??= hash('of nobody', options);
      const against = stored ?? (await nobodys);
      const isRight = await inTurn(() => verify(against, password.normalize('NFKC'), { secret }));
      return isRight && stored !== undefined;
    },
    hashCode: (accountId, code) =>
      createHmac('sha256', codeKey)
        .update(JSON.stringify([accountId, code]))
        .digest(),
  };
}

function createTurns(tooMany: () => Error) {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running < AT_ONCE) running += 1;
    else {
      if (waiting.length >= MOST_WAITING) throw tooMany();
      // Who is waked has the turn of the one that woke it.
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
