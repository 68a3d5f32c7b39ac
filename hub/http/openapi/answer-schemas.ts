import { NATIONAL } from '../../access/actor.ts';
import { VIEWED_PARTS, VIEWING_REASONS } from '../../access/viewing.ts';
import { DELIVERY_STATES } from '../../delivery/delivery-state.ts';
import { REGIONS, type Region } from '../../compact/case-state.ts';
import { MATCH_CODES } from '../../compact/person-match.ts';
import { ACTOR_ROLE } from '../../generated/code-lists.ts';
import { CHECK_CODES } from '../../compact/finding.ts';
import { MEMBER_CODES } from '../../compact/members.ts';
import { ENDED_STATUSES, OPEN_STATUSES } from '../../compact/deadline-status.ts';
import { NOTICE_EVENTS } from '../../notify/notice.ts';
import { NOTICE_CHOICES } from '../../notify/notice-table.ts';
import { STATUS_OF } from '../problem.ts';

export type Schema = Readonly<Record<string, unknown>>;

export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

/** An object that has these properties and no other; a name that ends in `?` may be absent. */
export function object(description: string, properties: Readonly<Record<string, Schema>>): Schema {
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

export const text = (description: string): Schema => ({ type: 'string', description });
const whole = (description: string): Schema => ({ type: 'integer', minimum: 0, description });
export const list = (items: Schema): Schema => ({ type: 'array', items });
export const moment = (description: string): Schema => ({
  type: 'string',
  format: 'date-time',
  description,
});
export const day = (description: string): Schema => ({
  type: 'string',
  format: 'date',
  description,
});
export const uuid = (description: string): Schema => ({
  type: 'string',
  format: 'uuid',
  description,
});

const caseId = text('The case: `C-` and 26 characters.');
const activityType = text('Type and major version, as `compact.transfer-request.v1`.');
const member: Schema = {
  type: 'string',
  enum: MEMBER_CODES,
  description: 'USPS code of a member.',
};
const author = {
  by: text('Reference of who it was.'),
  'name?': text('Name of that person, where the own state has an account of it.'),
};
const office: Schema = {
  type: 'string',
  enum: [...MEMBER_CODES, 'national'],
  description: 'USPS code of a member, or `national`.',
};
const contactFields = {
  'name?': text('Name of the office.'),
  'address?': text('Lines of its address.'),
  'phone?': text('Its telephone.'),
  'mailbox?': text('Its e-mail address.'),
  'hours?': text('When somebody answers.'),
};
const publicContact = {
  member: office,
  memberName: text('Name of the member.'),
  ...contactFields,
  source: {
    type: 'string',
    enum: ['office', 'pack', 'none'],
    description: 'Who says so: the office itself, what its state published, nobody.',
  },
};
const noticeChoices: Schema = {
  type: 'object',
  additionalProperties: false,
  description: 'By event, instead of the table of notifications.',
  properties: Object.fromEntries(
    NOTICE_EVENTS.map((event) => [event, { type: 'string', enum: NOTICE_CHOICES }]),
  ),
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

const dialectFacts = {
  name: text('Of the format.'),
  format: text('Kind of document.'),
  contentType: text('Of its documents.'),
  versionHash: text('Of all its files.'),
};
const seconds = (description: string): Schema => ({ type: 'number', minimum: 0, description });
const undelivered = object('What a state does not have yet.', {
  member,
  waiting: whole('On its way by itself.'),
  failed: whole('What needs a person.'),
  'oldest?': moment('Since when the oldest is on its way.'),
});
const takenContent: Schema = {
  type: 'string',
  enum: ['sealed', 'expunged'],
  description: 'What was done to the content by order of an authority.',
};

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
  'content?': takenContent,
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
  'content?': takenContent,
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

const statementSummary = {
  statementId: uuid('Names the statement.'),
  from: member,
  to: member,
  day: text('The day in UTC that it closes.'),
  fromSize: whole('Where the pair’s last statement ended.'),
  toSize: whole('Up to, not including, this index.'),
  count: whole('How many transmissions crossed.'),
  madeAt: moment('When it was signed.'),
  statement: text('The signed statement (C2SP signed-note).'),
};
const order = {
  action: {
    type: 'string',
    enum: ['expunge', 'seal', 'unseal'],
    description: 'Destroy for ever; close until it is lifted; lift it.',
  },
  scope: { type: 'string', enum: ['transmission', 'case', 'person'] },
  subject: {
    type: 'string',
    pattern: '^[\\w-]{1,64}$',
    description: 'The hub’s id of the transmission, case or person.',
  },
  authority: {
    type: 'string',
    pattern: '^(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9./:-]{2,39}$',
    description:
      'Reference of the order. It stands in the ledger for ever: it must name no person.',
  },
} as const;

export const page = (items: Schema): Schema =>
  object('One page; `next` is there when another follows.', {
    items: list(items),
    'next?': text('Cursor of the next page.'),
  });

/** What the API answers with, as JSON Schema 2020-12; a test holds real answers to them. */
const mappedWith = (places: Schema) =>
  ({
    dialect: text('The format; `canonical` is the envelope itself.'),
    mappingHash: {
      type: ['string', 'null'],
      description: 'Of the documents that map it; null for the canonical format.',
    },
    rules: list(
      object('One rule at one place.', {
        rule: text('File of the dialect and JSON Pointer of the rule.'),
        op: text('What it does (docs/mapping.md).'),
        canonical: list(places),
        local: list(places),
        'carried?': { type: 'string', enum: ['absent', 'coarser', 'shortened', 'overflow'] },
      }),
    ),
  }) as const;
const mappedSide = mappedWith(ref('MappedValue'));
const mappedPlaces = {
  ...mappedWith(text('JSON Pointer into the envelope or the record; `/lines/12/CITY` in lines.')),
  'cells?': {
    ...list(
      object('A cell that is not empty.', {
        pointer: text('Its line and column: `/lines/12/CITY`.'),
        from: whole('Where it begins in the text, in UTF-16 units.'),
        to: whole('Where it ends.'),
      }),
    ),
    description: 'Of a document of lines: where its cells stand.',
  },
};

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
    decisions: {
      ...list(ref('Decision')),
      description: 'What the caller’s own compact office decided of it; empty for the other state.',
    },
    events: list(ref('LedgerEvent')),
  }),
  Decision: object('What a person of the own state decided of a message.', {
    action: {
      type: 'string',
      enum: ['release', 'return', 'replay', 'supersede', 'skip', 'cancel'],
    },
    ...author,
    at: moment('When.'),
    'reason?': text('Why, in the words of who decided; gone with the content.'),
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
    'blockedBy?': object('The earlier delivery of the case for which it waits.', {
      deliveryId: uuid('That delivery.'),
      transmissionId: envelope.transmissionId,
      caseSequence: whole('Its position in the case.'),
      state: deliveryState,
      'failureCode?': text('Why that failed.'),
    }),
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
  Incident: object('One cause of trouble for as long as it lasted.', {
    incidentId: uuid('Of this incident.'),
    member: {
      type: 'string',
      enum: [...MEMBER_CODES, 'national'],
      description: 'Whose; `national` for the hub’s own.',
    },
    kind: { type: 'string', enum: ['delivery', 'intake', 'expiry', 'hub', 'notification'] },
    code: text('The cause: a code of docs/errors.md.'),
    openedAt: moment('When it occurred first.'),
    lastAt: moment('When it occurred last.'),
    count: whole('How often it occurred.'),
    'closedAt?': moment('When it was over.'),
    'affected?': object('Deliveries that the state does not have now.', {
      failed: whole('With this failure.'),
      waiting: whole('All that wait.'),
    }),
  }),
  IncidentPage: page(ref('Incident')),
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
  ViewingPage: page(ref('Viewing')),
  Viewing: object('That somebody was shown something of a message.', {
    viewingId: uuid('Its id.'),
    at: moment('When.'),
    what: {
      type: 'string',
      enum: VIEWED_PARTS,
      description: 'The documents, a file of it, or the person as it describes it.',
    },
    member: { type: 'string', enum: [...MEMBER_CODES, NATIONAL] },
    actor: text('Opaque reference of who it was.'),
    'name?': author['name?'],
    role: text('The role by which.'),
    'reason?': { type: 'string', enum: VIEWING_REASONS, description: 'Of the national office.' },
    'note?': text('Why, in its words; gone with the content.'),
    leafHash: text('Hash of the leaf of the ledger that says it.'),
  }),
  ViewingReason: object('Why the national office opens the documents.', {
    reason: { type: 'string', enum: VIEWING_REASONS },
    note: { type: 'string', minLength: 1, maxLength: 500 },
  }),
  MessageMapping: object('How one message was read and written, rule by rule.', {
    transmissionId: envelope.transmissionId,
    'inbound?': object(
      'From the sender’s document to the envelope; absent where its mapping is no longer kept.',
      mappedPlaces,
    ),
    outbound: list(
      object('From the envelope to one document that was sent.', {
        deliveryId: uuid('Of the delivery.'),
        ...mappedPlaces,
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
  MessageOpening: object('With what commitments are opened.', {
    transmissionId: envelope.transmissionId,
    salt: text('32 bytes in hexadecimal; docs/ledger-format.md, Commitments.'),
  }),
  StatementPage: page(ref('StatementSummary')),
  StatementSummary: object('What crossed between two sizes of the log.', statementSummary),
  Statement: object('A statement with what it counts.', {
    ...statementSummary,
    checkpoint: text('The signed head of `toSize`.'),
    transmissions: list(
      object('What crossed, in the order of the log.', {
        index: whole('Index of its `transmitted` leaf.'),
        transmissionId: envelope.transmissionId,
      }),
    ),
  }),
  LedgerKeys: object('Which keys signed the heads of the ledger, and when.', {
    origin: text('Origin line of the ledger.'),
    keys: list(ref('LedgerKey')),
    closed: list(
      object('A ledger that ended.', {
        origin: text('Origin line of that ledger.'),
        successor: text('Origin line of the ledger that went on in its place.'),
        checkpoint: text('Its last signed head (C2SP tlog-checkpoint).'),
        reason: text('Code of why it ended.'),
        closedAt: moment('When it ended.'),
        keys: list(ref('LedgerKey')),
      }),
    ),
  }),
  LedgerKey: object('One key.', {
    key: text('Verifier key line (C2SP signed-note).'),
    from: moment('Since when it signs.'),
    'until?': moment('When it ceased to sign, or will.'),
  }),
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
    allowedNow: object(
      'Types that each side may send now, also as a correction of what was not taken; an activity’s data may forbid more.',
      {
        sending: list(activityType),
        receiving: list(activityType),
      },
    ),
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
        messageId: text('The sender’s own id of it.'),
        type: activityType,
        from: member,
        to: member,
        status: transmissionStatus,
        acceptedAt: moment('When the hub committed it.'),
        'transmittedAt?': moment('When it crossed.'),
        'position?': whole('Its place among all that crossed in the case, from 1.'),
        'content?': takenContent,
        'delivery?': object('Its latest delivery.', {
          deliveryId: uuid('Stays the same over attempts and replays.'),
          state: deliveryState,
          attempt: whole('Attempts so far.'),
          'failure?': ref('FailureView'),
        }),
      }),
    ),
    'describedBy?': uuid('The activity that last described the person.'),
    'personClosed?': {
      type: 'string',
      enum: ['LEDGER_LOCKED'],
      description: 'Why the person is not shown: that it is could not be written down.',
    },
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
  ErasureOrder: object('What is to be done to which content, and by whose order.', {
    ...order,
    'reason?': {
      type: 'string',
      minLength: 1,
      maxLength: 500,
      description: 'For the second person; it goes once the order is decided.',
    },
  }),
  ProposedErasure: object('Waits for its second person.', {
    erasureId: uuid('Approve or withdraw it with this.'),
    covers: object('What it would take now.', {
      cases: whole('Cases that it touches.'),
      transmissions: whole('Activities.'),
      documents: whole('Documents of them: canonical, as received, as sent.'),
      attachments: whole('Files that nothing else names.'),
      undelivered: whole('Deliveries that would end before they were handed over.'),
    }),
  }),
  CarriedOutErasure: object('Done.', { transmissions: whole('Activities that it concerned.') }),
  ErasurePage: page(ref('Erasure')),
  Erasure: object('An order to expunge or to seal.', {
    erasureId: uuid('Its id.'),
    action: order.action,
    scope: order.scope,
    'subject?': text('The hub’s id of it; of a person for the own state only.'),
    state: { type: 'string', enum: ['proposed', 'withdrawn', 'done'] },
    by: member,
    authority: order.authority,
    'reason?': text('For the own state alone, until it is decided.'),
    transmissions: whole('Activities that it concerns.'),
    proposed: object('By whom and when.', { by: text('Opaque reference.'), at: moment('When.') }),
    'decided?': object('By whom and when.', { by: text('Opaque reference.'), at: moment('When.') }),
    'scrubbedAt?': moment('Since then no page of the database holds what it destroyed.'),
  }),
  ReviewPage: page(ref('Review')),
  Review: object('What stands, or stood, in the list of a compact office.', {
    transmissionId: uuid('The activity.'),
    direction: { type: 'string', enum: ['outgoing', 'incoming'] },
    otherState: member,
    caseId,
    type: activityType,
    openedAt: moment('Since when.'),
    'findingsNotMet?': whole('Of a request: how many checks found something not met.'),
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
  TrafficSums: object('Sums of activities.', {
    since: moment('Inclusive.'),
    until: moment('Exclusive.'),
    step: { type: 'string', enum: ['hour', 'day'] },
    by: { type: 'string', enum: ['step', 'pair', 'type', 'sender', 'receiver'] },
    items: list(
      object('One sum; only what it is of is named.', {
        'since?': moment('Start of the step.'),
        'from?': member,
        'to?': member,
        'type?': activityType,
        accepted: whole('Accepted in the range.'),
        delivered: whole('Of these, handed over by now.'),
        failed: whole('Of these, those that go no further by themselves.'),
        refused: whole('Of these, those that the other state’s system refused.'),
        'medianSeconds?': seconds('From crossing to hand-over.'),
      }),
    ),
  }),
  MessageSearch: object('What is looked for in the log.', {
    'case?': caseId,
    'person?': text('A person: `P-` and 26 characters.'),
    'caseNumber?': { type: 'string', minLength: 1, maxLength: 64 },
    'identifiers?': {
      type: 'array',
      minItems: 1,
      maxItems: 20,
      items: object('An identifier of a person.', {
        kind: text('Its kind, as in a search for persons.'),
        value: { type: 'string', minLength: 1, maxLength: 64 },
        'state?': text('Of a state identifier, which state gave it.'),
      }),
    },
    'id?': text('The sender’s own id.'),
    'from?': member,
    'to?': member,
    'state?': member,
    'type?': activityType,
    'status?': transmissionStatus,
    'group?': { type: 'string', enum: ['waiting', 'failed', 'unconfirmed'] },
    'failure?': text('Code of a failure.'),
    'finding?': { type: 'string', enum: CHECK_CODES },
    'field?': text('JSON Pointer.'),
    'since?': text('Accepted then or later.'),
    'until?': text('Accepted before.'),
    'limit?': { type: 'integer', minimum: 1, maximum: 200 },
    'cursor?': text('`next` of the page before.'),
  }),
  Find: object('What is looked for.', { text: { type: 'string', minLength: 1, maxLength: 200 } }),
  Found: object('What the identifier names.', {
    items: list(
      object('Something with a page of its own.', {
        kind: {
          type: 'string',
          enum: ['message', 'delivery', 'incident', 'statement', 'erasure', 'case', 'person'],
        },
        id: text('Its id.'),
        'transmissionId?': uuid('Of a delivery: its activity.'),
      }),
    ),
  }),
  ExchangeHealth: object('How the exchange stands.', {
    at: moment('When this was read.'),
    intake: text('`open`, or the code by which nothing is accepted now.'),
    sequencing: { type: 'boolean', description: 'The ledger moves on.' },
    checkpoint: object('The head of the ledger as signed last.', {
      size: whole('Leaves under it.'),
      'signedAt?': moment('When.'),
    }),
    undelivered: object('What states do not have yet.', {
      waiting: whole('On its way by itself.'),
      failed: whole('What needs a person.'),
      'oldest?': moment('Since when the oldest is on its way.'),
      states: list(undelivered),
    }),
    awaitingRelease: object('What waits to cross.', {
      count: whole('How many.'),
      'oldest?': moment('Accepted when.'),
    }),
    openIncidents: list(
      object('Incidents that last.', {
        kind: { type: 'string', enum: ['delivery', 'intake', 'expiry', 'hub'] },
        count: whole('How many.'),
      }),
    ),
  }),
  Destinations: object('How states are reached.', {
    items: list(
      object('One state.', {
        member,
        transport: text('Kind of its transport.'),
        fetches: { type: 'boolean', description: 'It comes for what is for it.' },
        connected: { type: 'boolean', description: 'Somebody said where it is reached.' },
        breaker: {
          type: 'string',
          enum: ['open', 'closed'],
          description: 'Open: it failed too often of late, and is only tried.',
        },
        'hold?': object('Why nothing is sent to it.', {
          code: text('Of the failure.'),
          since: moment('Since when.'),
          'until?': moment('When it is tried next.'),
          trials: whole('Tries in vain under this hold.'),
        }),
        queue: undelivered,
        'handOver?': object('From crossing to hand-over, of the last ones.', {
          count: whole('How many.'),
          p50Seconds: seconds('Half took less.'),
          p95Seconds: seconds('Nineteen of twenty took less.'),
          lastAt: moment('The last one.'),
        }),
        expiring: list(
          object('What runs out, as the hub found it.', {
            code: text('Of its incident.'),
            toldAt: moment('Since when it is told.'),
          }),
        ),
        'credentialExpiresAt?': moment('Where that is within 30 days.'),
      }),
    ),
  }),
  Compliance: object('How duties were kept.', {
    since: moment('Inclusive.'),
    until: moment('Exclusive.'),
    items: list(
      object('One duty of one state.', {
        duty: text('Its name.'),
        title: text('In words.'),
        rule: text('Of the compact.'),
        owedBy: member,
        met: whole('Answered before it was due.'),
        late: whole('Answered after that.'),
        open: whole('Not answered and not due.'),
        overdue: whole('Not answered and due.'),
        ended: whole('Ended without an answer.'),
        'medianDays?': { type: 'number', minimum: 0, description: 'From its start to the answer.' },
      }),
    ),
  }),
  CaseNotePage: object('A page of notes.', {
    items: list(
      object('What somebody of the own state noted.', {
        noteId: uuid('Of this note.'),
        text: text('As it was written.'),
        ...author,
        at: moment('When.'),
      }),
    ),
    'next?': text('Cursor of the next page.'),
  }),
  NewCaseNote: object('Something to note.', {
    text: { type: 'string', minLength: 1, maxLength: 4000 },
  }),
  WrittenNote: object('A note that is kept.', { noteId: uuid('Its id.') }),
  SavedFilters: object('Filters that a person keeps.', {
    items: {
      type: 'array',
      maxItems: 50,
      items: object('One filter.', {
        name: { type: 'string', minLength: 1, maxLength: 80 },
        list: {
          type: 'string',
          enum: ['messages', 'cases', 'deadlines', 'failures', 'reviews', 'incidents'],
        },
        query: { type: 'string', description: 'As in the address of that list.' },
      }),
    },
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
    ledger: { type: 'boolean', description: 'This process serves the ledger in force.' },
    sequencer: { type: 'boolean', description: 'The ledger moves on.' },
    intake: text('`open`, or the code by which nothing is accepted now.'),
  }),
  Contacts: object('How every office is reached.', {
    items: list(object('One office.', publicContact)),
  }),
  State: object('What the hub knows of a state.', {
    member,
    name: text('Its name.'),
    profile: {
      type: 'object',
      description: 'As in profile.v1.schema.json; it holds no address and no credential.',
    },
    'dialect?': object('The format that its system speaks.', dialectFacts),
    pauses: list(
      object('A time in which nothing was sent to it.', {
        reason: text('Why.'),
        pausedBy: text('Reference of who paused.'),
        pausedAt: moment('From when on.'),
        'resumeReason?': text('Why it went on.'),
        'resumedBy?': text('Reference of who resumed.'),
        'resumedAt?': moment('Until when; absent while it lasts.'),
      }),
    ),
    terms: object('The terms of exchange, and the agency of this member.', {
      'inForce?': text('Their version.'),
      'agreed?': object('To which it agreed last; absent where it never did.', {
        version: text('Which version.'),
        at: moment('When.'),
        by: text('Reference of who agreed for it, or `command`.'),
      }),
      'dueAt?': moment('Until when it should agree to those in force, having agreed to others.'),
    }),
  }),
  Dialect: object('How a format is mapped.', {
    ...dialectFacts,
    documents: list(
      object('A file of it.', {
        kind: { type: 'string', enum: ['profile', 'dialect', 'mapping', 'code-list'] },
        name: text('Its place among the packs.'),
        hash: text('SHA-256 of its canonical text.'),
        document: { type: 'object', description: 'As docs/mapping.md says.' },
      }),
    ),
  }),
  ContactVersions: object('How an office is reached.', {
    ...publicContact,
    version: whole('Of what the office said; 0 before it said anything.'),
    'history?': list(
      object('What it said, the newest first.', {
        ...contactFields,
        version: whole('Its number.'),
        changedBy: text('Reference of who said so.'),
        changedAt: moment('When.'),
      }),
    ),
  }),
  ContactChange: object('How an office is reached from now on. What is left out is not known.', {
    version: whole('The version that was seen; 0 when there was none.'),
    'name?': { type: 'string', minLength: 1, maxLength: 200 },
    'address?': { type: 'string', minLength: 1, maxLength: 400, description: 'Lines.' },
    'phone?': { type: 'string', minLength: 5, maxLength: 60 },
    'mailbox?': { type: 'string', maxLength: 254, description: 'An e-mail address.' },
    'hours?': { type: 'string', minLength: 1, maxLength: 200 },
  }),
  NotificationSettings: object('What an office is told.', {
    member: office,
    mails: { type: 'boolean', description: 'Whether the hub sends mails at all.' },
    'sentTo?': text('The mailbox to which mails go now.'),
    'mailbox?': text('Set instead of the mailbox of the contact.'),
    choices: noticeChoices,
    events: list(
      object('One event.', {
        event: { type: 'string', enum: NOTICE_EVENTS },
        when: { type: 'string', enum: ['pressing', ...NOTICE_CHOICES] },
      }),
    ),
  }),
  NotificationChange: object('What an office asks to be told.', {
    'mailbox?': { type: 'string', maxLength: 254, description: 'An e-mail address.' },
    'choices?': noticeChoices,
  }),
  Hooks: object('Web hooks.', {
    items: list(
      object('One.', {
        hookId: uuid('Of this web hook.'),
        url: text('Where it is called.'),
        createdAt: moment('When it was registered.'),
        createdBy: text('Reference of who did it.'),
        state: { type: 'string', enum: ['active', 'failing', 'disabled'] },
        'failingSince?': moment('Since when it took nothing.'),
        'disabledAt?': moment('Since when it is called no more.'),
        'oldSecretUntil?': moment('Until when the secret before signs too.'),
      }),
    ),
  }),
  NewHook: object('Where the monitoring is called.', {
    url: { type: 'string', maxLength: 500, description: 'An https address without a query.' },
    'trusted?': {
      type: 'string',
      maxLength: 12_000,
      description: 'PEM of the authorities of its certificate; the public ones without it.',
    },
  }),
  IssuedHook: object('A web hook with its secret.', {
    hookId: uuid('Of this web hook.'),
    secret: text('`whsec_…` of Standard Webhooks; it is not shown again.'),
  }),
  Version: object('What is in force now.', { version: whole('Its number.') }),
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
  Supersession: object('What takes the place of a delivery, and why.', {
    by: uuid('The transmission: of the same states and case, and later.'),
    reason: { type: 'string', minLength: 1, maxLength: 500 },
  }),
  ReplayCommand: object('Which failed deliveries of the own state’s activities.', {
    'member?': { ...member, description: 'To this state.' },
    'code?': text('With this failure.'),
    'state?': {
      type: 'string',
      enum: ['dead-letter', 'held', 'outcome-unknown', 'refused'],
      description: 'In this state; without it, those that wait for a person.',
    },
    'type?': activityType,
    'since?': moment('Made at this moment or later.'),
    'until?': moment('Made before this moment.'),
    'digest?': text('Of the list that was shown: now it is done.'),
    'reason?': { type: 'string', minLength: 1, maxLength: 500, description: 'With `digest`.' },
  }),
  ReplayAnswer: {
    oneOf: [
      object('What would be handed over again.', {
        count: whole('How many.'),
        deliveryIds: list(uuid('A delivery.')),
        digest: text('Of the list.'),
        more: { type: 'boolean', description: 'More match than one replay takes.' },
      }),
      object('What was handed over again.', {
        replayed: whole('How many.'),
        passed: whole('Those that somebody else acted on meanwhile.'),
      }),
    ],
  },
  Acknowledgement: object('What the state’s system says of what it took.', {
    'reference?': {
      type: 'string',
      minLength: 1,
      maxLength: 128,
      description: 'The state’s own number for what it stored.',
    },
  }),
};
