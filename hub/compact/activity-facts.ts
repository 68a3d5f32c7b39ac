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
  | 'invalid';

const FACTS: Record<string, { property: string; facts: Record<string, Fact> }> = {
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

/** The facts that a valid activity states; none for types whose row does not depend on its data. */
export function factsOf(type: string, data: Readonly<Record<string, unknown>>): Fact[] {
  const reader = FACTS[type];
  if (reader === undefined) return [];
  const fact = reader.facts[String(data[reader.property])];
  return fact === undefined ? [] : [fact];
}
