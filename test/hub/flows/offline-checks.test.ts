import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { runVerifier } from '../../../ledger-verifier/cli.ts';
import type { TransmissionEvidence } from '../../../ledger-verifier/evidence.ts';
import { activity } from '../../support/activity.ts';
import {
  type TestAnswer,
  type TestHub,
  type TestSite,
  openTestSite,
} from '../../support/test-hub.ts';

describe('what a state checks without the hub', () => {
  let site: TestSite;
  let hub: TestHub;
  let folder: string;
  let key: string;
  let transmissionId: string;
  let receipt: string;
  let sent: string;
  const path = (name: string): string => join(folder, name);

  before(async () => {
    site = await openTestSite();
    hub = await site.start();
    folder = await mkdtemp(join(tmpdir(), 'offline-'));
    sent = JSON.stringify(activity('transfer-request', { from: 'OR', to: 'TX' }));
    const answer = await hub.call('OR', 'POST /v1/messages', {
      body: sent,
      contentType: 'application/cloudevents+json',
    });
    receipt = answer.text;
    transmissionId = String(answer.body['transmissionId']);
    await site.until(
      () => hub.call('OR', `GET /v1/messages/${transmissionId}/proof`),
      ({ body }) => body['awaiting'] === 0 && (body['entries'] as unknown[]).length === 5,
    );
    key = (await hub.call(undefined, 'GET /v1/ledger/key')).text.trim();
    await mkdir(path('receipts'));
    await mkdir(path('proofs'));
    await writeFile(path('receipts/one.json'), receipt);
    await writeFile(path('receipt-keys'), (await hub.call(undefined, 'GET /v1/keys')).text);
    const proof = await hub.call('OR', `GET /v1/messages/${transmissionId}/proof`);
    await writeFile(path('proofs/one.json'), proof.text);
  });
  after(async () => {
    await site.close();
    await rm(folder, { recursive: true });
  });

  async function verify(...args: string[]): Promise<{ code: number; text: string }> {
    const lines: string[] = [];
    const code = await runVerifier(args, (line) => lines.push(line));
    return { code, text: lines.join('\n') };
  }

  describe('receipts', () => {
    const check = (file: string, ...more: string[]) =>
      verify('receipts', path(file), '--receipt-keys', path('receipt-keys'), ...more);

    it('hold under the published receipt keys, offline', async () => {
      expect((await check('receipts')).code).to.equal(0);
    });

    it('hold against the evidence: the leaf that each promises is there', async () => {
      const { code, text } = await check('receipts', '--proofs', path('proofs'), '--key', key);
      expect(code, text).to.equal(0);
      expect(text).to.include('1 receipts with their leaves');
    });

    const changes: { name: string; change: (text: string) => string; code: number }[] = [
      {
        name: 'another receiver',
        change: (text) => text.replace('"to":"TX"', '"to":"CA"'),
        code: 3,
      },
      {
        name: 'another key id',
        change: (text) =>
          text.replace(/"signature":"[^.]*/, '"signature":"eyJhbGciOiJFZERTQSIsImtpZCI6IngifQ'),
        code: 3,
      },
      {
        name: 'no algorithm',
        change: (text) => text.replace(/"signature":"[^.]*/, '"signature":"eyJhbGciOiJub25lIn0'),
        code: 3,
      },
      { name: 'one more member', change: (text) => text.replace('{', '{"a":"b",'), code: 3 },
      { name: 'something else', change: () => '{"hello":"world"}', code: 1 },
      { name: 'no JSON', change: () => 'hello', code: 1 },
    ];
    for (const { name, change, code } of changes) {
      it(`with ${name} end with ${code}`, async () => {
        await writeFile(path('changed.json'), change(receipt));
        expect((await check('changed.json')).code).to.equal(code);
      });
    }

    it('without the leaf that they promise end with 6', async () => {
      await mkdir(path('no-proofs'), { recursive: true });
      const { code } = await check('receipts', '--proofs', path('no-proofs'), '--key', key);
      expect(code).to.equal(6);
    });

    it('whose keys were not given are a wrong use', async () => {
      expect((await verify('receipts', path('receipts'))).code).to.equal(2);
    });
  });

  describe('a bundle for a court', () => {
    it('holds entries, proofs, keys and a summary in plain words, and verifies', async () => {
      const target = path('bundle');
      const made = await verify('bundle', path('proofs/one.json'), target, '--key', key);
      expect(made.code, made.text).to.equal(0);
      const { entries } = JSON.parse(
        await readFile(path('proofs/one.json'), 'utf8'),
      ) as TransmissionEvidence;
      const indexes = entries.map(({ index }) => String(index));
      expect(await readdir(join(target, 'proofs'))).to.have.members(
        indexes.map((index) => `${index}.tlog-proof`),
      );
      for (const index of indexes) {
        const proof = await verify(
          'inclusion',
          join(target, `proofs/${index}.tlog-proof`),
          '--entry',
          join(target, `entries/${index}`),
          '--key',
          join(target, 'keys'),
        );
        expect(proof.code).to.equal(0);
      }
      expect((await verify('evidence', join(target, 'evidence.json'), '--key', key)).code).to.equal(
        0,
      );
      const summary = await readFile(join(target, 'summary.txt'), 'utf8');
      expect(summary).to.include(transmissionId).and.include('From:     OR');
      expect(summary).to.include('The receiving system answered that it has it.');
    });

    it('is not made over something else, nor out of what does not hold', async () => {
      const exists = await verify(
        'bundle',
        path('proofs/one.json'),
        path('proofs'),
        '--key',
        key,
      ).then(
        () => 'made',
        (error: unknown) => (error as { code: string }).code,
      );
      expect(exists).to.equal('EEXIST');
      const text = await readFile(path('proofs/one.json'), 'utf8');
      const story = JSON.parse(text) as TransmissionEvidence;
      await writeFile(
        path('gap.json'),
        JSON.stringify({ ...story, entries: story.entries.toSpliced(1, 1) }),
      );
      expect((await verify('bundle', path('gap.json'), path('never'), '--key', key)).code).to.equal(
        8,
      );
      expect(await readdir(folder)).not.to.include('never');
    });
  });

  describe('the opening of a commitment', () => {
    const opening = (caller: string): Promise<TestAnswer> =>
      hub.call(caller, `GET /v1/messages/${transmissionId}/opening`);

    it('shows either state that its document is the one committed to', async () => {
      const { body } = await opening('OR');
      expect((await opening('TX')).body).to.deep.equal(body);
      expect((await opening('TX office')).status).to.equal(200);
      const { entries } = JSON.parse(
        await readFile(path('proofs/one.json'), 'utf8'),
      ) as TransmissionEvidence;
      await writeFile(path('accepted.tlog-proof'), entries[0]?.proof ?? '');
      await writeFile(path('document'), sent);
      const salt = String(body['salt']);
      const open = (file: string) =>
        verify('open', path('accepted.tlog-proof'), path(file), '--salt', salt, '--key', key);
      const opened = await open('document');
      expect(opened.code, opened.text).to.equal(0);
      expect(opened.text).to.include('as its payload');
      await writeFile(path('other'), `${sent} `);
      expect((await open('other')).code).to.equal(4);
    });

    it('is for the two states alone', async () => {
      expect((await opening('CA')).status).to.equal(404);
      expect((await opening('national')).status).to.equal(403);
    });

    it('is gone with the content', async () => {
      const other = await hub.submit('OR', activity('transfer-request', { from: 'OR', to: 'TX' }));
      const id = String(other.body['transmissionId']);
      await site.query('DELETE FROM content_keys WHERE transmission_id = $1', [id]);
      const answer = await hub.call('OR', `GET /v1/messages/${id}/opening`);
      expect(answer.status).to.equal(410);
      expect(answer.body).to.include({ code: 'ERASED' });
    });
  });
});
