import { canonical } from './canonical.ts';
import type { NativeDialect } from './meaning.ts';

const DIALECTS: readonly NativeDialect[] = [canonical];

/** The dialect of this name; throws when no simulated state speaks it. */
export function findDialect(name: string): NativeDialect {
  const dialect = DIALECTS.find((candidate) => candidate.name === name);
  if (dialect === undefined) throw new Error('no simulated state speaks this dialect');
  return dialect;
}
