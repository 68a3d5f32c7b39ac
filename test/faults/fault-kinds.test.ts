import { expect } from 'chai';
import { FAULT_KINDS } from './fault-kinds.ts';
import { type FaultReport, runFaults } from './fault-run.ts';

const SEED = 'faults in the tests';

/**
 * How often each kind happens here; kills of the hub and pauses have tests of their own. The long form, the
 * broker's restarts, and full disks (which take root's right to mount): `npm run test:faults`.
 */
const TIMES: Readonly<Record<string, number>> = {
  'database-kills': 2,
  partitions: 8,
  peers: 5,
  'clock-moves': 3,
  stops: 1,
  points: 10,
  'sftp-cuts': 4,
};

describe('a hub under load', function () {
  this.timeout(420_000);

  for (const [name, times] of Object.entries(TIMES)) {
    it(`keeps what it promised through ${times} ${name}`, async () => {
      const report = await FAULT_KINDS.get(name)?.run({ seed: SEED, times }, runFaults);
      expect(report?.wrong, `seed ${SEED}`).to.deep.equal([]);
      expect(report?.rows).to.have.length(times);
      expect(allDelivered(report)).to.equal(true);
    });
  }
});

function allDelivered(report: FaultReport | undefined): boolean {
  if (report === undefined) return false;
  const { receipts, delivered } = report.oracle;
  return receipts > 0 && delivered === receipts;
}
