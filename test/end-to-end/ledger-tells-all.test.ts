import { expect } from 'chai';
import { treeHash } from '../../hub/ledger/tree-hash.ts';
import type { DeliveryRow } from '../../hub/store/deliveries.ts';
import type { TransmissionRow } from '../../hub/store/transmissions.ts';
import { DELIVERY_STEPS } from '../../ledger-verifier/event-steps.ts';
import { verifyStoredLedger } from '../support/ledger-export.ts';
import { STORY_STATES, type Story, playStory } from '../support/random-story.ts';
import { createSeededRandom } from '../support/seeded-random.ts';
import { type TestHub, type TestSite, openTestSite } from '../support/test-hub.ts';

interface Leaf {
  readonly hash: Buffer;
  readonly event: {
    readonly type: string;
    readonly transmissionId?: string;
    readonly deliveryId?: string;
    readonly actor: string;
    readonly code?: string;
  };
}

const SEEDS = [1, 2, 3];
const STEPS = 150;

for (const seed of SEEDS) {
  describe(`after a random story (seed ${seed}, ${STEPS} steps)`, function () {
    this.timeout(180_000);

    let site: TestSite;
    let hub: TestHub;
    let story: Story;
    let leaves: Leaf[];
    let transmissions: TransmissionRow[];
    let deliveries: DeliveryRow[];

    before(async () => {
      site = await openTestSite({ states: STORY_STATES });
      ({ story, hub } = await playStory(site, createSeededRandom(seed), STEPS));
      const rows = await site.query<{ entry: Buffer }>(
        'SELECT entry FROM ledger_entries ORDER BY leaf_index',
      );
      leaves = rows.map(({ entry }) => ({
        hash: Buffer.from(treeHash.leaf(entry)),
        event: JSON.parse(entry.subarray(16).toString()) as Leaf['event'],
      }));
      transmissions = await site.query('SELECT * FROM transmissions ORDER BY transmission_id');
      deliveries = await site.query('SELECT * FROM deliveries ORDER BY delivery_id');
    });
    after(() => site.close());

    const chainOf = (id: { transmissionId: string } | { deliveryId: string }): Leaf[] =>
      leaves.filter(({ event }) =>
        'deliveryId' in id
          ? event.deliveryId === id.deliveryId
          : event.transmissionId === id.transmissionId && event.deliveryId === undefined,
      );
    const countOf = (...types: string[]): number =>
      leaves.filter(({ event }) => types.includes(event.type)).length;

    it('no part of the hub met a fault', () => {
      expect(site.faults).to.deep.equal([]);
    });

    it('an outsider finds every entry, tile, head and chain as it must be', async () => {
      const keys = await hub.call(undefined, 'GET /v1/ledger/key');
      const report = await verifyStoredLedger(site.parts.ledgerStore, keys.text.trim().split('\n'));
      expect(report.findings).to.deep.equal([]);
      expect(report.entries).to.equal(leaves.length);
    });

    it('every receipt has its transmission, and every transmission its receipt', () => {
      const ids = [...story.receipts.values()].map(({ body }) => String(body['transmissionId']));
      const stored = transmissions.map((row) => row.transmission_id);
      expect(ids.sort()).to.deep.equal(stored.sort());
    });

    it('every transmission has exactly the leaves that its row counts, and stands where they say', () => {
      const ends: Readonly<Record<string, readonly string[]>> = {
        'awaiting-release': ['accepted'],
        'awaiting-attachments': ['accepted', 'released'],
        transmitted: ['transmitted'],
        returned: ['returned'],
      };
      for (const row of transmissions) {
        const chain = chainOf({ transmissionId: row.transmission_id });
        expect(chain, row.transmission_id).to.have.length(row.event_no);
        expect(chain.at(-1)?.hash.equals(row.last_leaf_hash)).to.equal(true);
        expect(chain.at(-1)?.event.type).to.be.oneOf([...(ends[row.status] ?? [])]);
      }
    });

    it('every delivery has exactly the leaves that its row counts, and stands where they say', () => {
      for (const row of deliveries) {
        const chain = chainOf({ deliveryId: row.delivery_id });
        expect(chain, row.delivery_id).to.have.length(row.event_no);
        const last = chain.at(-1);
        if (last === undefined) expect(row.state).to.equal('queued');
        else {
          expect(last.hash.equals(row.last_leaf_hash)).to.equal(true);
          expect(DELIVERY_STEPS[last.event.type]?.to).to.equal(row.state);
        }
      }
    });

    it('every leaf has its row', () => {
      const known = {
        transmissions: new Set(transmissions.map((row) => row.transmission_id)),
        deliveries: new Set(deliveries.map((row) => row.delivery_id)),
      };
      for (const { event } of leaves) {
        const { transmissionId, deliveryId } = event;
        if (transmissionId !== undefined) {
          expect(known.transmissions.has(transmissionId)).to.equal(true);
        }
        if (deliveryId !== undefined) expect(known.deliveries.has(deliveryId)).to.equal(true);
      }
    });

    it('every delivery is of a transmitted activity, and each of those has one', () => {
      const crossed = transmissions.filter((row) => row.status === 'transmitted');
      const of = deliveries.map((row) => row.transmission_id);
      expect(of.sort()).to.deep.equal(crossed.map((row) => row.transmission_id).sort());
    });

    it('refusals, decisions, credentials and connections have a leaf each', async () => {
      expect(countOf('rejected')).to.equal(story.refusals);
      const decisions = await site.query<{ action: string; count: number }>(
        'SELECT action, count(*)::integer AS count FROM decisions GROUP BY action',
      );
      const decided = Object.fromEntries(decisions.map(({ action, count }) => [action, count]));
      const byHub = leaves.filter(
        ({ event }) => event.type === 'returned' && event.actor === 'hub',
      );
      expect(countOf('released')).to.equal(decided['release'] ?? 0);
      expect(countOf('returned') - byHub.length).to.equal(decided['return'] ?? 0);
      expect(countOf('replayed')).to.equal(decided['replay'] ?? 0);
      expect(countOf('cancelled')).to.equal(decided['cancel'] ?? 0);
      expect(await site.query('SELECT FROM principals')).to.have.length(
        countOf('credential-added'),
      );
      expect(await site.query('SELECT FROM destinations')).to.have.length(
        countOf('configuration-changed'),
      );
    });

    it('each case’s activities of each direction are numbered from 1 without a gap', () => {
      const numbers = new Map<string, number[]>();
      for (const { case_id, to_member, case_sequence } of deliveries) {
        const key = `${case_id} ${to_member}`;
        numbers.set(key, [...(numbers.get(key) ?? []), case_sequence]);
      }
      for (const found of numbers.values()) {
        expect(found.sort((a, b) => a - b)).to.deep.equal(found.map((_, at) => at + 1));
      }
    });

    it('each state holds what is acknowledged, once, in the order of its case', () => {
      for (const [member, state] of Object.entries(STORY_STATES)) {
        if ('mode' in state) continue; // it fetches, and keeps nothing here
        const { stored } = site.state(member);
        const ids = stored.map(({ deliveryId }) => deliveryId);
        expect(new Set(ids).size).to.equal(ids.length);
        const mine = deliveries.filter((row) => row.to_member === member);
        for (const row of mine) {
          if (row.state === 'acknowledged') expect(ids).to.include(row.delivery_id);
        }
        for (const parcel of stored) {
          const row = mine.find(({ delivery_id }) => delivery_id === parcel.deliveryId);
          expect(row).to.include({ case_id: parcel.caseId, case_sequence: parcel.caseSequence });
        }
      }
    });

    it('what is blocked says by what', () => {
      const blockers = deliveries.filter((row) => row.blocking && row.state !== 'queued');
      for (const row of deliveries.filter(({ state }) => state === 'queued')) {
        const blocker = blockers.find(
          (other) =>
            other.case_id === row.case_id &&
            other.to_member === row.to_member &&
            other.case_sequence < row.case_sequence,
        );
        expect(blocker?.state).to.be.oneOf(['dead-letter', 'outcome-unknown']);
      }
    });

    it('bodies of both sides open to what was sent', async () => {
      for (const [said, receipt] of [...story.receipts].slice(0, 25)) {
        const [member = ''] = said.split(' ');
        const path = `GET /v1/messages/${String(receipt.body['transmissionId'])}/bodies`;
        expect((await hub.call(member, path)).status).to.equal(200);
      }
    });
  });
}
