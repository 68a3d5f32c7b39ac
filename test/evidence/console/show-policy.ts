import { type Access, POLICY, ROUTES, type Route } from '../../../hub/access/policy.ts';
import { httpParts, startTestHttp } from '../../support/test-http.ts';
import { CLOSED_ROUTES, startPolicyApp } from '../../hub/http/policy-app.ts';
import { type EvidenceLine, type EvidenceOptions, evidenceLine } from '../evidence.ts';
import { type ConsoleDefect, withConsoleDefect } from './console-defects.ts';

/** Every cell of the policy table against the matrix that was written by hand, and a table with a gap. */
export async function showPolicy(
  options: EvidenceOptions & { readonly defect: ConsoleDefect | undefined },
): Promise<EvidenceLine[]> {
  const cells = await withConsoleDefect(options.defect, undefined, cellsLine);
  return [cells, await gapsLine()];
}

function cellsLine(): Promise<EvidenceLine> {
  const line = `cells of the policy table over HTTP (${CLOSED_ROUTES.length} routes × every role and side) that do otherwise than the matrix`;
  return evidenceLine({ line, bar: '0' }, async () => {
    const app = await startPolicyApp();
    try {
      const { cells, differences } = await app.playCells();
      const first = differences[0] === undefined ? '' : ` (${differences.slice(0, 3).join('; ')})`;
      const figure = `${differences.length}${first} of ${cells}`;
      return { figure, cases: cells, holds: differences.length === 0 && cells > 1_000 };
    } finally {
      await app.http.close();
    }
  });
}

/** Without its row, no route lets the hub start. */
function gapsLine(): Promise<EvidenceLine> {
  const claim = { line: 'routes without a row in the table that let the hub start', bar: '0' };
  return evidenceLine(claim, async () => {
    // With all of them it does start, so that a refusal is one of the gap.
    const startsWhole = await starts();
    const started: Route[] = [];
    for (const route of ROUTES) if (await startsWithout(route)) started.push(route);
    const figure = startsWhole ? `${started.length} of ${ROUTES.length}` : 'it never starts';
    return { figure, cases: ROUTES.length, holds: startsWhole && started.length === 0 };
  });
}

async function startsWithout(route: Route): Promise<boolean> {
  const table = POLICY as Record<Route, Access>;
  const before = Object.entries(table);
  Reflect.deleteProperty(table, route);
  try {
    return await starts();
  } finally {
    // Also in its old place, so that the table reads as before.
    for (const name of Object.keys(table)) Reflect.deleteProperty(table, name);
    Object.assign(table, Object.fromEntries(before));
  }
}

async function starts(): Promise<boolean> {
  try {
    const http = await startTestHttp(httpParts());
    await http.close();
    return true;
  } catch {
    return false;
  }
}
