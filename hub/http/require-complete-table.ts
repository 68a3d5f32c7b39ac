/**
 * Holds the policy table and the handlers to each other: a route without a row, or a row without a
 * route, stops the start with all of them named.
 */
export function requireCompleteTable(
  policy: Readonly<Record<string, unknown>>,
  handlers: Readonly<Record<string, unknown>>,
): void {
  const missing = (rows: object, others: object, what: string): string[] =>
    Object.keys(rows)
      .filter((route) => !Object.hasOwn(others, route))
      .map((route) => `${route} has no ${what}`);
  const problems = [
    ...missing(policy, handlers, 'handler'),
    ...missing(handlers, policy, 'row in the policy table'),
  ];
  if (problems.length > 0) throw new Error(problems.join('; '));
}
