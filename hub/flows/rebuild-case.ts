import type { JsonObject } from '../message/json.ts';
import type { CrossedRow } from '../store/case-history.ts';
import type { CaseRow } from '../store/cases.ts';
import type { PersonTokenRow } from '../store/persons.ts';
import type { DeadlineRow } from '../store/deadlines.ts';
import type { Evidence } from './evidence.ts';
import { correctionName } from './failed-before.ts';
import { endedBy } from './keep-deadlines.ts';
import type { Keepsake } from './keep-person.ts';
import type { StatesInForce } from './read-submission.ts';
import { receiptOf, receivedDueOn } from './received-deadlines.ts';
import { type Transmittable, allowMove, transmit } from './transmit.ts';
import { emptySet, openCase } from './working-set.ts';

/** What a case is and owes, as its read model keeps it. */
export interface CaseModel {
  readonly row: CaseRow;
  readonly deadlines: readonly DeadlineRow[];
  /** Which transmission describes the person, and what the person is found by. */
  readonly description: string | undefined;
  readonly tokens: readonly PersonTokenRow[];
}

/** An activity as it crossed, opened. */
export interface Crossed {
  readonly row: CrossedRow;
  readonly data: JsonObject;
  /** What the person is found by whom it describes. */
  readonly tokens: Keepsake['tokens'];
}

export interface RebuildRules {
  readonly states: StatesInForce;
  readonly evidence: Evidence;
}

/**
 * The read model of a case told again from what crossed in it, by the very steps that kept it
 * (docs/architecture.md, read models). What no row lets pass was a correction, where one of its type by
 * its sender crossed before: what became of that since is no matter. Throws OUT_OF_ORDER where the table
 * of the lifecycle does not allow any more what it once did.
 */
export function rebuildCase(
  rules: RebuildRules,
  stored: CaseRow,
  crossed: readonly Crossed[],
): CaseModel {
  let row = beginning(stored);
  let deadlines: readonly DeadlineRow[] = [];
  let description: string | undefined;
  let tokens: readonly PersonTokenRow[] = [];
  const latest = new Map<string, string>();
  for (const activity of crossed) {
    const set = emptySet(activity.row.transmitted_at);
    set.cases.set(row.case_id, row);
    const said = transmittableFrom(activity);
    const name = correctionName(said);
    transmit(rules, set, said, allowMove(row, said, latest.get(name)), NO_CHAIN);
    latest.set(name, said.messageId);
    row = set.cases.get(row.case_id) ?? row;
    const described = set.writes.descriptions.get(row.case_id);
    if (described !== undefined) {
      description = described.transmission_id;
      tokens = set.writes.personTokens;
    }
    deadlines = [
      ...deadlines.map((deadline) => endedBy(deadline, set.writes.endings)),
      ...set.writes.deadlines,
    ];
  }
  const received = new Map(crossed.map((activity) => [activity.row.transmission_id, activity.row]));
  return {
    row,
    description,
    tokens,
    deadlines: deadlines.map((deadline) => withReceipt(rules.states, deadline, received)),
  };
}

const NO_CHAIN = { eventNo: 0, lastLeafHash: Buffer.alloc(32) };

/** The case before anything crossed; what only its acceptance said is taken as it is. */
function beginning(stored: CaseRow): CaseRow {
  return openCase(
    {
      caseId: stored.case_id,
      personId: stored.person_id,
      sending: stored.from_member,
      receiving: stored.receiving_member,
      supervisionType: stored.supervision_type,
    },
    stored.opened_at,
  );
}

function transmittableFrom({ row, data, tokens }: Crossed): Transmittable {
  return {
    transmissionId: row.transmission_id,
    deliveryId: row.delivery_id,
    messageId: row.sender_message_id,
    type: row.type,
    from: row.from_member,
    to: row.destination,
    caseId: row.case_id,
    schemaHash: row.schema_hash,
    data,
    // Who has the case may have been said by a person since: it is not told again.
    keepsake: { tokens, submitter: undefined },
    actor: row.actor,
    channel: 'hub',
    hasAttachments: false,
    pulled: false,
  };
}

function withReceipt(
  states: StatesInForce,
  deadline: DeadlineRow,
  received: ReadonlyMap<string, CrossedRow>,
): DeadlineRow {
  const row = received.get(deadline.transmission_id);
  if (!deadline.from_receipt || row === undefined) return deadline;
  const at = receiptOf(row, states.profiles.get(row.destination));
  if (at === null) return deadline;
  return { ...deadline, received_at: at, received_due_on: receivedDueOn(states, deadline, at) };
}
