import { expect } from 'chai';
import { createHookCaller } from '../../../adapters/web-hook.ts';
import type { Actor } from '../../../hub/access/actor.ts';
import {
  type HookRegisterParts,
  type IssuedHook,
  addHook,
  enableHook,
  listHooks,
  removeHook,
  rotateHook,
} from '../../../hub/flows/hooks.ts';
import { reportCauses } from '../../../hub/flows/report-incidents.ts';
import { tellIncidents } from '../../../hub/flows/tell-incidents.ts';
import type { Exchange } from '../../../hub/open-exchange.ts';
import { type Notifier, openNotifier } from '../../../hub/open-notifier.ts';
import { type Database, openDatabase } from '../../../hub/store/database.ts';
import { activity } from '../../support/activity.ts';
import { type HookReceiver, isSignedBy, startHookReceiver } from '../../support/hook-receiver.ts';
import { idleNotifier } from '../../support/idle-notifier.ts';
import { HOUR, MINUTE, createSettableClock } from '../../support/settable-clock.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';
import { withoutNock } from '../../support/without-nock.ts';

const TEXAS: Actor = {
  principalId: 'p',
  kind: 'person',
  member: 'TX',
  roles: ['state-administrator'],
  reference: 'U-TEXAS',
};
const OREGON: Actor = { ...TEXAS, member: 'OR', reference: 'U-OREGON' };

describe('web hooks', () => {
  withoutNock();

  let site: TestSite;
  let hub: TestHub;
  let database: Database;
  let notifier: Notifier;
  let receiver: HookReceiver;
  let register: HookRegisterParts;
  let hook: IssuedHook;
  const wallClock = createSettableClock();

  before(async () => {
    receiver = await startHookReceiver();
    site = await openTestSite({ wallClock });
    database = openDatabase({
      url: site.database.url,
      role: 'hub_exchange',
      poolSize: 6,
      applicationName: 'hub-test',
    });
    const flows = site.parts as unknown as Exchange['flows'];
    const config = { ...site.config, publicUrl: 'https://hub.example' };
    notifier = openNotifier({ config, exchange: { flows, database } });
    register = { ...site.parts, caller: notifier.caller, wallNow: () => wallClock.now() };
    hub = await site.start({ decorate: { notifier: idleNotifier } });
    await step('notices');
    hook = await addHook(register, TEXAS, { url: receiver.url, trusted: receiver.trusted });
  });
  after(async () => {
    notifier.close();
    await database.close();
    await site.close();
    await receiver.close();
  });
  beforeEach(() => {
    receiver.always(204);
  });

  async function step(part: string): Promise<void> {
    await notifier.rounds.find((round) => round.part === part)?.round();
  }

  let causes = 0;
  /** Something that Texas and the nation hear of; each time another cause. */
  async function alert(): Promise<void> {
    const code = `CAUSE_${(causes += 1)}`;
    await site.parts.store.withTransaction((tx) =>
      reportCauses(site.parts, tx, [{ member: 'TX', kind: 'delivery', code }], site.clock.now()),
    );
    await tellIncidents({ ...notifier.telling, warn: () => undefined });
  }

  /** Until the receiver was called so often. */
  const called = (count: number) =>
    site.until(
      async () => {
        await step('notices');
        await step('web-hooks');
        return receiver.calls.length;
      },
      (calls) => calls >= count,
    );

  it('hear of a fact as a signed CloudEvent without personal data', async () => {
    const answer = await hub.submit('OR', activity('transfer-request', { from: 'OR', to: 'TX' }));
    expect(answer.status).to.equal(202);
    await called(1);
    const [call] = receiver.calls;
    expect(isSignedBy(call!, hook.secret)).to.equal(true);
    expect(isSignedBy({ ...call!, body: `${call!.body} ` }, hook.secret)).to.equal(false);
    const event = JSON.parse(call!.body) as { id: string; type: string; data: object };
    expect(event.id).to.equal(call!.headers['webhook-id']);
    expect(event.type).to.equal('compact-hub.activity-arrived.v1');
    expect(event.data).to.include({ member: 'TX', other: 'OR', caseId: answer.body['caseId'] });
    expect(Object.keys(event.data).sort()).to.deep.equal(
      ['caseId', 'link', 'member', 'other', 'transmissionId', 'type'].filter(
        (name) => name !== 'link' || 'link' in event.data,
      ),
    );
  });

  it('are called again under the same id until they take it, and follow no redirect', async () => {
    const before = receiver.calls.length;
    receiver.moods(500, 'close', 302, 429);
    await alert();
    for (let tries = 1; tries <= 5; tries += 1) {
      await called(before + tries);
      site.clock.advance(5 * MINUTE);
    }
    await step('web-hooks');
    const ids = receiver.calls.slice(before).map(({ headers }) => headers['webhook-id']);
    expect(ids).to.have.length(5);
    expect(new Set(ids).size).to.equal(1);
  });

  it('take two secrets for a week after a rotation, and then the new one alone', async () => {
    const next = await rotateHook(register, TEXAS, hook.hookId);
    let before = receiver.calls.length;
    await alert();
    await called(before + 1);
    for (const { secret } of [hook, next]) {
      expect(isSignedBy(receiver.calls.at(-1)!, secret)).to.equal(true);
    }
    wallClock.advance(8 * 24 * HOUR);
    before = receiver.calls.length;
    await alert();
    await called(before + 1);
    expect(isSignedBy(receiver.calls.at(-1)!, hook.secret)).to.equal(false);
    expect(isSignedBy(receiver.calls.at(-1)!, next.secret)).to.equal(true);
  });

  it('are kept with an encrypted secret', async () => {
    const rows = await site.query<{ secret: Buffer }>('SELECT secret FROM hooks');
    for (const { secret } of rows) expect(secret.includes('whsec_')).to.equal(false);
  });

  it('belong to their member', async () => {
    expect(await listHooks(register, OREGON)).to.deep.equal([]);
    for (const act of [rotateHook, enableHook, removeHook]) {
      const code = await act(register, OREGON, hook.hookId).then(
        () => 'done',
        (error: unknown) => (error as { code?: string }).code,
      );
      expect(code).to.equal('NOT_FOUND');
    }
  });

  const refused = [
    'http://127.0.0.1/hook',
    'https://10.0.0.1/hook',
    'https://169.254.169.254/latest',
    'https://user:word@monitor.example/hook',
    'https://monitor.example/hook?token=1',
    'https://2130706433/hook',
    'ftp://monitor.example/hook',
  ];
  for (const url of refused) {
    it(`may not be at ${url}`, async () => {
      const code = await addHook(register, TEXAS, { url }).then(
        () => 'registered',
        (error: unknown) => (error as { code?: string }).code,
      );
      expect(code).to.equal('HOOK_ADDRESS_REFUSED');
    });
  }

  it('are not called where their name stands for a forbidden address by now', async () => {
    const caller = createHookCaller({
      allowedNetworks: [],
      now: () => wallClock.now(),
      resolve: (_name, _options, callback) => {
        callback(null, [{ address: '127.0.0.1', family: 4 }]);
      },
    });
    const outcome = await caller.call({
      url: 'https://monitor.example/hook',
      trusted: undefined,
      headers: {},
      body: Buffer.from('{}'),
    });
    expect(outcome).to.deep.equal({ kind: 'failed', code: 'HOOK_ADDRESS_REFUSED' });
  });

  it('are disabled after a day in vain, with an incident that ends when they are enabled', async () => {
    const opened = () =>
      site.query(
        `SELECT FROM incidents WHERE member = 'TX' AND code = 'HOOK_DISABLED' AND closed_at IS NULL`,
      );
    receiver.always(503);
    let before = receiver.calls.length;
    await alert();
    for (let hours = 0; hours < 26 && (await opened()).length === 0; hours += 1) {
      await called(before + 1);
      before = receiver.calls.length;
      site.clock.advance(HOUR);
    }
    expect(await opened()).to.have.length(1);
    expect((await listHooks(register, TEXAS))[0]?.state).to.equal('disabled');
    expect(await site.query(`SELECT FROM outbox WHERE state = 'waiting'`)).to.have.length(0);
    receiver.always(204);
    await enableHook(register, TEXAS, hook.hookId);
    expect(await opened()).to.have.length(0);
    expect((await listHooks(register, TEXAS))[0]?.state).to.equal('active');
  }).timeout(30_000);

  it('are disabled at once when they answer that they are gone', async () => {
    receiver.always(410);
    await alert();
    await site.until(
      async () => {
        await step('web-hooks');
        return listHooks(register, TEXAS);
      },
      ([one]) => one?.state === 'disabled',
    );
  });

  it('are no more once they were removed', async () => {
    await removeHook(register, TEXAS, hook.hookId);
    expect(await listHooks(register, TEXAS)).to.deep.equal([]);
    const before = receiver.calls.length;
    await alert();
    await step('web-hooks');
    expect(receiver.calls).to.have.length(before);
  });
});
