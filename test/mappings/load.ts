import { join } from 'node:path';
import { ACTIVITIES } from '../../hub/compact/activity-catalogue.ts';
import { loadSchemas } from '../../hub/load-data.ts';
import { loadMappings } from '../../hub/load-mappings.ts';
import type { Dialect } from '../../hub/mapping/dialect.ts';
import { messageSchemasOf } from '../../hub/message/schema-files.ts';
import { createMessageValidator } from '../../hub/message/validate-message.ts';
import { PROJECT_ROOT } from '../../hub/project-root.ts';

export const MAPPINGS = join(PROJECT_ROOT, 'mappings');

export const schemas = loadSchemas(join(PROJECT_ROOT, 'schemas'));
export const files = messageSchemasOf(schemas);
export const validator = createMessageValidator(files);

const loaded = loadMappings(MAPPINGS, schemas);
export const { profiles } = loaded;

/** All but the canonical one, which maps nothing. */
export const dialects: readonly Dialect[] = [...loaded.dialects.values()].filter(
  ({ document }) => document !== undefined,
);

/** `transfer-request` for `compact.transfer-request.v1`, and so on. */
export const ACTIVITY_NAMES = ACTIVITIES.map(({ type, schemaFile }) => ({
  type,
  name: schemaFile.replace('.v1.schema.json', ''),
}));
