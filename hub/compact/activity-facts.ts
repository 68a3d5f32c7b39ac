import type {
  ActivityCode,
  CaseClosureOutcome,
  CaseClosureReason,
  DepartureDirection,
  ReportingInstructionsDecision,
  TransferDecision,
  ViolationResponseAction,
  WarrantDuty,
} from '../generated/code-lists.ts';

/** What the lifecycle needs to know of an activity's data, in words of the rules. */
export type Fact =
  | 'granted'
  | 'denied'
  | 'accepted'
  | 'rejected'
  | 'outbound'
  | 'return'
  | 'subsequent'
  | 'valid'
  | 'invalid'
  | 'ends-with-absence'
  | 'ends-otherwise'
  | 'retakes'
  | 'orders-return'
  | 'drops-retaking'
  | 'leaves-retaking'
  | 'withdraws-instructions-request'
  | 'withdraws-instructions-reply'
  | 'withdraws-transfer-request'
  | 'withdraws-transfer-reply'
  | 'withdraws-violation-report'
  | 'withdraws-violation-report-addendum'
  | 'withdraws-violation-response'
  | 'withdraws-violation-response-addendum'
  | 'withdraws-retaking-notice'
  | 'withdraws-return-request'
  | 'withdraws-return-reply'
  | 'withdraws-closure-notice'
  | 'withdraws-closure-reply'
  | 'withdraws-letter'
  | 'withdraws-what-stands'
  | 'changes-term'
  | 'changes-life'
  | 'changes-both';

type Data = Readonly<Record<string, unknown>>;

const INSTRUCTIONS_DECISION: Record<ReportingInstructionsDecision, Fact> = {
  GRANTED: 'granted',
  DENIED: 'denied',
};
const TRANSFER_DECISION: Record<TransferDecision, Fact> = {
  ACCEPTED: 'accepted',
  REJECTED: 'rejected',
};
const DIRECTION: Record<DepartureDirection, Fact> = {
  OUTBOUND: 'outbound',
  RETURN: 'return',
  SUBSEQUENT: 'subsequent',
};
const CLOSURE_OUTCOME: Record<CaseClosureOutcome, Fact> = { VALID: 'valid', INVALID: 'invalid' };

/** Rule 4.112(b): a retaking under way keeps a case open, unless it or the absence ended supervision. */
const CLOSURE_REASON: Record<CaseClosureReason, Fact> = {
  RETAKEN: 'ends-with-absence',
  RETURNED_TO_SENDING_STATE: 'ends-with-absence',
  ABSCONDED: 'ends-with-absence',
  DEATH: 'ends-with-absence',
  DISCHARGE_EXPIRATION: 'ends-otherwise',
  DISCHARGE_EARLY: 'ends-otherwise',
  INCARCERATED_180_PLUS: 'ends-otherwise',
  SUBSEQUENT_STATE_DEPARTURE: 'ends-otherwise',
  CLOSED_IN_ERROR: 'ends-otherwise',
  OTHER: 'ends-otherwise',
};

/** Rule 4.109: a warrant that is still to be issued retakes as one that was. */
const RESPONSE_ACTION: Record<ViolationResponseAction, Fact> = {
  WARRANT_ISSUED_WILL_RETAKE: 'retakes',
  WILL_ISSUE_WARRANT: 'retakes',
  ORDER_RETURN_IN_LIEU: 'orders-return',
  PROBABLE_CAUSE_HEARING_REQUESTED: 'leaves-retaking',
  AWAIT_DISPOSITION: 'leaves-retaking',
  CONTINUE_SUPERVISION: 'drops-retaking',
  DISCHARGED: 'drops-retaking',
};

/** Which property of a type's data states which fact with which value. */
const STATED: Record<string, { property: string; facts: Record<string, Fact>; absent?: Fact }> = {
  'compact.reporting-instructions-reply.v1': { property: 'decision', facts: INSTRUCTIONS_DECISION },
  'compact.transfer-reply.v1': { property: 'decision', facts: TRANSFER_DECISION },
  'compact.departure-notice.v1': { property: 'direction', facts: DIRECTION },
  'compact.case-closure-notice.v1': { property: 'closureReason', facts: CLOSURE_REASON },
  'compact.case-closure-reply.v1': { property: 'outcome', facts: CLOSURE_OUTCOME },
  'compact.violation-response.v1': { property: 'action', facts: RESPONSE_ACTION },
  'compact.violation-response-addendum.v1': {
    property: 'action',
    facts: RESPONSE_ACTION,
    absent: 'leaves-retaking',
  },
};

/** What is taken back, by its code; what is told once and for all never is. */
const WITHDRAWN: Record<ActivityCode, Fact> = {
  RFRI: 'withdraws-instructions-request',
  RFRI_REPLY: 'withdraws-instructions-reply',
  TREQ: 'withdraws-transfer-request',
  TREP: 'withdraws-transfer-reply',
  OVR: 'withdraws-violation-report',
  AVR: 'withdraws-violation-report-addendum',
  RVR: 'withdraws-violation-response',
  ARVR: 'withdraws-violation-response-addendum',
  DRT: 'withdraws-retaking-notice',
  R2SS_RFRI: 'withdraws-return-request',
  R2SS_REPLY: 'withdraws-return-reply',
  CCN: 'withdraws-closure-notice',
  CCN_REPLY: 'withdraws-closure-reply',
  CAR: 'withdraws-letter',
  CAR_REPLY: 'withdraws-letter',
  NOD: 'withdraws-what-stands',
  NOA: 'withdraws-what-stands',
  NOFA: 'withdraws-what-stands',
  PR: 'withdraws-what-stands',
  WARRANT_STATUS: 'withdraws-what-stands',
  PROFILE_UPDATE: 'withdraws-what-stands',
  WITHDRAW_ACTIVITY: 'withdraws-what-stands',
  WITHDRAW_CASE: 'withdraws-what-stands',
  REOPEN: 'withdraws-what-stands',
};

/** Warrants that are not for a retaking: their end says nothing of one. */
const OTHER_WARRANTS: readonly unknown[] = [
  'FAILURE_TO_ARRIVE',
  'FAILURE_TO_RETURN',
] satisfies WarrantDuty[];

/** How long supervision lasts, which is the sending state's to say. */
const TERM = ['supervision', 'tolling'];

/**
 * The facts that a valid activity states: at most one, and none for types whose row does not depend
 * on their data.
 */
export function factsOf(type: string, data: Data): Fact[] {
  const fact = factOf(type, data);
  return fact === undefined ? [] : [fact];
}

function factOf(type: string, data: Data): Fact | undefined {
  if (type === 'compact.activity-withdrawal.v1') {
    return find(WITHDRAWN, within(data, 'withdrawn')['activity']);
  }
  if (type === 'compact.profile-update.v1') return changeOf(within(data, 'changes'));
  if (type === 'compact.warrant-status.v1') return warrantOf(data);
  const reader = STATED[type];
  return reader && (find(reader.facts, data[reader.property]) ?? reader.absent);
}

function find(facts: Readonly<Record<string, Fact>>, code: unknown): Fact | undefined {
  return typeof code === 'string' && Object.hasOwn(facts, code) ? facts[code] : undefined;
}

function warrantOf({ warrantStatus, duty }: Data): Fact {
  const isOver = warrantStatus === 'EXECUTED' || warrantStatus === 'WITHDRAWN';
  return isOver && !OTHER_WARRANTS.includes(duty) ? 'drops-retaking' : 'leaves-retaking';
}

function changeOf(changes: Data): Fact {
  const names = Object.keys(changes);
  const term = names.some((name) => TERM.includes(name));
  const life = names.some((name) => !TERM.includes(name));
  if (term && life) return 'changes-both';
  return term ? 'changes-term' : 'changes-life';
}

function within(data: Data, property: string): Data {
  const value = data[property];
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
