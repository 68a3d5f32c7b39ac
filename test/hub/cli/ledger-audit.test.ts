import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { CommandContext } from '../../../hub/cli/command.ts';
import { ledgerAudit } from '../../../hub/cli/ledger-audit.ts';
import { type LedgerLab, openLedgerLab } from '../../evidence/ledger-lab.ts';

describe('compact-hub ledger audit', () => {
  let lab: LedgerLab;
  let kept: string;

  before(async function () {
    this.timeout(60_000);
    lab = await openLedgerLab(0, { cases: 1 });
    kept = join(lab.site.folder, 'kept');
    await writeFile(kept, lab.checkpoints[0] ?? '');
  });
  after(() => lab.close());

  async function audit(...args: string[]): Promise<{ code: number; text: string }> {
    const lines: string[] = [];
    const context: CommandContext = {
      config: () => lab.site.config,
      environment: {},
      print: (line) => lines.push(line),
      signal: new AbortController().signal,
      softwareVersion: '0.0.0',
    };
    return { code: await ledgerAudit.run(args, context), text: lines.join('\n') };
  }

  it('holds beside a hub that serves, and says what it looked at', async () => {
    const { code, text } = await audit('--checkpoint', kept, '--key', lab.keys.trim());
    expect(text).to.match(
      /^holds: \d+ entries hashed; 7 transmissions and 6 deliveries as their leaves say; \d+ records opened, 0 transmissions erased$/m,
    );
    expect(code).to.equal(0);
  });

  it('warns where no checkpoint was kept', async () => {
    expect((await audit()).text).to.include('no kept checkpoint given');
  });

  it('names the row that was changed, and its first leaf', async () => {
    const change = (state: string): Promise<object[]> =>
      lab.site.query(
        `UPDATE deliveries SET state = $1
          WHERE delivery_id = (SELECT min(delivery_id::text)::uuid FROM deliveries)`,
        [state],
      );
    await change('refused');
    const { code, text } = await audit('--checkpoint', kept);
    await change('acknowledged');
    expect(code).to.equal(1);
    expect(text).to.match(/^row at \d+: delivery [0-9a-f-]{36} is something else than after its/m);
    expect(text).to.match(/^first bad index \d+$/m);
  });

  it('names a viewing whose row was changed, and one whose row is gone', async () => {
    const [{ id } = { id: '' }] = await lab.site.query<{ id: string }>(
      `SELECT transmission_id AS id FROM transmissions WHERE status = 'transmitted' LIMIT 1`,
    );
    const opened = await lab.hub.call('OR office', `GET /v1/messages/${id}/bodies`);
    expect(opened.status, opened.text).to.equal(200);
    await lab.untilSigned();
    expect((await audit('--checkpoint', kept)).code).to.equal(0);
    await lab.site.query('CREATE TABLE kept_viewings AS SELECT * FROM viewings');
    await lab.site.query(`UPDATE viewings SET actor = 'U-OTHER'`);
    expect((await audit()).text).to.match(/viewing [0-9a-f-]{36} was by somebody else/);
    await lab.site.query('DELETE FROM viewings');
    expect((await audit()).text).to.match(/viewing of event [0-9a-f-]{36} has a leaf and is not/);
    await lab.site.query('INSERT INTO viewings SELECT * FROM kept_viewings');
    expect((await audit('--checkpoint', kept)).code).to.equal(0);
  });

  it('skips what was erased by an order, and counts it; a key gone without one is named', async () => {
    await lab.site.query('CREATE TABLE kept_keys AS SELECT * FROM content_keys');
    await lab.site.query(
      'DELETE FROM content_keys WHERE transmission_id = (SELECT min(transmission_id::text)::uuid FROM content_keys)',
    );
    const without = await audit();
    expect(without.text).to.include('lost its content key without a leaf that says so');
    const [{ transmission_id: id } = { transmission_id: '' }] = await lab.site.query<{
      transmission_id: string;
    }>('SELECT transmission_id FROM kept_keys EXCEPT SELECT transmission_id FROM content_keys');
    await expunge(id);
    await lab.untilSigned();
    const erased = await audit();
    expect(erased.text).to.include('1 transmissions erased');
    expect(erased.code, erased.text).to.equal(0);
  });

  /** The leaf and the rows of an erasure, as an order makes them. */
  async function expunge(id: string): Promise<void> {
    const { parts, clock } = lab.site;
    await parts.store.withTransaction(async (tx) => {
      const row = (await parts.store.findTransmission(tx.query, id))!;
      const { leaf, chain } = parts.evidence.chained(
        { eventNo: row.event_no, lastLeafHash: row.last_leaf_hash },
        {
          type: 'expunged',
          transmissionId: id,
          from: row.from_member,
          ...(row.to_member === null ? {} : { to: row.to_member }),
          activityType: row.type,
          schema: row.schema_hash,
          actor: 'command',
          channel: 'command',
        },
        clock.now(),
      );
      await parts.store.insertPendingLeaves(tx, [leaf]);
      await tx.query('DELETE FROM records WHERE transmission_id = $1', [id]);
      await tx.query(
        `UPDATE transmissions SET content = 'expunged', event_no = $2, last_leaf_hash = $3
          WHERE transmission_id = $1`,
        [id, chain.eventNo, chain.lastLeafHash],
      );
    });
  }
});
