import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ReceivedLine, SentLine } from '../../../simulation/journal-lines.ts';
import { checkJournals } from '../../../simulation/oracle/check-journals.ts';
import { isClean, VIOLATIONS } from '../../../simulation/oracle/report.ts';
import type { OracleReport, Violation } from '../../../simulation/oracle/report.ts';
import { startStateSystem } from '../../../simulation/state-system.ts';
import type { StateSystem } from '../../../simulation/state-system.ts';
import { startRelay } from '../relay.ts';

const MEMBERS = ['OR', 'TX', 'GA'] as const;

/** The journals and documents of a run, to be tampered with. */
interface Run {
  readonly received: (member: string) => Promise<ReceivedLine[]>;
  readonly setReceived: (member: string, lines: readonly ReceivedLine[]) => Promise<void>;
  readonly sent: () => Promise<SentLine[]>;
  readonly setSent: (lines: readonly SentLine[]) => Promise<void>;
  readonly file: (member: string, deliveryId: string) => string;
}

/** Each breaks one thing in a run of one case, sent by Oregon and received by Georgia. */
const BREACHES: Readonly<Record<string, { violation: Violation; breach: Breach }>> = {
  'an effect is missing': {
    violation: 'lost',
    breach: async (run) => run.setReceived('GA', (await run.received('GA')).slice(0, -1)),
  },
  'a delivery had its effect twice': {
    violation: 'effectsTwice',
    breach: async (run) => {
      const lines = await run.received('GA');
      await run.setReceived('GA', [...lines, last(lines)]);
    },
  },
  'an activity came under another delivery id': {
    violation: 'effectsTwice',
    breach: async (run) => {
      const lines = await run.received('GA');
      const { deliveryId, caseSequence } = last(lines);
      const again = { ...last(lines), deliveryId: 'D-again', caseSequence: caseSequence + 1 };
      await run.setReceived('GA', [...lines, again]);
      await cp(run.file('GA', deliveryId), run.file('GA', 'D-again'), { recursive: true });
    },
  },
  'two activities changed places': {
    violation: 'inversions',
    breach: async (run) => {
      const [first, second, ...others] = await run.received('GA');
      await run.setReceived('GA', [second!, first!, ...others]);
    },
  },
  'what was sent later was known first': {
    violation: 'overtaken',
    breach: async (run) => {
      const [first, second, ...others] = await run.received('GA');
      const renumbered = [second!, first!].map((line, at) => ({ ...line, caseSequence: at + 1 }));
      await run.setReceived('GA', [...renumbered, ...others]);
    },
  },
  'a number of the case is missing': {
    violation: 'inversions',
    breach: async (run) => {
      const lines = await run.received('GA');
      const skipping = { ...last(lines), caseSequence: last(lines).caseSequence + 1 };
      await run.setReceived('GA', [...lines.slice(0, -1), skipping]);
    },
  },
  'another state got it too': {
    violation: 'misrouted',
    breach: async (run) => {
      const line = last(await run.received('GA'));
      await run.setReceived('TX', [{ ...line, caseSequence: 1 }]);
      await cp(run.file('GA', line.deliveryId), run.file('TX', line.deliveryId));
    },
  },
  'nobody sent it': {
    violation: 'unsent',
    breach: async (run) => run.setSent(withoutLast(await run.sent(), 'queued')),
  },
  'a value was changed': {
    violation: 'contentDifferences',
    breach: async (run) => {
      const path = run.file('GA', last(await run.received('GA')).deliveryId);
      const text = await readFile(path, 'utf8');
      await writeFile(path, text.replace(/"name":"[^"]*"/, '"name":"Another"'));
    },
  },
  'the second receipt is another': {
    violation: 'receiptsDiffering',
    breach: async (run) => {
      const lines = await run.sent();
      const first = lines.find((line) => line.event === 'receipt')!;
      await run.setSent([...lines, { ...first, receipt: `${first.receipt} ` }]);
    },
  },
  'what is stored cannot be read': {
    violation: 'unreadable',
    breach: async (run) => {
      await writeFile(run.file('GA', last(await run.received('GA')).deliveryId), '{');
    },
  },
  'other content came under a known id': {
    violation: 'conflicts',
    breach: async (run) => {
      const lines = await run.received('GA');
      await run.setReceived('GA', [...lines, { ...last(lines), event: 'conflict' }]);
    },
  },
};

type Breach = (run: Run) => Promise<void>;

describe('the oracle', function () {
  this.timeout(20_000);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'oracle-'));
    await playOnce(join(folder, 'clean'));
  });

  after(() => rm(folder, { recursive: true }));

  it('finds nothing in a clean run', async () => {
    const report = await checkJournals(observed(join(folder, 'clean')));
    expect(report.findings).to.deep.equal([]);
    expect(isClean(report)).to.equal(true);
    expect(report).to.include({ queued: 7, receipts: 7, delivered: 7, effects: 7, repeats: 0 });
    expect(report.compared).to.be.greaterThan(200);
  });

  for (const [name, { violation, breach }] of Object.entries(BREACHES)) {
    it(`finds that ${name}: ${violation}`, async () => {
      const report = await reportAfter(name, breach);
      expect(report[violation], JSON.stringify(report)).to.be.within(1, 2);
      expect(report.findings.some((finding) => finding.violation === violation)).to.equal(true);
      expect(isClean(report)).to.equal(false);
    });
  }

  it('finds an activity that has no receipt', async () => {
    const report = await reportAfter('unsettled', async (run) =>
      run.setSent(withoutLast(await run.sent(), 'receipt')),
    );
    expect(report.unsettled).to.equal(1);
    expect(isClean(report)).to.equal(false);
  });

  it('has a breach for every violation', () => {
    const broken = new Set(Object.values(BREACHES).map(({ violation }) => violation));
    expect([...broken].sort()).to.deep.equal([...VIOLATIONS].sort());
  });

  async function reportAfter(name: string, breach: Breach): Promise<OracleReport> {
    const broken = join(folder, name);
    await cp(join(folder, 'clean'), broken, { recursive: true });
    await breach(runIn(broken));
    return checkJournals(observed(broken));
  }
});

/** One ordinary case from Oregon to Georgia, over the relay, with systems in this process. */
async function playOnce(folder: string): Promise<void> {
  const relay = await startRelay();
  const plan = {
    seed: 'oracle',
    startDate: '2026-05-04',
    sending: 'OR',
    receiving: 'GA',
    caseNumbers: { sending: 'OR-1', receiving: 'GA-1' },
    variant: 'ordinary',
  } as const;
  const systems: StateSystem[] = [];
  const playing = new Set<string>(['OR', 'GA']);
  for (const { member, dialect, dataDirectory } of observed(folder)) {
    const hub = { url: relay.url, key: `key-${member}` };
    const config = { member, dialect, dataDirectory, pushKey: 'push', hub, seed: 'oracle' };
    const system = await startStateSystem(config, (event) => {
      if (event.kind === 'ended') playing.delete(event.member);
    });
    relay.join(member, { endpoint: system.channel.endpoint, pushKey: 'push', dialect });
    systems.push(system);
  }
  const [or, , ga] = systems;
  await ga?.begin('case-1', { plan, thinkMs: [0, 0] });
  await or?.begin('case-1', { plan, thinkMs: [0, 0] });
  while (playing.size > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  await Promise.all(systems.map((system) => system.close()));
  await relay.close();
}

function observed(folder: string) {
  return MEMBERS.map((member) => ({
    member,
    dialect: 'canonical',
    dataDirectory: join(folder, member),
  }));
}

function runIn(folder: string): Run {
  const path = (member: string, name: string): string =>
    join(folder, member, `${name}-000001.jsonl`);
  return {
    received: (member) => readLines<ReceivedLine>(path(member, 'received')),
    setReceived: (member, lines) => writeLines(path(member, 'received'), lines),
    sent: () => readLines<SentLine>(path('OR', 'sent')),
    setSent: (lines) => writeLines(path('OR', 'sent'), lines),
    file: (member, deliveryId) => {
      const shard = createHash('sha256').update(deliveryId).digest('hex').slice(0, 2);
      return join(folder, member, 'received', shard, `${deliveryId}.json`);
    },
  };
}

async function readLines<Line>(path: string): Promise<Line[]> {
  const lines = (await readFile(path, 'utf8')).split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Line);
}

async function writeLines(path: string, lines: readonly object[]): Promise<void> {
  await writeFile(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

function last<Item>(items: readonly Item[]): Item {
  return items[items.length - 1]!;
}

function withoutLast(lines: readonly SentLine[], event: SentLine['event']): SentLine[] {
  const index = lines.findLastIndex((line) => line.event === event);
  return lines.filter((_, at) => at !== index);
}
