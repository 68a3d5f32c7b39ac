import { expect } from 'chai';
import { CAPABILITY_DEFAULTS, type Profile } from '../../../hub/compact/profile.ts';
import { addSystemKey, connectState, revokeCredential } from '../../../hub/flows/administer.ts';
import {
  type ConnectedMembers,
  connectedMembers,
  createConnectedMembers,
} from '../../../hub/flows/connected-members.ts';
import type { ReachRow } from '../../../hub/store/destinations.ts';
import { activity } from '../../support/activity.ts';
import { type SettableClock, createSettableClock } from '../../support/settable-clock.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

const profileOf = (member: 'OR' | 'NV', mode: 'push' | 'pull'): Profile => ({
  member,
  name: member,
  timeZone: 'America/Los_Angeles',
  dialect: 'canonical',
  transport: { kind: 'rest', mode },
  capabilities: { ...CAPABILITY_DEFAULTS, acknowledgement: 'none', idempotent: true, probe: false },
  attestation: false,
});
const PROFILES = new Map([
  ['OR', profileOf('OR', 'push')],
  ['NV', profileOf('NV', 'pull')],
]);

describe('a member', () => {
  const table: [string, ReachRow[], string[]][] = [
    ['with a profile alone is not connected', [], []],
    ['with an endpoint is connected', [{ member: 'OR', by: 'endpoint' }], ['OR']],
    ['that is pushed to is not connected by its key', [{ member: 'OR', by: 'key' }], []],
    ['that fetches is connected by its key', [{ member: 'NV', by: 'key' }], ['NV']],
    ['without a profile is not connected', [{ member: 'TX', by: 'endpoint' }], []],
  ];
  for (const [name, rows, expected] of table) {
    it(name, () => {
      expect([...connectedMembers(PROFILES, rows)]).to.deep.equal(expected);
    });
  }
});

describe('what is remembered of the connections', () => {
  let clock: SettableClock;
  let rows: ReachRow[];
  let asked: number;
  let connected: ConnectedMembers;

  beforeEach(() => {
    clock = createSettableClock();
    rows = [{ member: 'OR', by: 'endpoint' }];
    asked = 0;
    connected = createConnectedMembers({
      profiles: PROFILES,
      findReach: () => {
        asked += 1;
        return Promise.resolve(rows);
      },
      now: () => clock.now(),
    });
  });
  const remembered = () => {
    const members = connected.remembered();
    return members && [...members];
  };
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it('is nothing before the store was asked', () => {
    expect(remembered()).to.equal(undefined);
    expect(asked).to.equal(0);
  });

  it('serves for a second without a question', async () => {
    await connected.ask();
    clock.advance(999);
    expect([remembered(), remembered()]).to.deep.equal([['OR'], ['OR']]);
    expect(asked).to.equal(1);
  });

  it('is read again beside the caller after a second, once for all callers', async () => {
    await connected.ask();
    rows = [];
    clock.advance(1_000);
    expect([remembered(), remembered()]).to.deep.equal([['OR'], ['OR']]);
    expect(asked).to.equal(2);
    await settled();
    expect(remembered()).to.deep.equal([]);
  });

  it('is forgotten after two seconds', async () => {
    await connected.ask();
    clock.advance(2_000);
    expect(remembered()).to.equal(undefined);
  });

  it('survives a store that does not answer, and asks again', async () => {
    const fails = createConnectedMembers({
      profiles: PROFILES,
      findReach: () => {
        asked += 1;
        return asked === 1 ? Promise.resolve(rows) : Promise.reject(new Error('no store'));
      },
      now: () => clock.now(),
    });
    await fails.ask();
    clock.advance(1_500);
    expect([...(fails.remembered() ?? [])]).to.deep.equal(['OR']);
    await settled();
    expect([...(fails.remembered() ?? [])]).to.deep.equal(['OR']);
    expect(asked).to.equal(3);
    await settled();
  });
});

describe('an activity for a member', () => {
  let site: TestSite;
  let hub: TestHub;
  let processClock: SettableClock;

  before(async () => {
    processClock = createSettableClock();
    site = await openTestSite({
      states: {
        OR: {},
        TX: { connected: false },
        NV: { mode: 'pull', connected: false },
      },
      processClock,
    });
    hub = await site.start();
  });
  after(() => site.close());

  const sendTo = async (to: string): Promise<unknown> => {
    const { status, body } = await hub.submit(
      'OR',
      activity('transfer-request', { from: 'OR', to }),
    );
    return status === 202 ? 'accepted' : body['code'];
  };
  const listed = async (): Promise<string[]> => {
    const { body } = await hub.call('OR', 'GET /v1/members');
    const items = body['items'] as { code: string; connected: boolean }[];
    expect(items).to.have.length(53);
    return items.filter(({ connected }) => connected).map(({ code }) => code);
  };

  it('is refused until the hub knows where it is reached, and taken from then on', async () => {
    expect(await sendTo('TX')).to.equal('DESTINATION_NOT_CONNECTED');
    await connectState(site.parts.administer, {
      member: 'TX',
      endpoint: 'http://127.0.0.1:9/TX',
      credential: undefined,
    });
    expect(await sendTo('TX')).to.equal('accepted');
    expect(await listed()).to.deep.equal(['OR', 'TX']);
  });

  it('that fetches is taken while a key of its system is valid', async () => {
    expect(await sendTo('NV')).to.equal('DESTINATION_NOT_CONNECTED');
    const { reference } = await addSystemKey(site.parts.administer, {
      member: 'NV',
      label: 'system',
    });
    expect(await sendTo('NV')).to.equal('accepted');
    await revokeCredential(site.parts.administer, reference);
    processClock.advance(2_000);
    expect(await sendTo('NV')).to.equal('DESTINATION_NOT_CONNECTED');
    expect(await listed()).to.deep.equal(['OR', 'TX']);
  });

  it('is taken while its destination is held: the delivery waits', async () => {
    await site.query(
      `UPDATE destinations SET held_code = 'ENDPOINT_UNREACHABLE', held_until = $1
        WHERE member = 'TX'`,
      [new Date(processClock.now().getTime() + 86_400_000)],
    );
    processClock.advance(2_000);
    expect(await sendTo('TX')).to.equal('accepted');
  });
});
