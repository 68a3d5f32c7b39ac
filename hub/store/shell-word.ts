/**
 * A path as one word of a command that PostgreSQL hands to the shell (`archive_command`,
 * `restore_command`), in which it reads `%` itself.
 */
export function shellWord(path: string): string {
  const inner = path.replaceAll("'", `'\\''`).replaceAll('%', '%%');
  return ["'", inner, "'"].join('');
}
