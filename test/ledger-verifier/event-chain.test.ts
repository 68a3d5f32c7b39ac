import { expect } from 'chai';
import type { EntryEvent } from '../../ledger-verifier/entry.ts';
import { createChainCheck } from '../../ledger-verifier/event-chain.ts';

type Part = Partial<EntryEvent> & { readonly type: string };

/** Follows events that are linked as they should be, but for what each of them says otherwise. */
function follow(events: readonly Part[]): string[] {
  const check = createChainCheck();
  const last = new Map<string, { hash: string; eventNo: number }>();
  return events.flatMap((part, index) => {
    const hash = index.toString(16).padStart(64, '0');
    const chain = part.deliveryId ?? 'transmission';
    const before = last.get(chain) ?? { hash: last.get('transmission')?.hash, eventNo: 0 };
    const linked = part.transmissionId === undefined ? {} : linkedTo(before);
    const event = { v: 1, eventId: hash, occurredAt: '', ...linked, ...part } as EntryEvent;
    last.set(chain, { hash, eventNo: event.eventNo ?? 0 });
    const problem = check(event, { index, leafHash: hash });
    return problem === undefined ? [] : [`${index}: ${problem.index} ${problem.reason}`];
  });
}

function linkedTo({ hash, eventNo }: { hash: string | undefined; eventNo: number }) {
  return {
    from: 'OR',
    eventNo: eventNo + 1,
    ...(hash === undefined ? {} : { prevEventHash: hash }),
  };
}

const own = (type: string, more: Partial<EntryEvent> = {}): Part => ({
  type,
  transmissionId: 't',
  ...more,
});
const crossed = (type: string, more: Partial<EntryEvent> = {}): Part =>
  own(type, { to: 'TX', ...more });
const sent = (type: string, more: Partial<EntryEvent> = {}): Part =>
  crossed(type, { deliveryId: 'd', ...more });

const START = [own('accepted'), crossed('transmitted')];

describe('chain of events', () => {
  const legal: [string, Part[]][] = [
    [
      'an ordinary crossing',
      [...START, sent('dispatching'), sent('handed-over'), sent('acknowledged')],
    ],
    ['a release', [own('accepted'), own('released'), crossed('transmitted')]],
    ['a return', [own('accepted'), own('returned')]],
    [
      'a return of what was released and waited on',
      [own('accepted'), own('released'), own('returned')],
    ],
    [
      'a retry',
      [...START, sent('dispatching'), sent('retry'), sent('dispatching'), sent('acknowledged')],
    ],
    [
      'a replay of a refused one',
      [...START, sent('dispatching'), sent('refused'), sent('replayed'), sent('dispatching')],
    ],
    ['one sent back unsent', [...START, sent('dispatching'), sent('unsent'), sent('dispatching')]],
    ['a hold before any attempt', [...START, sent('held'), sent('resumed'), sent('dispatching')]],
    [
      'accesses and an erasure at any time',
      [
        own('accepted'),
        own('viewed'),
        crossed('transmitted'),
        sent('dispatching'),
        crossed('exported'),
        crossed('expunged'),
        sent('handed-over'),
      ],
    ],
    [
      'events that stand alone',
      [{ type: 'epoch-start' }, { type: 'rejected' }, { type: 'key-rotated' }],
    ],
  ];
  for (const [name, events] of legal) {
    it(`holds for ${name}`, () => {
      expect(follow(events)).to.deep.equal([]);
    });
  }

  const broken: [string, Part[], string][] = [
    [
      'an entry that was left out',
      [...START, sent('dispatching'), sent('acknowledged', { eventNo: 3 })],
      '3: 3 is not the next by its number',
    ],
    [
      'an entry before it that changed',
      [...START, sent('dispatching'), sent('acknowledged', { prevEventHash: 'ff' })],
      '3: 2 does not name the hash of the entry before it',
    ],
    [
      'a beginning that was left out',
      [own('transmitted', { eventNo: 2 })],
      '0: 0 is not the next by its number',
    ],
    [
      'two beginnings',
      [own('accepted'), own('accepted')],
      '1: 1 is accepted, which cannot follow accepted',
    ],
    [
      'an effect without dispatching',
      [...START, sent('handed-over')],
      '2: 2 is handed-over, which cannot follow queued',
    ],
    [
      'anything after the end',
      [...START, sent('dispatching'), sent('acknowledged'), sent('dispatching')],
      '4: 4 is dispatching, which cannot follow acknowledged',
    ],
    [
      'a second transmission',
      [...START, crossed('transmitted')],
      '2: 2 is transmitted, which cannot follow transmitted',
    ],
    [
      'a delivery before it crossed',
      [own('accepted'), sent('dispatching')],
      '1: 1 is of a transmission that was not transmitted',
    ],
    ['an access to nothing', [own('viewed')], '0: 0 is viewed, which cannot follow nothing'],
    [
      'another destination than the routed one',
      [...START, sent('dispatching', { to: 'WA' })],
      '2: 2 changed its destination',
    ],
    [
      'another sender',
      [own('accepted'), own('transmitted', { from: 'WA', to: 'TX' })],
      '1: 1 changed its sender',
    ],
    [
      'a delivery that moved to another transmission',
      [...START, sent('dispatching'), sent('handed-over', { transmissionId: 'u' })],
      '3: 3 changed its transmission',
    ],
    [
      'an unknown type',
      [...START, sent('teleported')],
      '2: 2 is teleported, which cannot follow queued',
    ],
    [
      'a chained type without its transmission',
      [{ type: 'accepted' }],
      '0: 0 names no transmission',
    ],
    [
      'a delivery without its transmission',
      [{ type: 'rejected', deliveryId: 'd' }],
      '0: 0 names a delivery and no transmission',
    ],
    [
      'a number that went back',
      [...START, sent('dispatching'), sent('retry', { eventNo: 1 })],
      '3: 3 is not the next by its number',
    ],
  ];
  for (const [name, events, problem] of broken) {
    it(`names ${name}`, () => {
      expect(follow(events)).to.deep.equal([problem]);
    });
  }

  it('names the place after which an entry is missing', () => {
    const other = own('viewed', { transmissionId: 'x', eventNo: 1 });
    const events = [
      ...START,
      sent('dispatching'),
      other,
      other,
      sent('acknowledged', { eventNo: 3 }),
    ];
    expect(follow(events)).to.include('5: 3 is not the next by its number');
  });

  it('goes on after what is wrong and names it once', () => {
    const events = [
      ...START,
      sent('dispatching', { prevEventHash: 'ff' }),
      sent('handed-over'),
      sent('acknowledged'),
    ];
    expect(follow(events)).to.have.length(1);
  });
});
