import { join } from 'node:path';
import { ACTIVITIES } from '../../hub/compact/activity-catalogue.ts';
import { loadSchemas } from '../../hub/load-data.ts';
import type { JsonObject } from '../../hub/message/json.ts';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import { mutationsOf } from '../hub/message/mutations.ts';
import { spotsOfMessage } from '../hub/message/spots-of-message.ts';
import { readFixtures } from '../hub/message/walk-fixtures.ts';
import { CANARY, type HostileCase, type HostileCategory } from './hostile-case.ts';

const LEAST_OF_A_TYPE = 40;
const CANONICAL = 'application/cloudevents+json';

/** Every single change of every valid message that its schema forbids, by type. */
export function schemaInvalid(): HostileCategory[] {
  const files = loadSchemas(join(PROJECT_ROOT, 'schemas'));
  const valid = readFixtures('valid');
  return ACTIVITIES.map(({ type }): HostileCategory => {
    const folder = type.replace('compact.', '').replace('.v1', '');
    return {
      name: `schema: ${folder}`,
      least: LEAST_OF_A_TYPE,
      draw: 10,
      cases: () =>
        valid
          .filter((fixture) => fixture.type === folder)
          .map((fixture) => ({ ...fixture, envelope: fromOregon(fixture.envelope) }))
          .flatMap((fixture) =>
            mutationsOf(fixture.envelope, spotsOfMessage(files, fixture)).map((mutation) =>
              caseOf(`${fixture.file} ${mutation.name}`, mutation),
            ),
          ),
    };
  });
}

let made = 0;

function fromOregon(envelope: JsonObject): JsonObject {
  made += 1;
  const data = envelope['data'] as JsonObject;
  const submittedBy = data['submittedBy'] as JsonObject | undefined;
  const named = submittedBy === undefined ? {} : { submittedBy: { ...submittedBy, name: CANARY } };
  return {
    ...envelope,
    id: `OR-H-${process.pid}-${made}`,
    source: 'urn:compact:OR',
    destination: 'TX',
    data: { ...data, ...named },
  };
}

function caseOf(
  name: string,
  { pointer, document }: { readonly pointer: string; readonly document: JsonObject },
): HostileCase {
  const inData = pointer.startsWith('/data/');
  return {
    name,
    expected: inData
      ? 'refuse:SCHEMA_INVALID'
      : ['refuse:ENVELOPE_INVALID', 'refuse:SCHEMA_INVALID'],
    play: (lab) => lab.post('OR', CANONICAL, JSON.stringify(document)),
  };
}
