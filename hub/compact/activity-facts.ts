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
  | 'withdraws-instructions-request'
  | 'withdraws-instructions-reply'
  | 'withdraws-transfer-request'
  | 'withdraws-transfer-reply'
  | 'withdraws-closure-notice'
  | 'withdraws-closure-reply'
  | 'withdraws-of-sending'
  | 'withdraws-of-receiving'
  | 'withdraws-of-either'
  | 'changes-term'
  | 'changes-life'
  | 'changes-both';

type Data = Readonly<Record<string, unknown>>;

/** Which property of a type's data states which fact with which value. */
const STATED: Record<string, { property: string; facts: Record<string, Fact> }> = {
  'compact.reporting-instructions-reply.v1': {
    property: 'decision',
    facts: { GRANTED: 'granted', DENIED: 'denied' },
  },
  'compact.transfer-reply.v1': {
    property: 'decision',
    facts: { ACCEPTED: 'accepted', REJECTED: 'rejected' },
  },
  'compact.departure-notice.v1': {
    property: 'direction',
    facts: { OUTBOUND: 'outbound', RETURN: 'return', SUBSEQUENT: 'subsequent' },
  },
  'compact.case-closure-reply.v1': {
    property: 'outcome',
    facts: { VALID: 'valid', INVALID: 'invalid' },
  },
};

/** Activities that may be taken back, by their codes; notices and withdrawals may not. */
const WITHDRAWN: Record<string, Fact> = {
  RFRI: 'withdraws-instructions-request',
  RFRI_REPLY: 'withdraws-instructions-reply',
  TREQ: 'withdraws-transfer-request',
  TREP: 'withdraws-transfer-reply',
  CCN: 'withdraws-closure-notice',
  CCN_REPLY: 'withdraws-closure-reply',
  OVR: 'withdraws-of-receiving',
  AVR: 'withdraws-of-receiving',
  R2SS_RFRI: 'withdraws-of-receiving',
  RVR: 'withdraws-of-sending',
  ARVR: 'withdraws-of-sending',
  R2SS_REPLY: 'withdraws-of-sending',
  DRT: 'withdraws-of-sending',
  CAR: 'withdraws-of-either',
  CAR_REPLY: 'withdraws-of-either',
};

/** How long supervision lasts, which is the sending state's to say. */
const TERM = ['supervision', 'tolling'];

/** The facts that a valid activity states; none for types whose row does not depend on its data. */
export function factsOf(type: string, data: Data): Fact[] {
  const fact = factOf(type, data);
  return fact === undefined ? [] : [fact];
}

function factOf(type: string, data: Data): Fact | undefined {
  if (type === 'compact.activity-withdrawal.v1') {
    return WITHDRAWN[String(within(data, 'withdrawn')['activity'])];
  }
  if (type === 'compact.profile-update.v1') return changeOf(within(data, 'changes'));
  const reader = STATED[type];
  return reader?.facts[String(data[reader.property])];
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
