import { ACTIVITY_TYPES, generateActivity } from '../../simulation/generator/generate-activity.ts';
import type { GoldenDocument } from '../certification/trial.ts';
import { MEMBER_CODES } from '../compact/members.ts';
import { HubError } from '../errors.ts';
import type { Dialect } from '../mapping/dialect.ts';
import { mapOutbound } from '../mapping/map-outbound.ts';
import type { JsonObject } from '../message/json.ts';
import type { MessageValidator } from '../message/validate-message.ts';

interface Variant {
  readonly name: string;
  readonly fill: 'by-rate' | 'all' | 'none';
  /** Day of the activity and time of its message, UTC. */
  readonly day: string;
  readonly time: string;
}

/** Fullness, and the days and times at which calendars and zones go wrong. */
const VARIANTS: readonly Variant[] = [
  { name: 'as they come', fill: 'by-rate', day: '2026-11-23', time: '15:04:05Z' },
  { name: 'with everything', fill: 'all', day: '2026-11-23', time: '15:04:05Z' },
  { name: 'with nothing optional', fill: 'none', day: '2026-11-23', time: '15:04:05Z' },
  {
    name: 'on a leap day at the last second',
    fill: 'by-rate',
    day: '2028-02-29',
    time: '23:59:59Z',
  },
  { name: 'when clocks go forward', fill: 'by-rate', day: '2027-03-14', time: '07:30:00Z' },
  { name: 'when clocks go back', fill: 'by-rate', day: '2026-11-01', time: '06:30:00Z' },
  { name: 'at midnight of the new year', fill: 'by-rate', day: '2027-01-01', time: '00:00:00Z' },
];

export interface GoldenParts {
  readonly member: string;
  readonly dialect: Dialect;
  readonly validator: MessageValidator;
  readonly seed: string;
}

export interface GoldenMade {
  readonly documents: readonly GoldenDocument[];
  /** Activities that cannot be put into the state's words: what is wrong with its mappings. */
  readonly unmapped: readonly string[];
}

/** What simulated other states would send, of every type and variant, in the state's own format. */
export function makeGolden({ member, dialect, validator, seed }: GoldenParts): GoldenMade {
  const documents: GoldenDocument[] = [];
  const unmapped: string[] = [];
  const [partner = 'OR'] = MEMBER_CODES.filter((code) => code !== member);
  for (const activityType of ACTIVITY_TYPES) {
    for (const { name: variant, fill, day, time } of VARIANTS) {
      const envelope: JsonObject = {
        specversion: '1.0',
        id: `certify-${seed}-${documents.length}`,
        source: `urn:compact:${partner}`,
        type: activityType,
        subject: CASE_ID,
        time: `${day}T${time}`,
        destination: member,
        dataschema: schemaOf(activityType),
        datacontenttype: 'application/json',
        data: generateActivity(activityType, `${seed}/${variant}`, {
          sending: partner,
          receiving: member,
          fill,
          today: day,
        }) as unknown as JsonObject,
      };
      validator.validate(envelope);
      try {
        const { contentType, bytes } = mapOutbound(dialect, envelope, { caseId: CASE_ID });
        documents.push({
          activityType,
          variant,
          contentType,
          body: bytes,
          writtenFor: ({ deliveryId, caseSequence }) =>
            mapOutbound(dialect, envelope, {
              caseId: CASE_ID,
              deliveryId,
              caseSequence: String(caseSequence),
            }).bytes,
        });
      } catch (error) {
        if (!(error instanceof HubError)) throw error;
        unmapped.push(`${activityType}, ${variant}: ${error.code}`);
      }
    }
  }
  return { documents, unmapped };
}

const CASE_ID = 'C-0123456789ABCDEFGHJKMNPQRS';

function schemaOf(type: string): string {
  return `https://schemas.compact-hub.example/${type.slice('compact.'.length)}.schema.json`;
}
