import { canonical } from './canonical.ts';
import { elementXml } from './element-xml.ts';
import { flatJson } from './flat-json.ts';
import type { NativeDialect } from './meaning.ts';
import { nestedJson } from './nested-json.ts';

export const DIALECTS: readonly NativeDialect[] = [canonical, nestedJson, flatJson, elementXml];

/** The dialect of this name; throws when no simulated state speaks it. */
export function findDialect(name: string): NativeDialect {
  const dialect = DIALECTS.find((candidate) => candidate.name === name);
  if (dialect === undefined) throw new Error('no simulated state speaks this dialect');
  return dialect;
}
