import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../hub/project-root.ts';

type Data = Record<string, unknown>;

interface Message extends Data {
  readonly data: Data;
}

/** Where an activity goes and in which case it stands. */
export interface Route {
  readonly from: string;
  readonly to: string;
  readonly caseId: string | undefined;
}

/** Stands in a body where the id of each activity goes; as long as one. */
export const ID_PLACE = 'report-##########';

const BODY_BYTES = 2_048;
/** Of the full fixture: what makes it longer than that, and what would need an upload. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'attachments',
  'newConvictions',
  'newConditions',
  'employment',
  'comments',
  'newArrests',
  'recommendationExplanation',
]);

const FULL = readFixture('progress-report', 'full');

/** The activities that bring a case to where the receiving state reports, in their order. */
export const OPENING_TYPES = [
  { type: 'transfer-request', by: 'sending' },
  { type: 'transfer-reply', by: 'receiving' },
  { type: 'departure-notice', by: 'sending' },
  { type: 'arrival-notice', by: 'receiving' },
] as const;

/** The body of an activity of an opening type, in canonical form. */
export function openingActivity(type: string, id: string, route: Route): string {
  const message = readFixture(type, 'minimal');
  const { releasedBy } = readFixture(type, 'full').data;
  const data = releasedBy === undefined ? message.data : { ...message.data, releasedBy };
  return JSON.stringify({ ...routed(message, id, route), data });
}

/**
 * The body of a progress report of 2 kB in canonical form, with its id left open: a state sends many
 * of them in a case, each under an id of its own.
 */
export function progressReport(route: Route, caseNumber: string): string {
  const kept = Object.entries(FULL.data).filter(([name]) => !LEFT_OUT.has(name));
  const reasons = ['SUPERVISION_UPDATE', 'REQUESTED'];
  const recommendation = 'CONTINUE';
  const data = {
    ...Object.fromEntries(kept),
    reasons,
    recommendation,
    senderCaseNumber: caseNumber,
  };
  const bodyOf = (summary: string): string =>
    JSON.stringify({ ...routed(FULL, ID_PLACE, route), data: { ...data, summary } });
  const room = BODY_BYTES - Buffer.byteLength(bodyOf(''));
  return bodyOf('Keeps all appointments. '.repeat(BODY_BYTES).slice(0, room - 1) + '.');
}

function readFixture(type: string, name: string): Message {
  const file = join(PROJECT_ROOT, 'fixtures', 'messages', type, 'valid', `${name}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as Message;
}

function routed(message: Message, id: string, { from, to, caseId }: Route): Data {
  // JSON has no member for a subject that is undefined: the activity opens a case.
  return { ...message, id, source: `urn:compact:${from}`, destination: to, subject: caseId };
}
