import { existsSync, readFileSync } from 'node:fs';

/** A row of the built `pages.json`: an address below /app, and the scripts in /assets that it needs. */
interface PageRow {
  readonly path: string;
  readonly scripts: readonly string[];
}

/** What every page asks for first, as its own script asks for it. */
const SESSION = '</v1/session>; rel=preload; as=fetch; crossorigin';

/**
 * Reads which scripts the console's addresses need; returns the `Link` field (RFC 8288) of each, by which a
 * browser fetches them, and the session, while the script that would ask for them is still on its way. An
 * address that the console does not have gets the session alone.
 */
export function readPageLinks(file: string): (page: string) => string {
  const rows = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as PageRow[]) : [];
  const pages = rows.map(({ path, scripts }) => ({
    parts: path.split('/'),
    link: [SESSION, ...scripts.map((name) => `</assets/${name}>; rel=modulepreload`)].join(', '),
  }));
  return (page) => {
    const asked = page.split('/');
    return pages.find(({ parts }) => isAt(parts, asked))?.link ?? SESSION;
  };
}

/** A part that begins with a colon stands for any. */
function isAt(parts: readonly string[], asked: readonly string[]): boolean {
  return (
    parts.length === asked.length &&
    parts.every((part, place) => part === asked[place] || part.startsWith(':'))
  );
}
