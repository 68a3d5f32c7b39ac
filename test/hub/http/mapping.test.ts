import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { MessageMapping } from '../../../hub/flows/reads.ts';
import { PROJECT_ROOT } from '../../../hub/project-root.ts';
import { activity } from '../../support/activity.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

const SAMPLE = join(PROJECT_ROOT, 'mappings/dialects/nested-json/samples/transfer-request.in.json');

describe('how a message was mapped', () => {
  let site: TestSite;
  let hub: TestHub;
  let native: string;
  let canonical: string;

  before(async () => {
    site = await openTestSite({
      states: { OR: { dialect: 'nested-json' }, TX: { dialect: 'element-xml' }, CA: {} },
    });
    hub = await site.start();
    const body = readFileSync(SAMPLE, 'utf8');
    const contentType = 'application/json';
    const answer = await hub.call('OR', 'POST /v1/messages', { body, contentType });
    native = await acknowledged(answer.body['transmissionId']);
    const other = await hub.submit('CA', activity('transfer-request', { from: 'CA', to: 'TX' }));
    canonical = await acknowledged(other.body['transmissionId']);
  });
  after(() => site.close());

  async function acknowledged(id: unknown): Promise<string> {
    await site.until(
      async () => {
        const { body } = await hub.call('TX', `GET /v1/messages/${String(id)}`);
        return (body['deliveries'] as { state: string }[] | undefined)?.[0]?.state;
      },
      (state) => state === 'acknowledged',
    );
    return String(id);
  }
  async function mapping(caller: string, id: string): Promise<MessageMapping> {
    const { status, text, body } = await hub.call(caller, `GET /v1/messages/${id}/mapping`);
    expect(status, text).to.equal(200);
    return body as unknown as MessageMapping;
  }
  const DATE = '/data/intendedDepartureDate';
  const ruleAt = (side: MessageMapping['inbound'], pointer: string) =>
    side?.rules.find(({ canonical: places }) => places.includes(pointer));

  it('is told rule by rule on both sides, to both states alike', async () => {
    const told = await mapping('OR office', native);
    expect(await mapping('TX', native)).to.deep.equal(told);
    const [outbound, ...others] = told.outbound;
    expect(others).to.deep.equal([]);
    expect(told.inbound?.dialect).to.equal('nested-json');
    expect(outbound?.dialect).to.equal('element-xml');
    const read = ruleAt(told.inbound, DATE);
    const written = ruleAt(outbound, DATE);
    expect([read?.op, written?.op]).to.deep.equal(['date', 'date']);
    expect(written?.canonical).to.deep.equal(read?.canonical);
    expect(read?.local).to.have.length(1);
    expect(written?.local).to.have.length(1);
    expect(Object.keys(read ?? {})).to.have.members(['rule', 'op', 'canonical', 'local']);
  });

  it('has no rules where a state speaks the compact’s own form', async () => {
    const { inbound, outbound } = await mapping('CA', canonical);
    expect(inbound).to.deep.equal({ dialect: 'canonical', mappingHash: null, rules: [] });
    expect(outbound[0]?.rules).to.not.deep.equal([]);
  });

  it('is for the two states alone', async () => {
    const asked: [string, number][] = [
      ['CA office', 404],
      ['national', 403],
    ];
    for (const [caller, status] of asked) {
      const answer = await hub.call(caller, `GET /v1/messages/${native}/mapping`);
      expect(answer.status, caller).to.equal(status);
    }
  });

  it('does not open the documents: only that is a leaf', async () => {
    const viewed = async (caller: string): Promise<object[]> => {
      const { body } = await hub.call(caller, `GET /v1/messages/${native}`);
      const events = body['events'] as { event: Record<string, unknown> }[];
      return events
        .filter(({ event }) => event['type'] === 'viewed')
        .map(({ event }) => ({ by: event['subject'], to: event['to'] }));
    };
    await mapping('TX office', native);
    expect((await hub.call('TX office', `GET /v1/messages/${native}/bodies`)).status).to.equal(200);
    expect((await hub.call('CA office', `GET /v1/messages/${native}/bodies`)).status).to.equal(404);
    const seen = await site.until(
      () => viewed('OR office'),
      (events) => events.length > 0,
    );
    expect(seen).to.deep.equal([{ by: 'TX', to: 'TX' }]);
    expect(await viewed('TX')).to.deep.equal(seen);
  });

  it('is told by the documents of then when others are in force', async () => {
    const before = await mapping('OR office', native);
    await hub.stop();
    const folder = join(site.config.mappingsDirectory, 'dialects');
    for (const file of ['nested-json/dialect.json', 'element-xml/dialect.json']) {
      const path = join(folder, file);
      const document = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
      writeFileSync(path, JSON.stringify({ ...document, title: 'Another version' }, undefined, 2));
    }
    hub = await site.start();
    const after = await mapping('OR office', native);
    const rules = ({ inbound, outbound }: MessageMapping) => [inbound?.rules, outbound[0]?.rules];
    expect(rules(after)).to.deep.equal(rules(before));
    expect(after.inbound?.dialect).to.equal('an earlier version');
  });

  it('is closed with the documents', async () => {
    const closed: [string, number, string][] = [
      ['sealed', 451, 'SEALED'],
      ['expunged', 410, 'ERASED'],
    ];
    for (const [content, status, code] of closed) {
      await site.query(`UPDATE transmissions SET content = $2 WHERE transmission_id = $1`, [
        native,
        content,
      ]);
      if (content === 'expunged') await site.query('DELETE FROM records');
      const answer = await hub.call('OR office', `GET /v1/messages/${native}/mapping`);
      expect([answer.status, answer.body['code']]).to.deep.equal([status, code]);
    }
  });
});
