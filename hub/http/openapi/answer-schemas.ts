import { DELIVERY_STATES } from '../../delivery/delivery-state.ts';
import { REGIONS, type Region } from '../../compact/case-state.ts';
import { MATCH_CODES } from '../../compact/person-match.ts';
import { ACTOR_ROLE } from '../../generated/code-lists.ts';
import { CHECK_CODES } from '../../compact/finding.ts';
import { MEMBER_CODES } from '../../compact/members.ts';
import { ENDED_STATUSES, OPEN_STATUSES } from '../../compact/deadline-status.ts';
import { STATUS_OF } from '../problem.ts';

type Schema = Readonly<Record<string, unknown>>;

const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

/** An object that has these properties and no other; a name that ends in `?` may be absent. */
function object(description: string, properties: Readonly<Record<string, Schema>>): Schema {
  const named = Object.entries(properties).map(([name, schema]) => ({
    name: name.replace(/\?$/, ''),
    isRequired: !name.endsWith('?'),
    schema,
  }));
  return {
    type: 'object',
    description,
    additionalProperties: false,
    required: named.filter(({ isRequired }) => isRequired).map(({ name }) => name),
    properties: Object.fromEntries(named.map(({ name, schema }) => [name, schema])),
  };
}

const text = (description: string): Schema => ({ type: 'string', description });
const whole = (description: string): Schema => ({ type: 'integer', minimum: 0, description });
const list = (items: Schema): Schema => ({ type: 'array', items });
const moment = (description: string): Schema => ({
  type: 'string',
  format: 'date-time',
  description,
});
const day = (description: string): Schema => ({ type: 'string', format: 'date', description });
const uuid = (description: string): Schema => ({ type: 'string', format: 'uuid', description });

const caseId = text('The case: `C-` and 26 characters.');
const activityType = text('Type and major version, as `compact.transfer-request.v1`.');
const member: Schema = {
  type: 'string',
  enum: MEMBER_CODES,
  description: 'USPS code of a member.',
};
const side: Schema = {
  type: 'string',
  enum: REGIONS.supervising,
  description: 'A side of the case.',
};
const region = (name: Region, description: string): Schema => ({
  type: 'string',
  enum: REGIONS[name],
  description,
});
const transmissionStatus: Schema = {
  type: 'string',
  enum: ['awaiting-release', 'awaiting-attachments', 'transmitted', 'returned'],
};
const deliveryState: Schema = { type: 'string', enum: DELIVERY_STATES };

const envelope = {
  transmissionId: uuid('The hub’s id of the accepted activity.'),
  messageId: text('The sender’s own id of it.'),
  type: activityType,
  from: member,
  to: member,
  caseId,
  'supervisionType?': { type: 'string', enum: ['PROBATION', 'PAROLE'] },
  status: transmissionStatus,
  submittedAt: moment('When the sender’s system submitted it, as it says.'),
  acceptedAt: moment('When the hub committed it.'),
  'transmittedAt?': moment('When it crossed to the other state.'),
} as const;

const caseStanding = {
  caseId,
  'personId?': text('For the two states only.'),
  sendingState: member,
  receivingState: member,
  supervisingState: member,
  'supervisionType?': { type: 'string', enum: ['PROBATION', 'PAROLE'] },
  status: region('status', 'Status of the case.'),
  reportingInstructions: region('reportingInstructions', 'Where reporting instructions stand.'),
  transfer: region('transfer', 'Where the transfer stands.'),
  location: region('location', 'Where the person is.'),
  violation: region('violation', 'Whether a violation report waits for its response.'),
  retaking: region('retaking', 'Whether the sending state is retaking the person by warrant.'),
  returning: region('returning', 'Where instructions for the return stand.'),
  closure: region('closure', 'Where the closure stands.'),
  openedAt: moment('When its first activity was accepted.'),
  changedAt: moment('When it last changed.'),
} as const;

const personName = object('The name of a person in its parts.', {
  lastName: text('Family name, with all its parts.'),
  firstName: text('Given name.'),
  'middleName?': text('Middle names or initial.'),
  'suffix?': text('Such as Jr. or III.'),
});
const namePart: Schema = { type: 'string', minLength: 1, maxLength: 80 };
const assignedUser = object('A user of a state’s own system.', {
  reference: { type: 'string', pattern: '^[!-~]{1,64}$', description: 'The account there.' },
  name: { type: 'string', minLength: 1, maxLength: 120, description: 'As shown to both states.' },
  role: { type: 'string', enum: ACTOR_ROLE },
});

const page = (items: Schema): Schema =>
  object('One page; `next` is there when another follows.', {
    items: list(items),
    'next?': text('Cursor of the next page.'),
  });

/** What the API answers with, as JSON Schema 2020-12; a test holds real answers to them. */
const mappedSide = {
  dialect: text('The format; `canonical` is the envelope itself.'),
  mappingHash: {
    type: ['string', 'null'],
    description: 'Of the documents that map it; null for the canonical format.',
  },
  rules: list(
    object('One rule at one place.', {
      rule: text('File of the dialect and JSON Pointer of the rule.'),
      op: text('What it does (docs/mapping.md).'),
      canonical: list(ref('MappedValue')),
      local: list(ref('MappedValue')),
      'carried?': { type: 'string', enum: ['absent', 'coarser', 'shortened'] },
    }),
  ),
} as const;

export const ANSWER_SCHEMAS: Readonly<Record<string, Schema>> = {
  DryRun: object('What would become of a document.', {
    verdict: { type: 'string', enum: ['would-be-accepted', 'would-be-refused'] },
    'stage?': {
      type: 'string',
      enum: ['read', 'mapped', 'validated', 'authorised', 'translated'],
      description: 'The last stage that it passed; absent when it cannot be read.',
    },
    'refusal?': object('What stopped it.', {
      code: text('Stable; see docs/errors.md.'),
      problems: list(ref('ProblemItem')),
    }),
    'inbound?': object('How the document was read.', mappedSide),
    'envelope?': { type: 'object', description: 'The canonical envelope that it means.' },
    'findings?': {
      ...list(ref('Finding')),
      description: 'What the eligibility checks find; absent when it did not come so far.',
    },
    'outbound?': object('As the destination would get it.', {
      destination: member,
      contentType: text('Of the document.'),
      document: object('The document itself.', {
        encoding: { type: 'string', enum: ['utf-8', 'base64'] },
        body: text('The document, as `encoding` says.'),
      }),
      carried: list(text('Canonical pointer of what crosses in the extension slot.')),
      ...mappedSide,
    }),
  }),
  MappedValue: object('A value and where it stands.', {
    pointer: text('JSON Pointer into the envelope or the record.'),
    value: { description: 'Of any kind.' },
  }),
  Problem: object('A problem document (RFC 9457). It never repeats a value that was sent.', {
    type: { type: 'string', format: 'uri', description: 'Names the kind of problem.' },
    title: text('The kind of problem in words.'),
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: text('What is wrong and what to do.'),
    code: {
      type: 'string',
      enum: Object.keys(STATUS_OF),
      description: 'Stable; see docs/errors.md.',
    },
    requestId: uuid('The hub’s id of the request: quote it when you ask.'),
    'problems?': list(ref('ProblemItem')),
  }),
  ProblemItem: object('One finding.', {
    pointer: text('Where, as a JSON Pointer (RFC 6901) into the document or the parameters.'),
    code: text('Which rule or keyword.'),
    detail: text('In words, without the value.'),
  }),
  Receipt: object(
    'The hub’s promise: the same bytes for every repeat. `signature` is a detached JWS (EdDSA) over the canonical JSON (RFC 8785) of the other members.',
    {
      transmissionId: envelope.transmissionId,
      status: { ...transmissionStatus, description: 'As of acceptance.' },
      caseId,
      personId: text('The person: `P-` and 26 characters.'),
      messageId: envelope.messageId,
      type: activityType,
      from: member,
      to: member,
      digest: text('`sha-256:` and the SHA-256 of the document as received, in hexadecimal.'),
      acceptedAt: envelope.acceptedAt,
      ledger: text('Origin line of the ledger.'),
      maxMergeDelaySeconds: whole('Within so many seconds a leaf of it is in the ledger.'),
      signature: text('Detached JWS; keys at /v1/keys.'),
    },
  ),
  MessagePage: page(ref('MessageSummary')),
  MessageSummary: object('Envelope and standing, without content.', {
    ...envelope,
    'delivery?': object('Its latest delivery.', {
      deliveryId: uuid('Stays the same over attempts and replays.'),
      state: deliveryState,
      attempt: whole('Attempts so far.'),
      'failureCode?': text('Why the last attempt failed.'),
    }),
  }),
  MessageStory: object('Everything about one message but its content.', {
    ...envelope,
    channel: text('By which transport it came.'),
    submittedBy: text('Opaque reference of the system that submitted it.'),
    'releasedBy?': text('Opaque reference of who released it.'),
    schemaHash: text('Hash of the schema under which it was accepted.'),
    'profileHash?': text('Hash of the sender’s profile then.'),
    'mappingHash?': text('Hash of the mapping by which it was read.'),
    deliveries: list(ref('Delivery')),
    findings: {
      ...list(ref('Finding')),
      description: 'What the eligibility checks found in a request; empty for other activities.',
    },
    events: list(ref('LedgerEvent')),
  }),
  Finding: object(
    'A check of a request that is not met, or for which it does not say enough (docs/compact-rules.md). It repeats no value.',
    {
      code: { type: 'string', enum: CHECK_CODES, description: 'Which check.' },
      rule: text('The rule or law that asks for it.'),
      result: { type: 'string', enum: ['not-met', 'cannot-be-determined'] },
      weight: {
        type: 'string',
        enum: ['advisory', 'refusing'],
        description: 'A refusing check that is not met keeps the request from crossing.',
      },
      pointers: list(text('What was looked at, as a JSON Pointer into the envelope.')),
    },
  ),
  Delivery: object('One transmission to one destination.', {
    deliveryId: uuid('Stays the same over attempts and replays.'),
    to: member,
    caseSequence: whole('Place in the case’s order for this destination, from 1 without gaps.'),
    state: deliveryState,
    attempt: whole('Attempts so far.'),
    createdAt: moment('When it was transmitted.'),
    'dueAt?': moment('When it is tried next.'),
    'handedOverAt?': moment('When the transport took it.'),
    'acknowledgedAt?': moment('When the state’s system answered with the delivery id.'),
    'peerReference?': text('The receiving system’s own number; for the two states only.'),
    'profileHash?': text('Hash of the receiver’s profile that was used.'),
    'mappingHash?': text('Hash of the mapping by which it was written.'),
    'failure?': ref('FailureView'),
  }),
  FailureView: object('Why it failed, whose turn it is and what to do.', {
    code: text('Failure code; see docs/errors.md.'),
    'detail?': text('Status line or error code of the transport.'),
    owner: { type: 'string', enum: ['hub', 'sending-state', 'receiving-state'] },
    next: {
      type: 'string',
      enum: [
        'wait',
        'mend-connection',
        'ask-then-decide',
        'correct-and-send-again',
        'mend-mapping',
        'replay',
        'cancel',
      ],
    },
  }),
  FailurePage: page(ref('Failure')),
  Failure: object('A delivery that goes no further by itself.', {
    deliveryId: uuid('The delivery.'),
    transmissionId: envelope.transmissionId,
    from: member,
    to: member,
    type: activityType,
    caseId,
    caseSequence: whole('Place in the case’s order for this destination.'),
    state: deliveryState,
    attempt: whole('Attempts so far.'),
    createdAt: moment('When it was transmitted.'),
    failure: ref('FailureView'),
    blocks: whole('Later deliveries of the case that wait for this one.'),
  }),
  LedgerEvent: object('An entry of the ledger.', {
    index: whole('Index of the leaf.'),
    event: { type: 'object', description: 'What the entry says; docs/ledger-format.md.' },
  }),
  MessageBodies: object('The documents of one message.', {
    transmissionId: envelope.transmissionId,
    bodies: list(
      object('One document.', {
        kind: {
          type: 'string',
          enum: ['canonical', 'received', 'sent'],
          description:
            'The compact’s form; as the sender’s system sent it; as the receiver got it.',
        },
        'deliveryId?': uuid('Of a document that was sent.'),
        contentType: text('Its media type.'),
        encoding: { type: 'string', enum: ['utf-8', 'base64'] },
        body: text('The document, as `encoding` says.'),
      }),
    ),
  }),
  MessageProof: object(
    'Every leaf of a message so far, each with its proof under one checkpoint.',
    {
      transmissionId: envelope.transmissionId,
      checkpoint: text('The signed head (C2SP tlog-checkpoint); empty before the first.'),
      entries: list(
        object('One leaf.', {
          index: whole('Index of the leaf.'),
          entry: text('The bytes that were hashed, in base64.'),
          proof: text('C2SP tlog-proof.'),
        }),
      ),
      awaiting: whole('Leaves that no checkpoint covers yet: ask again in a second.'),
    },
  ),
  Inbox: object('What waits for the caller’s state: the oldest of each case.', {
    items: list(
      object('One delivery, in the state’s own format.', {
        deliveryId: uuid('Acknowledge with it; store it, and take it once.'),
        transmissionId: envelope.transmissionId,
        caseId,
        caseSequence: whole('Place in the case’s order, from 1 without gaps.'),
        type: activityType,
        contentType: text('Media type of the document.'),
        attempt: whole('How often it was given out.'),
        possibleDuplicate: { type: 'boolean', description: 'It may have reached you before.' },
        encoding: { type: 'string', enum: ['utf-8', 'base64'] },
        body: text('The document, as `encoding` says.'),
      }),
    ),
  }),
  CasePage: page(ref('CaseSummary')),
  CaseSummary: object('Where a case stands.', caseStanding),
  Case: object('One case.', {
    ...caseStanding,
    allowedNow: object('Types that each side may send now; an activity’s data may forbid more.', {
      sending: list(activityType),
      receiving: list(activityType),
    }),
    'choices?': object('From what a side is asked to choose after a rejection.', {
      asked: side,
      choices: list(
        object('A way on, and the activity by which it is taken.', {
          choice: { type: 'string', enum: ['request-again', 'return', 'withdraw-case'] },
          type: activityType,
          by: side,
        }),
      ),
    }),
    identifiers: list(
      object('A number of the caller’s own state for the case.', {
        scheme: text('Which kind of number.'),
        value: text('The number.'),
      }),
    ),
    deadlines: list(ref('Deadline')),
    timeline: list(
      object('An activity of the case, in the order in which it crossed; what waits comes last.', {
        transmissionId: uuid('The activity.'),
        type: activityType,
        from: member,
        to: member,
        status: transmissionStatus,
        acceptedAt: moment('When the hub committed it.'),
        'transmittedAt?': moment('When it crossed.'),
        'position?': whole('Its place among all that crossed in the case, from 1.'),
      }),
    ),
    'person?': object('As last described by an activity that crossed; for the two states only.', {
      name: personName,
      aliases: list(personName),
      dateOfBirth: day('Primary date of birth.'),
      otherDatesOfBirth: list(day('Another one.')),
      sex: text('NCIC code.'),
      race: text('NCIC code.'),
      identifiers: list(ref('PersonIdentifier')),
    }),
    'designations?': object('Whom the two states named; for the two states only.', {
      supervising: side,
      'sending?': assignedUser,
      'receiving?': assignedUser,
      history: list(
        object('Whom the caller’s own state named, the latest first.', {
          user: assignedUser,
          at: moment('When.'),
          by: text('Who named the user: an opaque reference.'),
          'note?': text('Why.'),
        }),
      ),
    }),
  }),
  Designation: object('Who has the case on the side of the caller’s state, and why.', {
    user: assignedUser,
    note: {
      type: 'string',
      minLength: 1,
      maxLength: 1024,
      description: 'For the own state alone.',
    },
  }),
  PersonIdentifier: object('An identifier of a person.', {
    kind: text(
      '`fbi-number`, `social-security-number`, `state-identifier`, or the scheme of another system.',
    ),
    value: { type: 'string', minLength: 1, maxLength: 64 },
    'state?': text('Of a state identifier, and of no other: the state that gave it.'),
  }),
  PersonSearch: {
    ...object('Whom the caller looks for: at least an identifier or a last name.', {
      'identifiers?': {
        type: 'array',
        minItems: 1,
        maxItems: 20,
        items: ref('PersonIdentifier'),
      },
      'name?': object('Parts of a name.', {
        'first?': namePart,
        'middle?': namePart,
        'last?': namePart,
      }),
      'dateOfBirth?': day('Date of birth.'),
      'birthYear?': {
        type: 'string',
        pattern: '^[0-9]{4}$',
        description: 'Where only that is known.',
      },
    }),
    anyOf: [
      { required: ['identifiers'] },
      { required: ['name'], properties: { name: { required: ['last'] } } },
    ],
  },
  FoundPersons: object('The likeliest first.', {
    items: list(
      object('A person of a case of the caller’s state.', {
        personId: text('The person: `P-` and 26 characters.'),
        score: { type: 'integer', minimum: 0, maximum: 100, description: 'How well it agrees.' },
        matchedBy: list({ type: 'string', enum: MATCH_CODES }),
        name: personName,
        dateOfBirth: day('Primary date of birth.'),
        cases: list(
          object('A case of that person that the caller may see.', {
            caseId,
            sendingState: member,
            receivingState: member,
            status: region('status', 'Status of the case.'),
            location: region('location', 'Where the person is.'),
          }),
        ),
      }),
    ),
  }),
  ReviewPage: page(ref('Review')),
  Review: object('What stands, or stood, in the list of a compact office.', {
    transmissionId: uuid('The activity.'),
    direction: { type: 'string', enum: ['outgoing', 'incoming'] },
    otherState: member,
    caseId,
    type: activityType,
    openedAt: moment('Since when.'),
    'assigned?': object('To whom it was given last.', {
      to: text('The state’s own reference of the person.'),
      by: text('Opaque reference of who gave it.'),
      at: moment('When.'),
      'note?': text('Why.'),
    }),
    'closed?': object('How it left the list.', {
      at: moment('When.'),
      by: text('Opaque reference of who did.'),
      outcome: { type: 'string', enum: ['released', 'returned', 'reviewed'] },
    }),
  }),
  DeadlinePage: page(ref('Deadline')),
  Deadline: object('What a rule of the compact asks of a state, until when, and how it stands.', {
    deadlineId: uuid('The deadline.'),
    duty: { type: 'string', description: 'What is owed; see docs/deadlines.md.' },
    title: text('The same in words.'),
    rule: text('Number of the rule.'),
    'confirmed?': {
      type: 'boolean',
      description: 'Whether the limit stands in a published text of the Commission.',
    },
    advisory: { type: 'boolean', description: 'Of a state’s own law: told, and not counted.' },
    status: { type: 'string', enum: [...OPEN_STATUSES, ...ENDED_STATUSES] },
    caseId,
    transmissionId: uuid('The activity that started it.'),
    type: activityType,
    sendingState: member,
    receivingState: member,
    owedBy: member,
    limit: object('How long the rule gives.', {
      days: whole('Days after the one that starts it.'),
      unit: { type: 'string', enum: ['business', 'calendar'] },
    }),
    startedOn: day('The day from which it is counted, where the state that owes is.'),
    dueOn: day('The last day, counted from transmission.'),
    dueAt: moment('When that day is over there.'),
    'received?': object('Where the rule counts from receipt.', {
      at: moment('When the state’s system had the activity.'),
      dueOn: day('The last day, counted from that.'),
    }),
    'ended?': object('How it ended.', {
      at: moment('When.'),
      how: { type: 'string', enum: ['answered', 'moot', 'withdrawn', 'replaced'] },
      'by?': uuid('The activity that ended it.'),
    }),
    spent: object('Where the time went until its end, or until now.', {
      senderSeconds: whole('With the sender, before the activity crossed.'),
      hubSeconds: whole('With the hub.'),
      systemSeconds: whole('With the receiving system, before it acknowledged.'),
      officeSeconds: whole('With the state that owes.'),
    }),
  }),
  Members: object('The members of the compact.', {
    items: list(
      object('One member.', {
        code: member,
        name: text('Its name.'),
        connected: { type: 'boolean', description: 'Whether activities can be sent to it here.' },
      }),
    ),
  }),
  Traffic: object('Counts of activities by pair of states, type and standing.', {
    since: moment('Inclusive.'),
    until: moment('Exclusive.'),
    step: { type: 'string', enum: ['hour', 'day'] },
    items: list(
      object('One count.', {
        from: member,
        to: member,
        type: activityType,
        status: transmissionStatus,
        'deliveryState?': deliveryState,
        since: moment('Start of the step.'),
        count: whole('Activities.'),
      }),
    ),
  }),
  AttachmentStored: object('An attachment that the hub holds.', {
    sha256: text('Its name.'),
    size: whole('Bytes.'),
  }),
  Jwks: object('Public keys that signed receipts (RFC 7517).', { keys: list({ type: 'object' }) }),
  Health: object('The process answers.', { status: { const: 'ok' } }),
  Readiness: object('Whether requests may come here.', {
    status: { type: 'string', enum: ['ok', 'waiting'] },
    database: { type: 'boolean', description: 'The store answers.' },
    sequencer: { type: 'boolean', description: 'The ledger moves on.' },
  }),
  Assignment: object('To whom something is given.', {
    person: {
      type: 'string',
      pattern: '^[\\w.@-]{1,64}$',
      description: 'The state’s own reference of the person.',
    },
    'note?': { type: 'string', minLength: 1, maxLength: 500 },
  }),
  Reason: object('Why, in a person’s words.', {
    reason: { type: 'string', minLength: 1, maxLength: 500 },
  }),
  Acknowledgement: object('What the state’s system says of what it took.', {
    'reference?': {
      type: 'string',
      minLength: 1,
      maxLength: 128,
      description: 'The state’s own number for what it stored.',
    },
  }),
};
