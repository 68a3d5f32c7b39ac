import type { Failure } from '../../generated/answers.ts';
import { type Failed, isExplained } from '../../words/failures.ts';

/** Failures that have one cause: what happened at one destination, and whose turn it is. */
export interface Cause extends Failed {
  readonly key: string;
  /** The newest first, as the hub lists them. */
  readonly failures: readonly Failure[];
  /** When the first of them was sent. */
  readonly since: string;
  /** Whether every one of them is held, and goes on by itself when the destination works. */
  readonly isHeld: boolean;
}

/** Something was decided of these deliveries: what is said of it, and what closes the question. */
export type Finish = (
  said: string,
  deliveryIds: readonly string[],
  close: () => void,
) => Promise<void>;

/** Failures by their cause, the cause that concerns most messages first. */
export function causesOf(failures: readonly Failure[]): Cause[] {
  const groups = new Map<string, Failure[]>();
  for (const failure of failures) {
    const {
      to,
      failure: { code, owner, next },
    } = failure;
    const key = [to, code, owner, next].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), failure]);
  }
  return [...groups]
    .flatMap(([key, found]) => {
      const [first] = found;
      return first === undefined ? [] : [causeOf(key, first, found)];
    })
    .sort((one, other) => weight(other) - weight(one));
}

function causeOf(key: string, { to, failure }: Failure, failures: readonly Failure[]): Cause {
  return {
    key,
    to,
    code: failure.code,
    owner: failure.owner,
    next: failure.next,
    senders: [...new Set(failures.map(({ from }) => from))],
    count: failures.length,
    failures,
    since: failures
      .map(({ createdAt }) => createdAt)
      .reduce((one, other) => (one < other ? one : other)),
    blocks: failures.reduce((sum, { blocks }) => sum + blocks, 0),
    isHeld: failures.every(({ state }) => state === 'held'),
    isExplained: failures.every((one) => isExplained(one.failure)),
  };
}

const weight = ({ failures, blocks }: Cause): number => failures.length + blocks;

/** The address of a cause, which can be mailed. */
export const addressOfCause = ({ to, code }: Cause): string =>
  `/failures?to=${to}&code=${encodeURIComponent(code)}`;
