import { attributeXml } from './attribute-xml.ts';
import { canonical } from './canonical.ts';
import { chargeRows } from './charge-rows.ts';
import { csvGroups } from './csv-groups.ts';
import { elementXml } from './element-xml.ts';
import { entryJson } from './entry-json.ts';
import { fixedWidth } from './fixed-width.ts';
import { flatJson } from './flat-json.ts';
import type { NativeDialect } from './meaning.ts';
import { nestedJson } from './nested-json.ts';
import { niemXml } from './niem-xml.ts';
import { resourceJson } from './resource-json.ts';

export const DIALECTS: readonly NativeDialect[] = [
  canonical,
  nestedJson,
  flatJson,
  elementXml,
  attributeXml,
  csvGroups,
  niemXml,
  resourceJson,
  entryJson,
  chargeRows,
  fixedWidth,
];

/** The dialect of this name; throws when no simulated state speaks it. */
export function findDialect(name: string): NativeDialect {
  const dialect = DIALECTS.find((candidate) => candidate.name === name);
  if (dialect === undefined) throw new Error('no simulated state speaks this dialect');
  return dialect;
}
