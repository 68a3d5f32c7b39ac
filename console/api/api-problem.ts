/** One finding of a problem document (RFC 9457), by JSON Pointer. */
export interface ProblemItem {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

/**
 * The hub refused, or could not be reached (`UNREACHABLE`). The code is stable (docs/errors.md); the
 * console shows words of its own for the codes that people meet, and `detail` for the others.
 */
export class ApiProblem extends Error {
  readonly code: string;
  readonly status: number;
  readonly requestId: string | undefined;
  readonly problems: readonly ProblemItem[];
  /** Seconds after which it is worth trying again. */
  readonly retryAfter: number | undefined;

  constructor(facts: {
    readonly code: string;
    readonly status: number;
    readonly detail: string;
    readonly requestId?: string;
    readonly problems?: readonly ProblemItem[];
    readonly retryAfter?: number;
  }) {
    super(facts.detail);
    this.name = 'ApiProblem';
    this.code = facts.code;
    this.status = facts.status;
    this.requestId = facts.requestId;
    this.problems = facts.problems ?? [];
    this.retryAfter = facts.retryAfter;
  }
}
