import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findActivity } from '../../hub/compact/activity-catalogue.ts';
import type { JsonObject } from '../../hub/message/json.ts';
import { PROJECT_ROOT } from '../../hub/project-root.ts';

/** A canonical envelope as a test sends it. */
export interface TestEnvelope {
  readonly [name: string]: JsonObject[string];
  readonly id: string;
  readonly data: JsonObject;
}

/** Who sends what to whom, and how it differs from the fixture of its type. */
export interface ActivityFacts {
  readonly from: string;
  readonly to: string;
  readonly id?: string;
  /** A case id or the sender's own number; absent where the activity opens a case. */
  readonly subject?: string;
  readonly time?: string;
  /** Whether it says who released it, as a system that attests does; true unless it is said. */
  readonly released?: boolean;
  readonly data?: JsonObject;
}

const RELEASED_BY: JsonObject = {
  actor: { name: 'Morgan Placeholder', role: 'COMPACT_OFFICE', reference: 'mplaceholder' },
  releasedAt: '2026-11-02T15:00:00Z',
};

let made = 0;

/** An activity of this type (`progress-report`), valid, with an id that no other has. */
export function activity(name: string, facts: ActivityFacts): TestEnvelope {
  const file = join(PROJECT_ROOT, 'fixtures', 'messages', name, 'valid', 'minimal.json');
  const fixture = JSON.parse(readFileSync(file, 'utf8')) as TestEnvelope;
  const envelope: Record<string, JsonObject[string]> = { ...fixture };
  delete envelope['subject'];
  const managed = findActivity(`compact.${name}.v1`)?.managed === true;
  made += 1;
  return {
    ...envelope,
    id: facts.id ?? `${facts.from}-${process.pid}-${made}`,
    source: `urn:compact:${facts.from}`,
    destination: facts.to,
    ...(facts.subject === undefined ? {} : { subject: facts.subject }),
    ...(facts.time === undefined ? {} : { time: facts.time }),
    data: {
      ...fixture.data,
      ...(managed && facts.released !== false ? { releasedBy: RELEASED_BY } : {}),
      ...facts.data,
    },
  };
}

/** The same activity said again at another time. */
export function atAnotherTime(envelope: TestEnvelope): TestEnvelope {
  return { ...envelope, time: '2026-11-19T23:59:59Z' };
}

/** The same id with other content. */
export function altered(envelope: TestEnvelope): TestEnvelope {
  const submittedBy = { name: 'Another Person', role: 'OFFICER', reference: 'another' };
  return { ...envelope, data: { ...envelope.data, submittedBy } };
}
