/** What sequelize calls an error when there is no connection to be had. */
const NO_CONNECTION = /^Sequelize(?:\w*Connection\w*|HostNot\w+|AccessDenied)Error$/;

/**
 * SQLSTATE classes of a server that is away, starting, stopping or full, and of work that it ended
 * without fault of the work (PostgreSQL documentation, appendix A).
 */
const AWAY = /^(?:08...|57P0[1-5]|53...|25P0[34]|40001|40P01|55P03|57014)$/;

/** What pg says of a connection that broke under a statement, or before it. */
const BROKEN =
  /^(?:Connection terminated|Client (?:has encountered a connection error|was closed))/;

/**
 * Whether the error says that the store cannot answer now, as against a fault of the hub. It is told
 * by classes and codes; the only texts compared are those of pg for a connection that broke.
 */
export function isStoreUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (NO_CONNECTION.test(error.name)) return true;
  const original = (error as { original?: unknown }).original;
  if (!(original instanceof Error)) return false;
  const { code } = original as { code?: unknown };
  if (typeof code === 'string') return AWAY.test(code) || code.startsWith('ECONN');
  return BROKEN.test(original.message);
}
