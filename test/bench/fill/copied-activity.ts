import { CASE_NUMBER } from '../../../hub/flows/prepared-activity.ts';
import { commit } from '../../../hub/ledger/commitment.ts';
import { mintUuid } from '../../../hub/message/identifiers.ts';
import {
  type ContentKey,
  digestToken,
  sealRecord,
  sha256,
} from '../../../hub/message/sealed-content.ts';
import type { DeliveryRow } from '../../../hub/store/deliveries.ts';
import type { RecordRow } from '../../../hub/store/records.ts';
import type { TransmissionRow } from '../../../hub/store/transmissions.ts';
import { type CaseCopy, earlier } from './case-copy.ts';
import {
  type DocumentForm,
  type SaidDocument,
  type WrittenDocument,
  formOf,
  writeDocument,
} from './copied-document.ts';
import { type LeafForm, copyLeaves, leafForm } from './copied-leaf.ts';
import { referenceOf } from './delivery-fate.ts';
import type { FillParts } from './fill-parts.ts';
import type { FilledRows } from './filled-rows.ts';
import type { StoryMoment } from './story-book.ts';

/** An activity of a told case, taken apart once, to be made again in cases that are alike. */
export interface ToldActivity {
  readonly storyKey: string;
  readonly rows: FilledRows;
  readonly transmission: TransmissionRow;
  readonly delivery: DeliveryRow | undefined;
  readonly leaves: readonly LeafForm[];
  readonly form: DocumentForm;
  readonly caseNumber: string | undefined;
}

export function toldActivity(
  moment: Pick<StoryMoment, 'story' | 'step'>,
  rows: FilledRows,
  said: SaidDocument,
): ToldActivity {
  const [transmission] = rows.transmissions;
  if (transmission === undefined) throw new Error('nothing was accepted');
  return {
    storyKey: moment.story.key,
    rows,
    transmission,
    delivery: rows.deliveries[0],
    leaves: rows.leaves.map(leafForm),
    form: formOf(moment, said),
    caseNumber: said.envelope.data['senderCaseNumber'] as string | undefined,
  };
}

/** What is the copy's own. */
interface Made {
  readonly parts: FillParts;
  readonly told: ToldActivity;
  readonly copy: CaseCopy;
  readonly by: number;
  readonly transmissionId: string;
  readonly deliveryId: string;
  readonly content: ContentKey;
  readonly document: WrittenDocument;
  readonly commitments: { readonly payload: Buffer; readonly envelope: Buffer };
}

/** The same activity, so much earlier, with ids, keys, seals, commitments and leaves of its own. */
export async function copyActivity(
  parts: FillParts,
  told: ToldActivity,
  copy: CaseCopy,
  by: number,
): Promise<FilledRows> {
  const { transmission, delivery, rows } = told;
  const at = earlier(transmission.accepted_at, by);
  const { content, wrapped } = await parts.memberKeys.mint(transmission.from_member);
  const document = writeDocument(told.form, copy, at);
  const made: Made = {
    parts,
    told,
    copy,
    by,
    content,
    document,
    transmissionId: mintUuid(at, parts.random),
    deliveryId: mintUuid(
      earlier(delivery?.created_at ?? transmission.accepted_at, by),
      parts.random,
    ),
    commitments: {
      payload: commit('payload', content.salt, document.body),
      envelope: commit('envelope', content.salt, document.canonical),
    },
  };
  const { transmissionId: transmission_id } = made;
  copy.transmissions.set(transmission.transmission_id, { id: transmission_id, earlier: by });
  const { leaves, last, lastOfDelivery } = copyLeaves(
    told.leaves,
    { ...made, ...made.commitments, bytes: document.body.length },
    by,
    parts.random,
  );
  return {
    ...(await rowsOfCase(made)),
    ...rowsOfOffices(made),
    transmissions: [copiedTransmission(made, last)],
    contentKeys: rows.contentKeys.map((row) => ({ ...row, ...wrapped, transmission_id })),
    records: rows.records.map((row) => copiedRecord(made, row)),
    findings: rows.findings.map((row) => ({ ...row, transmission_id })),
    findingTerms: rows.findingTerms.map((row) => ({
      ...row,
      transmission_id,
      accepted_at: earlier(row.accepted_at, by),
    })),
    deliveries: delivery === undefined ? [] : [copiedDelivery(made, delivery, lastOfDelivery)],
    leaves,
  };
}

function copiedTransmission(made: Made, last_leaf_hash: Buffer): TransmissionRow {
  const { told, copy, by, content, document } = made;
  const { transmission: row, storyKey } = told;
  return {
    ...row,
    transmission_id: made.transmissionId,
    sender_message_id: row.sender_message_id.replace(storyKey, copy.key),
    case_id: copy.caseId,
    submitted_at: earlier(row.submitted_at, by),
    accepted_at: earlier(row.accepted_at, by),
    transmitted_at: earlier(row.transmitted_at, by),
    received_digest: digestToken(content, sha256(document.body)),
    content_digest: digestToken(content, document.contentDigest),
    last_leaf_hash,
  };
}

function copiedDelivery(made: Made, row: DeliveryRow, last_leaf_hash: Buffer): DeliveryRow {
  const { copy, by, transmissionId, deliveryId } = made;
  return {
    ...row,
    delivery_id: deliveryId,
    transmission_id: transmissionId,
    case_id: copy.caseId,
    due_at: earlier(row.due_at, by),
    peer_reference: row.peer_reference && referenceOf(row.to_member, copy.random),
    created_at: earlier(row.created_at, by),
    handed_over_at: earlier(row.handed_over_at, by),
    acknowledged_at: earlier(row.acknowledged_at, by),
    last_leaf_hash,
  };
}

function copiedRecord(made: Made, row: RecordRow): RecordRow {
  const { parts, by, transmissionId, deliveryId, content, document, commitments } = made;
  const recorded_at = earlier(row.recorded_at, by);
  const record_id = mintUuid(recorded_at, parts.random);
  const isEnvelope = row.kind === 'canonical';
  const text = isEnvelope ? document.canonical : document.body;
  return {
    ...row,
    record_id,
    transmission_id: transmissionId,
    delivery_id: row.delivery_id && deliveryId,
    ciphertext: sealRecord(content, record_id, text, parts.random),
    commitment: isEnvelope ? commitments.envelope : commitments.payload,
    recorded_at,
  };
}

/** The person, the case's own number and who has the case. */
async function rowsOfCase(
  made: Made,
): Promise<Pick<FilledRows, 'persons' | 'personMembers' | 'identifiers' | 'assignments'>> {
  const { parts, told, copy, by } = made;
  const { rows, storyKey, caseNumber = '' } = told;
  const { caseId: case_id, personId: person_id } = copy;
  const number = caseNumber.replace(storyKey, copy.key);
  return {
    persons: rows.persons.map((row) => ({ person_id, created_at: earlier(row.created_at, by) })),
    personMembers: rows.personMembers.map((row) => ({
      ...row,
      person_id,
      since: earlier(row.since, by),
    })),
    identifiers: await Promise.all(
      rows.identifiers.map(async (row) => ({
        ...row,
        case_id,
        token: parts.memberKeys.identifierToken(row.member, CASE_NUMBER, number),
        value: await parts.memberKeys.sealValue(row.member, number),
      })),
    ),
    assignments: rows.assignments.map((row) => ({
      ...row,
      case_id,
      assigned_at: earlier(row.assigned_at, by),
    })),
  };
}

/** What people did. */
function rowsOfOffices(made: Made): Pick<FilledRows, 'decisions' | 'reviews'> {
  const { parts, told, copy, by, transmissionId: transmission_id, deliveryId } = made;
  return {
    decisions: told.rows.decisions.map((row) => ({
      ...row,
      decision_id: mintUuid(earlier(row.decided_at, by), parts.random),
      transmission_id,
      delivery_id: row.delivery_id && deliveryId,
      decided_at: earlier(row.decided_at, by),
    })),
    reviews: told.rows.reviews.map((row) => ({
      ...row,
      transmission_id,
      case_id: copy.caseId,
      opened_at: earlier(row.opened_at, by),
      closed_at: earlier(row.closed_at, by),
    })),
  };
}
