import type { SchemaFiles } from '../../../hub/message/schema-files.ts';
import { type Spot, spotsOf } from './schema-view.ts';
import type { MessageFixture } from './walk-fixtures.ts';

const ENVELOPE = 'envelope.v1.schema.json';

/** The values of a message with their schemas, data under its own schema. */
export function spotsOfMessage(files: SchemaFiles, { type, envelope }: MessageFixture): Spot[] {
  const outside = spotsOf(files, ENVELOPE, { ...envelope, data: {} });
  const inside = spotsOf(files, `${type}.v1.schema.json`, envelope['data']!);
  return [
    ...outside,
    ...inside.map((spot) => ({
      ...spot,
      path: ['data', ...spot.path],
      pointer: `/data${spot.pointer}`,
    })),
  ];
}
