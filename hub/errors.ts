/**
 * The base of every error that the hub answers with. `code` is the contract: stable, documented in
 * docs/errors.md, looked up once for its HTTP status in hub/http/problem.ts. The public text never
 * repeats a value that came from outside; what only an engineer may read goes into `cause`.
 */
export class HubError<Code extends string = string> extends Error {
  override readonly name: string = 'HubError';
  readonly code: Code;
  readonly problems: readonly Problem[];

  constructor(
    code: Code,
    publicText: string,
    options: { cause?: unknown; problems?: readonly Problem[] } = {},
  ) {
    super(publicText, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.problems = options.problems ?? [];
  }
}

/** One finding in a document: where (JSON Pointer, RFC 6901), which rule, in words without the value. */
export interface Problem {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}
