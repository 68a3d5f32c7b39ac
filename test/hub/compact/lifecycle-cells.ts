import type { CaseState, Side } from '../../../hub/compact/case-state.ts';

/**
 * The lifecycle as a person states it from the rules, cell by cell, without a look at its rows: the
 * states in which a case is found, the activities, and which may follow in which.
 */
export interface NamedState {
  readonly name: string;
  readonly state: CaseState;
}

export interface CellLine {
  readonly type: string;
  readonly by: Side;
  readonly data: Readonly<Record<string, unknown>>;
  /** The row that refuses it where it may not follow. */
  readonly row: string;
  /** One mark for each state, in groups: `+` it may follow, `*` too, `.` it may not. */
  readonly cells: string;
  /** What it changes where it may follow. */
  readonly changes: Partial<CaseState>;
  /** What it changes at a `*`. */
  readonly otherwise?: Partial<CaseState>;
}

type Regions = readonly [
  name: string,
  status: CaseState['status'],
  reportingInstructions: CaseState['reportingInstructions'],
  transfer: CaseState['transfer'],
  location: CaseState['location'],
  violation: CaseState['violation'],
  retaking: CaseState['retaking'],
  returning: CaseState['returning'],
  closure: CaseState['closure'],
  supervising: Side,
  instructionsReason?: string,
];

const LIVES = 'LIVING_IN_RS_AT_SENTENCING';
const SERVES = 'MILITARY_MEMBER';

// prettier-ignore
const STATED_STATES: readonly Regions[] = [
  // Before the person leaves.
  ['new',                     'pending',   'none',      'none',      'sending',             'none',      'none',    'none',      'none',    'sending'],
  ['instructions asked for',  'pending',   'requested', 'none',      'sending',             'none',      'none',    'none',      'none',    'sending', SERVES],
  ['asked for, lives there',  'pending',   'requested', 'none',      'sending',             'none',      'none',    'none',      'none',    'sending', LIVES],
  ['instructions granted',    'pending',   'granted',   'none',      'sending',             'none',      'none',    'none',      'none',    'sending', SERVES],
  ['instructions denied',     'pending',   'denied',    'none',      'sending',             'none',      'none',    'none',      'none',    'sending', SERVES],
  ['transfer requested',      'pending',   'none',      'requested', 'sending',             'none',      'none',    'none',      'none',    'sending'],
  ['accepted',                'accepted',  'none',      'accepted',  'sending',             'none',      'none',    'none',      'none',    'sending'],
  ['rejected',                'rejected',  'none',      'rejected',  'sending',             'none',      'none',    'none',      'none',    'sending'],
  // On the way.
  ['departed',                'accepted',  'none',      'accepted',  'departed',            'none',      'none',    'none',      'none',    'sending'],
  ['departed, instructions',  'pending',   'granted',   'none',      'departed',            'none',      'none',    'none',      'none',    'sending', SERVES],
  ['failed to arrive',        'accepted',  'none',      'accepted',  'failed-to-arrive',    'none',      'none',    'none',      'none',    'sending'],
  // There.
  ['there',                   'accepted',  'none',      'accepted',  'receiving',           'none',      'none',    'none',      'none',    'receiving'],
  ['there, instructions',     'pending',   'granted',   'none',      'receiving',           'none',      'none',    'none',      'none',    'receiving', SERVES],
  ['there, rejected',         'rejected',  'granted',   'rejected',  'receiving',           'none',      'none',    'none',      'none',    'receiving', SERVES],
  ['violation reported',      'accepted',  'none',      'accepted',  'receiving',           'reported',  'none',    'none',      'none',    'receiving'],
  ['violation responded',     'accepted',  'none',      'accepted',  'receiving',           'responded', 'none',    'none',      'none',    'receiving'],
  ['response retakes',        'accepted',  'none',      'accepted',  'receiving',           'responded', 'pending', 'none',      'none',    'receiving'],
  ['retaken at discretion',   'accepted',  'none',      'accepted',  'receiving',           'none',      'pending', 'none',      'none',    'receiving'],
  // On the way back, back, gone on.
  ['return asked for',        'accepted',  'none',      'accepted',  'receiving',           'none',      'none',    'requested', 'none',    'receiving'],
  ['return granted',          'accepted',  'none',      'accepted',  'receiving',           'none',      'none',    'granted',   'none',    'receiving'],
  ['departed on return',      'accepted',  'none',      'accepted',  'return-departed',     'none',      'none',    'granted',   'none',    'receiving'],
  ['failed to return',        'accepted',  'none',      'accepted',  'failed-to-return',    'none',      'none',    'granted',   'none',    'receiving'],
  ['returned',                'accepted',  'none',      'accepted',  'returned',            'none',      'none',    'none',      'none',    'sending'],
  ['returned, rejected',      'rejected',  'granted',   'rejected',  'returned',            'none',      'none',    'none',      'none',    'sending', SERVES],
  ['gone to a third state',   'accepted',  'none',      'accepted',  'subsequent-departed', 'none',      'none',    'none',      'none',    'receiving'],
  // The end.
  ['closure noticed',         'accepted',  'none',      'accepted',  'receiving',           'none',      'none',    'none',      'noticed', 'receiving'],
  ['closure invalid',         'accepted',  'none',      'accepted',  'receiving',           'none',      'none',    'none',      'invalid', 'receiving'],
  ['closed',                  'closed',    'none',      'accepted',  'receiving',           'none',      'none',    'none',      'valid',   'receiving'],
  ['withdrawn',               'withdrawn', 'none',      'requested', 'sending',             'none',      'none',    'none',      'none',    'sending'],
  // Several matters at once.
  ['instructions withdrawn',  'pending',   'withdrawn', 'none',      'sending',             'none',      'none',    'none',      'none',    'sending', SERVES],
  ['transfer withdrawn',      'pending',   'none',      'withdrawn', 'sending',             'none',      'none',    'none',      'none',    'sending'],
  ['accepted, denied before', 'accepted',  'denied',    'accepted',  'sending',             'none',      'none',    'none',      'none',    'sending', SERVES],
  ['rejected, asked for',     'rejected',  'requested', 'rejected',  'sending',             'none',      'none',    'none',      'none',    'sending', SERVES],
  ['accepted, asked for',     'accepted',  'requested', 'accepted',  'sending',             'none',      'none',    'none',      'none',    'sending', SERVES],
  ['departed, rejected',      'rejected',  'none',      'rejected',  'departed',            'none',      'none',    'none',      'none',    'sending'],
  ['there, much open',        'pending',   'granted',   'requested', 'receiving',           'reported',  'none',    'requested', 'noticed', 'receiving', SERVES],
  ['rejected, much open',     'rejected',  'granted',   'rejected',  'receiving',           'responded', 'pending', 'granted',   'invalid', 'receiving', SERVES],
  ['not back, much open',     'accepted',  'none',      'accepted',  'failed-to-return',    'responded', 'pending', 'granted',   'noticed', 'receiving'],
  ['closed, much open',       'closed',    'none',      'accepted',  'receiving',           'responded', 'pending', 'requested', 'valid',   'receiving'],
  ['closed on the way back',  'closed',    'none',      'accepted',  'return-departed',     'reported',  'pending', 'granted',   'valid',   'receiving'],
  ['withdrawn on the way',    'withdrawn', 'granted',   'accepted',  'failed-to-arrive',    'none',      'none',    'none',      'none',    'sending', SERVES],
  ['closed undecided',        'closed',    'granted',   'requested', 'receiving',           'reported',  'none',    'granted',   'valid',   'receiving', SERVES],
  ['not come, instructions',  'pending',   'granted',   'none',      'failed-to-arrive',    'none',      'none',    'none',      'none',    'sending', SERVES],
];

type Line = readonly [
  name: string,
  by: Side,
  data: CellLine['data'],
  row: string,
  cells: string,
  changes?: Partial<CaseState>,
  otherwise?: Partial<CaseState>,
];

const taking = (activity: string): CellLine['data'] => ({ withdrawn: { activity, id: '1' } });
const BACK = { violation: 'none', retaking: 'none', returning: 'none' } as const;

// prettier-ignore
const STATED_LINES: readonly Line[] = [
  // Groups: before the person leaves, on the way, there, back and beyond, the end, several matters.
  ['reporting-instructions-request', 'sending', { reason: SERVES }, '3',                      '+...++*+ ... ....... ....... .... ++*...........', { status: 'pending', reportingInstructions: 'requested', instructionsReason: SERVES }, { reportingInstructions: 'requested', instructionsReason: SERVES }],
  ['reporting-instructions-request', 'receiving', { reason: SERVES }, '3',                    '........ ... ....... ....... .... ..............'],
  ['reporting-instructions-reply', 'receiving', { decision: 'GRANTED' }, '4a',                '.++..... ... ....... ....... .... ...++.........', { reportingInstructions: 'granted' }],
  ['reporting-instructions-reply', 'receiving', { decision: 'DENIED' }, '4b',                 '.++..... ... ....... ....... .... ...++.........', { reportingInstructions: 'denied' }],
  ['transfer-request', 'sending', {}, '5',                                                    '+++++..+ .+. .++.... ....... .... ++.+.+.+.....+', { status: 'pending', transfer: 'requested' }],
  ['transfer-reply', 'receiving', { decision: 'ACCEPTED' }, '6',                              '.....+.. ... ....... ....... .... ......+.......', { status: 'accepted', transfer: 'accepted' }],
  ['transfer-reply', 'receiving', { decision: 'REJECTED' }, '7',                              '.....+.. ... ....... ....... .... ......+.......', { status: 'rejected', transfer: 'rejected' }],
  ['transfer-reply', 'sending', { decision: 'ACCEPTED' }, '6',                                '........ ... ....... ....... .... ..............'],
  ['departure-notice', 'sending', { direction: 'OUTBOUND' }, '9',                             '..++..+. ... ....... ....... .... ..+.+.........', { location: 'departed' }],
  ['departure-notice', 'receiving', { direction: 'RETURN' }, '15',                            '........ ... ....... .+..... .... .......+......', { location: 'return-departed' }],
  ['departure-notice', 'receiving', { direction: 'SUBSEQUENT' }, '23',                        '........ ... +++++++ ++..... ++.. ......++......', { location: 'subsequent-departed' }],
  ['arrival-notice', 'receiving', {}, '10',                                                   '........ +++ ....... ....... .... .....+.......+', { location: 'receiving', supervising: 'receiving' }],
  ['arrival-notice', 'sending', {}, '16',                                                     '........ ... ....... ..++... .... ........+.+...', { location: 'returned', supervising: 'sending', ...BACK }],
  ['failure-to-arrive-notice', 'receiving', {}, '11',                                         '........ ++. ....... ....... .... .....+........', { location: 'failed-to-arrive' }],
  ['failure-to-arrive-notice', 'sending', {}, '16a',                                          '........ ... ....... ..+.... .... ..........+...', { location: 'failed-to-return' }],
  ['progress-report', 'receiving', {}, '12',                                                  '........ ... +++++++ ++..... ++.. ......++......'],
  ['violation-report', 'receiving', {}, '12a',                                                '........ ... +++++++ ++..... ++.. ......++......', { violation: 'reported' }],
  ['violation-report', 'sending', {}, '12a',                                                  '........ ... ....... ....... .... ..............'],
  ['violation-report-addendum', 'receiving', {}, '12b',                                       '........ ... ...+++. ....... .... ......++......', { violation: 'reported' }],
  ['violation-response', 'sending', { action: 'WARRANT_ISSUED_WILL_RETAKE' }, '13a',          '........ ... ...+++. ....... .... ......+++.....', { violation: 'responded', retaking: 'pending' }],
  ['violation-response', 'sending', { action: 'WILL_ISSUE_WARRANT' }, '13a',                  '........ ... ...+++. ....... .... ......+++.....', { violation: 'responded', retaking: 'pending' }],
  ['violation-response', 'sending', { action: 'ORDER_RETURN_IN_LIEU' }, '13b',                '........ ... ...+++. ....... .... ......+++.....', { violation: 'responded', retaking: 'none' }],
  ['violation-response', 'sending', { action: 'CONTINUE_SUPERVISION' }, '13c',                '........ ... ...+++. ....... .... ......+++.....', { violation: 'responded', retaking: 'none' }],
  ['violation-response', 'sending', { action: 'DISCHARGED' }, '13c',                          '........ ... ...+++. ....... .... ......+++.....', { violation: 'responded', retaking: 'none' }],
  ['violation-response', 'sending', { action: 'PROBABLE_CAUSE_HEARING_REQUESTED' }, '13d',    '........ ... ...+++. ....... .... ......+++.....', { violation: 'responded' }],
  ['violation-response', 'receiving', { action: 'CONTINUE_SUPERVISION' }, '13c',              '........ ... ....... ....... .... ..............'],
  ['violation-response-addendum', 'sending', { action: 'WILL_ISSUE_WARRANT' }, '13e',         '........ ... ....++. ....... .... .......++.....', { retaking: 'pending' }],
  ['violation-response-addendum', 'sending', { action: 'ORDER_RETURN_IN_LIEU' }, '13f',       '........ ... ....++. ....... .... .......++.....', { retaking: 'none' }],
  ['violation-response-addendum', 'sending', { action: 'CONTINUE_SUPERVISION' }, '13g',       '........ ... ....++. ....... .... .......++.....', { retaking: 'none' }],
  ['violation-response-addendum', 'sending', { action: 'AWAIT_DISPOSITION' }, '13h',          '........ ... ....++. ....... .... .......++.....'],
  ['violation-response-addendum', 'sending', {}, '13h',                                       '........ ... ....++. ....... .... .......++.....'],
  ['discretionary-retaking-notice', 'sending', {}, '13i',                                     '........ ... +++++++ ++..... ++.. ......++......', { retaking: 'pending' }],
  ['return-instructions-request', 'receiving', {}, '14',                                      '........ ... +++++++ .+..... ++.. .......+......', { returning: 'requested' }],
  ['return-instructions-reply', 'sending', {}, '14a',                                         '........ ... ....... +...... .... ......+.......', { returning: 'granted' }],
  ['case-closure-notice', 'receiving', { closureReason: 'RETAKEN' }, '17',                    '........ ... +++++++ +++++++ .+.. .......+......', { closure: 'noticed' }],
  ['case-closure-notice', 'receiving', { closureReason: 'RETURNED_TO_SENDING_STATE' }, '17',  '........ ... +++++++ +++++++ .+.. .......+......', { closure: 'noticed' }],
  ['case-closure-notice', 'receiving', { closureReason: 'ABSCONDED' }, '17',                  '........ ... +++++++ +++++++ .+.. .......+......', { closure: 'noticed' }],
  ['case-closure-notice', 'receiving', { closureReason: 'DEATH' }, '17',                      '........ ... +++++++ +++++++ .+.. .......+......', { closure: 'noticed' }],
  ['case-closure-notice', 'receiving', { closureReason: 'DISCHARGE_EXPIRATION' }, '17a',      '........ ... +++++.. +++++++ .+.. ..............', { closure: 'noticed' }],
  ['case-closure-notice', 'receiving', { closureReason: 'INCARCERATED_180_PLUS' }, '17a',     '........ ... +++++.. +++++++ .+.. ..............', { closure: 'noticed' }],
  ['case-closure-notice', 'sending', { closureReason: 'OTHER' }, '17a',                       '........ ... ....... ....... .... ..............'],
  ['case-closure-reply', 'sending', { outcome: 'VALID' }, '18',                               '........ ... ....... ....... +... ......+.+.....', { status: 'closed', closure: 'valid' }],
  ['case-closure-reply', 'sending', { outcome: 'INVALID' }, '19',                             '........ ... ....... ....... +... ......+.+.....', { closure: 'invalid' }],
  ['case-withdrawal', 'sending', {}, '20',                                                    '.+++++++ +++ ....... ....... .... ++++++.......+', { status: 'withdrawn' }],
  ['case-reopening', 'receiving', {}, '21',                                                   '........ ... ....... ....... ..+. .........++.+.', { status: 'accepted', closure: 'none' }],
  ['action-request', 'sending', {}, '22',                                                     '.+++++++ +++ +++++++ +++++++ ++++ ++++++++++++++'],
  ['action-request', 'receiving', {}, '22',                                                   '.+++++++ +++ +++++++ +++++++ ++++ ++++++++++++++'],
  ['action-reply', 'receiving', {}, '22a',                                                    '.+++++++ +++ +++++++ +++++++ ++++ ++++++++++++++'],
  ['activity-withdrawal', 'sending', taking('RFRI'), '25a',                                   '.++..... ... ....... ....... .... ...++.........', { reportingInstructions: 'withdrawn' }],
  ['activity-withdrawal', 'receiving', taking('RFRI_REPLY'), '25b',                           '...+.... .+. ....... ....... .... .............+', { reportingInstructions: 'withdrawn' }],
  ['activity-withdrawal', 'sending', taking('TREQ'), '25c',                                   '.....+.. ... ....... ....... .... ......+.......', { transfer: 'withdrawn' }],
  ['activity-withdrawal', 'receiving', taking('TREP'), '8',                                   '......+. +.+ ....... ....... .... ..+.+.........', { status: 'rejected', transfer: 'rejected' }],
  ['activity-withdrawal', 'receiving', taking('OVR'), '25f',                                  '........ ... ...+... ....... .... ......+.......', { violation: 'none' }],
  ['activity-withdrawal', 'sending', taking('OVR'), '25f',                                    '........ ... ....... ....... .... ..............'],
  ['activity-withdrawal', 'receiving', taking('AVR'), '25g',                                  '........ ... ...+... ....... .... ......+.......'],
  ['activity-withdrawal', 'sending', taking('RVR'), '25h',                                    '........ ... ....++. ....... .... .......++.....', { violation: 'reported', retaking: 'none' }],
  ['activity-withdrawal', 'sending', taking('ARVR'), '25i',                                   '........ ... ....++. ....... .... .......++.....'],
  ['activity-withdrawal', 'sending', taking('DRT'), '25j',                                    '........ ... .....++ ....... .... .......++.....', { retaking: 'none' }],
  ['activity-withdrawal', 'receiving', taking('R2SS_RFRI'), '25k',                            '........ ... ....... +...... .... ......+.......', { returning: 'none' }],
  ['activity-withdrawal', 'sending', taking('R2SS_REPLY'), '25l',                             '........ ... ....... .+..... .... .......+......', { returning: 'requested' }],
  ['activity-withdrawal', 'receiving', taking('CCN'), '25d',                                  '........ ... ....... ....... +... ......+.+.....', { closure: 'none' }],
  ['activity-withdrawal', 'sending', taking('CCN_REPLY'), '25e',                              '........ ... ....... ....... .+.. .......+......', { closure: 'noticed' }],
  ['activity-withdrawal', 'receiving', taking('CAR'), '25m',                                  '.+++++++ +++ +++++++ +++++++ ++++ ++++++++++++++'],
  ['activity-withdrawal', 'receiving', taking('NOA'), '25n',                                  '........ ... ....... ....... .... ..............'],
  ['activity-withdrawal', 'receiving', taking('PR'), '25n',                                   '........ ... ....... ....... .... ..............'],
  ['profile-update', 'sending', { changes: { tolling: 'TOLLED' } }, '26a',                    '......+. +.+ +..++++ +++++.+ ++.. ..+.+...+.....'],
  ['profile-update', 'sending', { changes: { residence: {} } }, '26b',                        '.+++++++ +++ ....... ....++. .... ++++++.......+'],
  ['profile-update', 'receiving', { changes: { residence: {} } }, '26c',                      '........ ... +++++++ ++++..+ ++.. ......+++.....'],
  ['profile-update', 'sending', { changes: { tolling: 'TOLLED', residence: {} } }, '26d',     '......+. +.+ ....... ....+.. .... ..+.+.........'],
  ['warrant-status', 'sending', { warrantStatus: 'ACTIVE' }, '27',                            '........ +++ +++++++ +++++++ +++. .....+++++++++'],
  ['warrant-status', 'sending', { warrantStatus: 'WITHDRAWN', duty: 'FAILURE_TO_ARRIVE' }, '27', '........ +++ +++++++ +++++++ +++. .....+++++++++'],
  ['warrant-status', 'sending', { warrantStatus: 'EXECUTED' }, '27a',                         '........ +++ +++++++ +++++++ +++. .....+++++++++', { retaking: 'none' }],
  ['warrant-status', 'sending', { warrantStatus: 'WITHDRAWN', duty: 'ABSCONDER' }, '27a',     '........ +++ +++++++ +++++++ +++. .....+++++++++', { retaking: 'none' }],
];

/** The states that the columns of the cells stand for, in their order. */
export const NAMED_STATES: readonly NamedState[] = STATED_STATES.map(
  ([name, status, reportingInstructions, transfer, location, ...rest]) => {
    const [violation, retaking, returning, closure, supervising, instructionsReason] = rest;
    const moved = { status, reportingInstructions, transfer, location };
    const kept = { violation, retaking, returning, closure, supervising };
    const reason = instructionsReason === undefined ? {} : { instructionsReason };
    return { name, state: { ...moved, ...kept, ...reason } };
  },
);

/** Each activity with what it does in each of the states. */
export const CELL_LINES: readonly CellLine[] = STATED_LINES.map(
  ([name, by, data, row, cells, changes = {}, otherwise]) => ({
    type: `compact.${name}.v1`,
    by,
    data,
    row,
    cells: cells.replaceAll(' ', ''),
    changes,
    ...(otherwise === undefined ? {} : { otherwise }),
  }),
);
