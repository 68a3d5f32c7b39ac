import { readFileSync, writeFileSync } from 'node:fs';
import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import { createSignersInForce, rotateLedgerKey } from '../../../hub/flows/ledger-keys.ts';
import { addLedgerKey, type LedgerKeyKind } from '../../../hub/key-files.ts';
import { ledgerKeysOf } from '../../../hub/open-ledger.ts';
import { insertPendingLeaves } from '../../../hub/store/pending-leaves.ts';
import { verifyCheckpoint } from '../../../ledger-verifier/checkpoint.ts';
import { fromUtf8 } from '../../../ledger-verifier/encoding.ts';
import { checkSignature, sha256 } from '../../../ledger-verifier/node-crypto.ts';
import { parseNote, parseVerifierKey } from '../../../ledger-verifier/note.ts';
import { verifyStoredLedger } from '../../support/ledger-export.ts';
import { type SettableClock, createSettableClock } from '../../support/settable-clock.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

const DAY = 24 * 3_600_000;

describe('the keys of the ledger', () => {
  let site: TestSite;
  let clock: SettableClock;

  beforeEach(async () => {
    clock = createSettableClock();
    site = await openTestSite({ processClock: clock, wallClock: clock });
  });
  afterEach(() => site.close());

  const head = () => site.parts.ledgerStore.findHead(site.parts.ledgerStore.query);
  /** The head over all that is there, signed after the clock went on. */
  async function checkpoint(): Promise<string> {
    await site.parts.store.withTransaction((tx) =>
      insertPendingLeaves(tx, [
        site.parts.evidence.single(
          { type: 'clock-alarm', actor: 'hub', channel: 'hub' },
          site.clock.now(),
        ),
      ]),
    );
    const before = (await head()).signed_size;
    const found = await site.until(
      async () => {
        clock.advance(100);
        return head();
      },
      ({ signed_size }) => signed_size > before,
    );
    return found.checkpoint ?? '';
  }
  const signedBy = (text: string, ...lines: string[]): number => {
    const keys = lines.map((line) => parseVerifierKey(sha256, line));
    return verifyCheckpoint(Buffer.from(text), keys, checkSignature).signers.length;
  };
  const signatures = (text: string): number => parseNote(Buffer.from(text)).signatures.length;

  async function rotate(kind: LedgerKeyKind, overlapMs: number | undefined): Promise<string> {
    const { origin } = await head();
    const { store } = site.parts;
    const keys = ledgerKeysOf(site.config, store, { origin, now: () => clock.now() });
    return rotateLedgerKey(
      {
        ...keys,
        store: { ...keys.store, insertPendingLeaves },
        makeKey: () => addLedgerKey(site.config.keyFiles.ledger, kind),
        evidence: site.parts.evidence,
        actor: 'command',
      },
      { overlapMs },
    );
  }
  interface Listed {
    readonly keys: readonly { readonly key: string; readonly from: string; until?: string }[];
  }
  const listed = async (hub: TestHub): Promise<Listed['keys']> =>
    ((await hub.call(undefined, 'GET /v1/ledger/keys')).body as unknown as Listed).keys;
  const lines = async (hub: TestHub): Promise<string[]> =>
    (await hub.call(undefined, 'GET /v1/ledger/key')).text.trim().split('\n');

  it('are rotated while the hub runs: the old one signs beside the new one, then no more', async () => {
    const hub = await site.start();
    const first = await checkpoint();
    const [oldKey = ''] = await lines(hub);
    const newKey = await rotate('p256', 30 * DAY);
    const during = await checkpoint();
    expect(signatures(first)).to.equal(1);
    expect(signatures(during)).to.equal(2);
    expect(signedBy(during, oldKey)).to.equal(1);
    expect(signedBy(during, newKey)).to.equal(1);
    expect(signedBy(during, oldKey, newKey)).to.equal(2);
    clock.advance(30 * DAY);
    const later = await checkpoint();
    expect(signatures(later)).to.equal(1);
    expect(signedBy(later, newKey)).to.equal(1);
    expect(() => signedBy(later, oldKey)).to.throw('no known key signed');
    expect(await lines(hub)).to.deep.equal([oldKey, newKey]);
    const [was, is] = await listed(hub);
    expect(was).to.include({ key: oldKey, until: is && iso(Date.parse(is.from) + 30 * DAY) });
    expect(is).to.include({ key: newKey }).and.not.have.property('until');
    const report = await verifyStoredLedger(site.parts.ledgerStore, await lines(hub));
    expect(report.findings).to.deep.equal([]);
    await hub.stop();
    expect((await site.start()).url).to.be.a('string');
  });

  const iso = (moment: number): string => new Date(moment).toISOString();

  it('change by a leaf that names the new one, under a head that the old one signed', async () => {
    const hub = await site.start();
    await checkpoint();
    const [oldKey = ''] = await lines(hub);
    const newKey = await rotate('ed25519', DAY);
    const during = await checkpoint();
    const rows = await site.query<{ entry: Buffer }>(
      'SELECT entry FROM ledger_entries ORDER BY leaf_index',
    );
    const events = rows.map(
      ({ entry }) => JSON.parse(fromUtf8(entry.subarray(16))) as Record<string, unknown>,
    );
    expect(events.filter(({ type }) => type === 'key-rotated')).to.have.length(1);
    expect(events.find(({ type }) => type === 'key-rotated')).to.include({ subject: newKey });
    expect(signedBy(during, oldKey)).to.equal(1);
  });

  it('of two kinds sign side by side without an end when they are asked to', async () => {
    const hub = await site.start();
    await checkpoint();
    await rotate('p256', undefined);
    clock.advance(3_000 * DAY);
    expect(signatures(await checkpoint())).to.equal(2);
    expect((await listed(hub)).every(({ until }) => until === undefined)).to.equal(true);
  });

  it('both sign from the start when the first file holds two', async () => {
    const pem = (kind: 'ed25519' | 'ec'): string => {
      const { privateKey } =
        kind === 'ec'
          ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
          : generateKeyPairSync('ed25519');
      return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    };
    const hub = await site.start();
    await hub.stop();
    await site.query('DELETE FROM ledger_keys');
    writeFileSync(site.config.keyFiles.ledger, `${pem('ec')}${pem('ed25519')}`);
    await site.query('UPDATE ledger_head SET checkpoint = NULL, signed_size = 0');
    await site.start();
    expect(signatures(await checkpoint())).to.equal(2);
  });

  it('that only the file holds sign nothing, and the next rotation takes such a one', async () => {
    const hub = await site.start();
    await checkpoint();
    addLedgerKey(site.config.keyFiles.ledger, 'p256'); // as a rotation that was killed leaves it
    expect(signatures(await checkpoint())).to.equal(1);
    const file = readFileSync(site.config.keyFiles.ledger, 'utf8');
    const key = await rotate('p256', DAY);
    expect(readFileSync(site.config.keyFiles.ledger, 'utf8')).to.equal(file);
    expect(signedBy(await checkpoint(), key)).to.equal(1);
    expect(await lines(hub)).to.have.length(2);
  });

  it('sign on when the clock goes back to before they were published', async () => {
    const hub = await site.start();
    await checkpoint();
    const { origin } = await head();
    const now = (): Date => new Date(clock.now().getTime() - 3_600_000);
    const inForce = createSignersInForce(
      ledgerKeysOf(site.config, site.parts.store, { origin, now }),
    );
    const signers = await inForce();
    expect(signers.map(({ verifierKey }) => verifierKey)).to.deep.equal(await lines(hub));
    await hub.stop();
  });

  it('of another file than the ledger’s own are refused at the start', async () => {
    const hub = await site.start();
    await checkpoint();
    await hub.stop();
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(
      site.config.keyFiles.ledger,
      privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    );
    const code = await site.start().then(
      () => 'started',
      (error: unknown) => (error as { code: string }).code,
    );
    expect(code).to.equal('KEY_FILE_INVALID');
  });
});
