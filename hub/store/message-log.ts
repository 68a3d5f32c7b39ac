import type { DeliveryState } from '../delivery/delivery-state.ts';
import type { Query } from './database.ts';
import type { DeliveryRow } from './deliveries.ts';
import type { ContentState, TransmissionRow, TransmissionStatus } from './transmissions.ts';

/** An accepted activity and its latest delivery, without any content. */
export interface MessageLogRow {
  readonly transmission_id: string;
  readonly from_member: string;
  readonly destination: string;
  readonly sender_message_id: string;
  readonly type: string;
  readonly case_id: string;
  readonly supervision_type: string | null;
  readonly status: TransmissionStatus;
  readonly submitted_at: Date;
  readonly accepted_at: Date;
  readonly transmitted_at: Date | null;
  readonly content: ContentState;
  readonly delivery_id: string | null;
  readonly state: DeliveryState | null;
  readonly attempt: number | null;
  readonly failure_code: string | null;
}

/** What needs somebody: waits for its release or its files, goes no further by itself, or was not acknowledged. */
export type LogGroup = 'waiting' | 'failed' | 'unconfirmed';

/** What the log is asked by; what is left out is not asked. */
export interface MessageLogQuery {
  /** Whose sent activities, and whose received ones: one ordered scan of an index for each. */
  readonly senders: readonly string[];
  readonly receivers: readonly string[];
  /** All members: who may stand on the other side. */
  readonly everybody: readonly string[];
  readonly from?: string | undefined;
  readonly destination?: string | undefined;
  /** On either side. */
  readonly party?: string | undefined;
  readonly type?: string | undefined;
  readonly status?: TransmissionStatus | undefined;
  readonly group?: LogGroup | undefined;
  /** Members whose systems acknowledge; with the group `unconfirmed`. */
  readonly confirming?: readonly string[] | undefined;
  readonly caseId?: string | undefined;
  readonly personId?: string | undefined;
  readonly messageId?: string | undefined;
  /** A member's own number of a case. */
  readonly caseNumber?: { readonly member: string; readonly token: Buffer } | undefined;
  /** Of a person whom an activity of the case described. */
  readonly personTokens?: readonly Buffer[] | undefined;
  /** Of a delivery that has not succeeded. */
  readonly failureCode?: string | undefined;
  /** What a check of a request found, and at which JSON Pointer. */
  readonly finding?: string | undefined;
  readonly field?: string | undefined;
  readonly acceptedFrom?: Date | undefined;
  readonly acceptedBefore?: Date | undefined;
  /** Only what was accepted before this one. */
  readonly after: PagePosition | null;
  readonly limit: number;
}

/** The last row of the page before. */
export interface PagePosition {
  readonly at: Date;
  readonly id: string;
}

/** Comes after every row, newest first. */
const BEFORE_ALL: readonly [string, string] = ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];

/** The `$n` of a page's beginning. */
export function positionValues(after: PagePosition | null): readonly [Date | string, string] {
  return after === null ? BEFORE_ALL : [after.at, after.id];
}

const COLUMNS = `
  transmission_id, from_member, destination, sender_message_id, type, case_id, supervision_type,
  status, submitted_at, accepted_at, transmitted_at, content`;
const FAILED = `('dead-letter', 'held', 'outcome-unknown', 'refused')`;
const WAITING = `('awaiting-release', 'awaiting-attachments')`;
/** As the index says it. A state that pulls has what it fetched, and says so by acknowledging. */
const UNCONFIRMED = `(state = 'handed-over' OR (state = 'dispatching' AND pulled))`;

/** Values of a statement whose text is made of what is asked: each gets the next `$n`. */
type Place = (value: unknown) => string;

/** A page of the message log, newest first. */
export function listMessages(query: Query, asked: MessageLogQuery): Promise<MessageLogRow[]> {
  const values: unknown[] = [];
  const place: Place = (value) => `$${values.push(value)}`;
  const narrow = narrowed(asked, place);
  const page = narrow.length > 0 ? chosen(asked, narrow, place) : scanned(asked, place);
  return query<MessageLogRow>(withDeliveries(page), values);
}

/** As text of the statement, not as a value: there are partial indexes of statuses. */
const STATUS_IS: Readonly<Record<NonNullable<MessageLogQuery['status']>, string>> = {
  'awaiting-release': `status = 'awaiting-release'`,
  'awaiting-attachments': `status = 'awaiting-attachments'`,
  transmitted: `status = 'transmitted'`,
  returned: `status = 'returned'`,
};

// Conditions that are not asked do not stand in the text: a plan that is kept would have to allow for
// them, and take no index of what is.
function plain(asked: MessageLogQuery, place: Place): string {
  const { from, destination, party, type, status, group } = asked;
  return [
    ...(from === undefined ? [] : [`from_member = ${place(from)}`]),
    ...(destination === undefined ? [] : [`destination = ${place(destination)}`]),
    ...(party === undefined ? [] : [`${place(party)} IN (from_member, destination)`]),
    ...(type === undefined ? [] : [`type = ${place(type)}`]),
    ...(status === undefined ? [] : [STATUS_IS[status]]),
    ...(group === 'waiting' ? [`status IN ${WAITING}`] : []),
    ...(termsOf(asked).length === 0 ? [] : [`content = 'kept'`]),
    timely(asked, place),
  ].join(' AND ');
}

function timely({ acceptedFrom, acceptedBefore, after }: MessageLogQuery, place: Place): string {
  const [at, id] = positionValues(after);
  return [
    ...(acceptedFrom === undefined ? [] : [`accepted_at >= ${place(acceptedFrom)}::timestamptz`]),
    ...(acceptedBefore === undefined
      ? []
      : [`accepted_at < ${place(acceptedBefore)}::timestamptz`]),
    `(accepted_at, transmission_id) < (${place(at)}::timestamptz, ${place(id)}::uuid)`,
  ].join(' AND ');
}

const ORDER = 'ORDER BY accepted_at DESC, transmission_id DESC';
const NEWEST = `${ORDER} LIMIT`;

// One side at a time: "from or to" in one condition would read and sort every row of both.
function scanned(asked: MessageLogQuery, place: Place): string {
  const [term, ...others] = termsOf(asked);
  const matches = [plain(asked, place), ...others.map((other) => hasTerm(other, place))].join(
    ' AND ',
  );
  const limit = `${place(asked.limit)}::integer`;
  const scan = (members: readonly string[], column: string, only: string): string => `
    SELECT found.* FROM unnest(${place(members)}::text[]) AS side (member)
     CROSS JOIN LATERAL (SELECT transmission_id, accepted_at FROM ${term === undefined ? 'transmissions' : withTerm(asked, term, column, place)}
                          WHERE ${column} = side.member ${only} AND ${matches}
                          ${NEWEST} ${limit}) AS found`;
  // Of who is not the party itself, the other side is: said so, an index of the pair gives the order.
  const side = (members: readonly string[], column: string, other: string): string[] => {
    const { party } = asked;
    if (party === undefined) return members.length === 0 ? [] : [scan(members, column, '')];
    const others = members.filter((member) => member !== party);
    // What came to a member was for it: said too, for the index is of pairs of sender and destination.
    const own = column === 'to_member' ? ' AND destination = side.member' : '';
    return [
      ...(members.includes(party) ? [scan([party], column, '')] : []),
      ...(others.length === 0
        ? []
        : [scan(others, column, `AND ${other} = ${place(party)}${own}`)]),
    ];
  };
  const sides = [
    ...side(asked.senders, 'from_member', 'destination'),
    ...side(asked.receivers, 'to_member', 'from_member'),
  ];
  if (sides.length === 0) return `SELECT ${COLUMNS} FROM transmissions WHERE false`;
  // Most of what the sides offer is not on the page: it is left where it stands in the indexes.
  return `
    SELECT found.* FROM (SELECT * FROM (${sides.join(' UNION ALL ')}) AS either ${NEWEST} ${limit}) AS newest
     CROSS JOIN LATERAL (SELECT ${COLUMNS} FROM transmissions
                          WHERE transmission_id = newest.transmission_id LIMIT 1) AS found`;
}

/** What leaves only a few of all: these are found first, and sorted. */
function narrowed(asked: MessageLogQuery, place: Place): string[] {
  const { caseId, personId, messageId, caseNumber, personTokens, failureCode, group } = asked;
  const ofCases = (cases: string): string => `case_id IN (${cases})`;
  // Of each side, where the own state stands on it.
  const failed = (column: string, members: readonly string[]): string =>
    `SELECT transmission_id FROM deliveries
      WHERE ${column} = ANY (${place(members)}::text[]) AND state IN ${FAILED}`;
  const unconfirmed = (senders: readonly string[], receivers: readonly string[]): string =>
    `SELECT transmission_id FROM deliveries
      WHERE to_member = ANY (${place(receivers)}::text[]) AND from_member = ANY (${place(senders)}::text[])
        AND ${UNCONFIRMED}`;
  const { senders, receivers, everybody, confirming = everybody } = asked;
  const own = receivers.filter((member) => confirming.includes(member));
  return [
    ...(caseId === undefined ? [] : [`case_id = ${place(caseId)}`]),
    ...(personId === undefined
      ? []
      : [ofCases(`SELECT case_id FROM cases WHERE person_id = ${place(personId)}`)]),
    // By the unique key, whoever sent it.
    ...(messageId === undefined
      ? []
      : [
          `from_member = ANY (${place(asked.everybody)}::text[]) AND sender_message_id = ${place(messageId)}`,
        ]),
    ...(caseNumber === undefined
      ? []
      : [
          ofCases(`SELECT case_id FROM case_identifiers
                    WHERE member = ${place(caseNumber.member)} AND token = ${place(caseNumber.token)}`),
        ]),
    ...(personTokens === undefined
      ? []
      : [
          ofCases(`SELECT d.case_id FROM person_tokens t JOIN person_descriptions d USING (transmission_id)
                    WHERE t.token = ANY (${place(personTokens)}::bytea[])`),
        ]),
    ...(failureCode === undefined
      ? []
      : [
          `transmission_id IN (SELECT transmission_id FROM deliveries WHERE failure_code = ${place(failureCode)})`,
        ]),
    ...(group === 'failed'
      ? [
          `transmission_id IN (${failed('from_member', senders)} UNION ${failed('to_member', receivers)})`,
        ]
      : []),
    ...(group === 'unconfirmed'
      ? [
          `transmission_id IN (${unconfirmed(senders, confirming)} UNION ${unconfirmed(everybody, own)})`,
        ]
      : []),
  ];
}

/** What the checks found: codes, and JSON Pointers of places. */
function termsOf({ finding, field }: MessageLogQuery): string[] {
  return [field, finding].filter((term) => term !== undefined);
}

// The newest of a term stand together in the index of a side. Taken by themselves (OFFSET 0), they come in that
// order, and as many transmissions are read as a page has; else PostgreSQL may read and sort all of a term.
function withTerm(asked: MessageLogQuery, term: string, side: string, place: Place): string {
  return `(SELECT transmission_id, ${side}, accepted_at FROM finding_terms
            WHERE ${side} = side.member AND term = ${place(term)} AND ${timely(asked, place)}
            ${ORDER} OFFSET 0) AS terms
      JOIN transmissions USING (transmission_id, ${side}, accepted_at)`;
}

// Of rows that are few already.
function hasTerm(term: string, place: Place): string {
  return `EXISTS (SELECT FROM finding_terms f
                   WHERE f.transmission_id = transmissions.transmission_id AND f.term = ${place(term)})`;
}

function chosen(asked: MessageLogQuery, narrow: readonly string[], place: Place): string {
  const terms = termsOf(asked).map((term) => hasTerm(term, place));
  const matches = [...narrow, plain(asked, place), ...terms].join(' AND ');
  const limit = `${place(asked.limit)}::integer`;
  return `SELECT * FROM (SELECT ${COLUMNS} FROM transmissions WHERE ${matches}) AS few ${NEWEST} ${limit}`;
}

function withDeliveries(page: string): string {
  return `
  SELECT page.*, latest.delivery_id, latest.state, latest.attempt, latest.failure_code
    FROM (${page}) AS page
    LEFT JOIN LATERAL (
      SELECT delivery_id, state, attempt, failure_code FROM deliveries
       WHERE deliveries.transmission_id = page.transmission_id
       ORDER BY case_sequence DESC LIMIT 1) AS latest ON true
   ORDER BY page.accepted_at DESC, page.transmission_id DESC`;
}

const FIND_MESSAGE = `SELECT * FROM transmissions WHERE transmission_id = $1`;
const DELIVERIES_OF = `
  SELECT * FROM deliveries WHERE transmission_id = $1 ORDER BY case_sequence, delivery_id`;

/** One transmission, where the reader may see it. */
export async function findMessage(
  query: Query,
  transmissionId: string,
): Promise<TransmissionRow | undefined> {
  const [row] = await query<TransmissionRow>(FIND_MESSAGE, [transmissionId]);
  return row;
}

const BLOCKER_OF = `
  SELECT * FROM deliveries
   WHERE to_member = $1 AND case_id = $2 AND case_sequence < $3 AND blocking
   ORDER BY case_sequence LIMIT 1`;

/** The first delivery of its case and destination that keeps this one waiting. */
export async function blockerOf(
  query: Query,
  { to_member, case_id, case_sequence }: DeliveryRow,
): Promise<DeliveryRow | undefined> {
  const [row] = await query<DeliveryRow>(BLOCKER_OF, [to_member, case_id, case_sequence]);
  return row;
}

export function deliveriesOf(query: Query, transmissionId: string): Promise<DeliveryRow[]> {
  return query<DeliveryRow>(DELIVERIES_OF, [transmissionId]);
}
