import type { JsonObject } from '../../../hub/message/json.ts';

/** Reporting instructions for this day. */
export function reportingOn(reportDate: string): JsonObject {
  return {
    reportDate,
    office: { name: 'District Office of the Example' },
    officer: { name: 'Casey Fictional' },
  };
}
