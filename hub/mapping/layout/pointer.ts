import { escapeToken } from '../scope.ts';

/** Where something stands in a record: put together only where something is wrong there. */
export interface Pointer {
  /** Undefined for the beginning, whose token is a JSON Pointer. */
  readonly above: Pointer | undefined;
  readonly token: string | number;
}

/** The JSON Pointer. */
export function pointerText({ above, token }: Pointer): string {
  if (above === undefined) return String(token);
  return `${pointerText(above)}/${typeof token === 'number' ? token : escapeToken(token)}`;
}
