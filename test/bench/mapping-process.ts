// A process of its own: the same made-up messages, validated and mapped.
import { join } from 'node:path';
import type { ActivityType } from '../../simulation/generator/activity-frame.ts';
import { ACTIVITY_TYPES, generateActivity } from '../../simulation/generator/generate-activity.ts';
import { loadSchemas } from '../../hub/load-data.ts';
import { loadMappings } from '../../hub/load-mappings.ts';
import type { Dialect } from '../../hub/mapping/dialect.ts';
import { mapInbound, readNative } from '../../hub/mapping/map-inbound.ts';
import { mapOutbound, mapTree } from '../../hub/mapping/map-outbound.ts';
import type { JsonObject } from '../../hub/message/json.ts';
import { messageSchemasOf } from '../../hub/message/schema-files.ts';
import { createSchemaChecker } from '../../hub/message/schema-checker.ts';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import type { MappingOrder, MappingRun } from './measure-mapping.ts';
import { serveParent } from './serve-parent.ts';

/** Of one message. */
type Act = () => unknown;

const SEEDS = 3;
const CROSSWALK = { caseId: 'C-0123456789ABCDEFGHJKMNPQRS', ownCaseNumber: 'OWN-7' };
/** As long as the compiler still makes the code of one kind of work faster, in times of a measure. */
const WARM_UPS = 4;

const envelopes = madeUpEnvelopes();
const validations = validationsOf(envelopes);
const { dialects } = loadMappings(join(PROJECT_ROOT, 'mappings'));
const mapped = [...dialects.values()].filter(({ document }) => document !== undefined);

serveParent(
  { dialects: mapped.map(({ name }) => name) },
  { measure: (order: MappingOrder) => measure(order) },
  () => undefined,
);

/**
 * Each message is validated and mapped in turn: as in a hub, where no code runs long enough by itself
 * to have the caches of the processor for its own. A ratio is of one round.
 */
function measure({ dialect: name, rounds, mappingMs }: MappingOrder): MappingRun[] {
  const dialect = dialects.get(name);
  if (dialect === undefined) throw new Error('there is no such dialect');
  const work = workOf(dialect);
  for (const acts of Object.values(work)) inTurn(acts, WARM_UPS * mappingMs);
  return Array.from({ length: rounds }, (): MappingRun => {
    const [there, back] = [inTurn(work.there, mappingMs), inTurn(work.back, mappingMs)];
    return {
      dialect: name,
      format: dialect.format,
      mapping: Math.max(there.ratio, back.ratio),
      rendering: inTurn(work.toBytes, mappingMs).ratio,
      parsing: inTurn(work.fromBytes, mappingMs).ratio,
      validationMicros: there.validationMicros,
    };
  });
}

function validationsOf(messages: readonly JsonObject[]): Act[] {
  const checkOf = createSchemaChecker(messageSchemasOf(loadSchemas(join(PROJECT_ROOT, 'schemas'))));
  return messages.map(({ type, data = null }) => {
    const check = checkOf(`${(type as ActivityType).slice('compact.'.length)}.schema.json`);
    return () => check(data);
  });
}

function madeUpEnvelopes(): JsonObject[] {
  const seeds = Array.from({ length: SEEDS }, (_, at) => `bench ${at}`);
  return ACTIVITY_TYPES.flatMap((type) =>
    seeds.map((seed) => ({
      specversion: '1.0',
      id: `${seed}/${type}`.replaceAll(' ', '-'),
      source: 'urn:compact:OR',
      type,
      subject: CROSSWALK.caseId,
      time: '2026-11-23T12:00:00Z',
      destination: 'TX',
      dataschema: `https://schemas.compact-hub.example/${type.replace('compact.', '')}.schema.json`,
      datacontenttype: 'application/json',
      data: generateActivity(type, seed) as unknown as JsonObject,
    })),
  );
}

/** What is measured, message by message. */
function workOf(dialect: Dialect) {
  const documents = envelopes.map((envelope) => mapOutbound(dialect, envelope, CROSSWALK));
  const receiver = { member: 'OR' };
  return {
    there: envelopes.map(
      (envelope): Act =>
        () =>
          mapTree(dialect, envelope, CROSSWALK),
    ),
    back: documents.map(({ contentType, bytes }): Act => {
      const records = readNative(dialect, contentType, bytes);
      return () => records.map((record) => mapInbound(dialect, record, receiver));
    }),
    toBytes: envelopes.map(
      (envelope): Act =>
        () =>
          mapOutbound(dialect, envelope, CROSSWALK),
    ),
    fromBytes: documents.map(({ contentType, bytes }): Act => () => {
      const records = readNative(dialect, contentType, bytes);
      return records.map((record) => mapInbound(dialect, record, receiver));
    }),
  };
}

interface Turns {
  readonly ratio: number;
  readonly validationMicros: number;
}

/** All messages again and again for at least so long, each first validated and then worked on. */
function inTurn(acts: readonly Act[], leastMs: number): Turns {
  let [ofValidations, ofActs, rounds] = [0, 0, 0];
  while (ofActs < leastMs) {
    for (const [message, validate] of validations.entries()) {
      const begin = performance.now();
      validate();
      const between = performance.now();
      acts[message]?.();
      ofActs += performance.now() - between;
      ofValidations += between - begin;
    }
    rounds += 1;
  }
  return {
    ratio: ofActs / ofValidations,
    validationMicros: (ofValidations * 1_000) / (rounds * validations.length),
  };
}
