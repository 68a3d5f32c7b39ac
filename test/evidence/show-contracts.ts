import { type EvidenceLine, type EvidenceOptions, evidenceLine } from './evidence.ts';
import { runTestFiles } from './run-test-files.ts';

interface Run {
  readonly line: string;
  readonly files: readonly string[];
}

const TRANSPORTS = ['rest', 'soap', 'sftp', 'queue', 'memory'] as const;
type Claimed = (typeof TRANSPORTS)[number];

/** What only one transport has, besides the contract. */
const OWN_TESTS: Readonly<Record<'out' | 'in', Partial<Record<Claimed, readonly string[]>>>> = {
  out: { sftp: ['sftp-openssh'], queue: ['queue-publish'] },
  in: { soap: ['soap-intake'], sftp: ['sftp-pickup'], queue: ['queue-receive', 'queue-rest'] },
};

/** Each transport in each direction; SFTP against OpenSSH, the queue against RabbitMQ. */
const CONTRACTS: readonly Run[] = TRANSPORTS.flatMap((transport) => {
  const file = (name: string): string => `test/adapters/${name}.test.ts`;
  const own = (direction: 'out' | 'in'): string[] =>
    (OWN_TESTS[direction][transport] ?? []).map(file);
  return [
    { line: `contract, to a state: ${transport}`, files: [file(transport), ...own('out')] },
    {
      line: `contract, from a state: ${transport}`,
      files: [file(`${transport}-incoming`), ...own('in')],
    },
  ];
});

const HOSTILE = [
  'hostile-documents',
  'hostile-attachments',
  'sftp-hostile-files',
  'queue-hostile-messages',
];

/** Runs of `npm test` over files, each a claim of its own. */
const RUNS: readonly Run[] = [
  ...CONTRACTS,
  {
    line: 'hostile documents, attachments, files and messages against every way in',
    files: HOSTILE.map((name) => `test/adapters/${name}.test.ts`),
  },
  { line: 'what is fetched goes through the flows', files: ['test/hub/flows/receive.test.ts'] },
  {
    line: 'round trips of every dialect and type, also with the carried part thrown away',
    files: ['test/mappings/round-trip.test.ts', 'test/mappings/carried.test.ts'],
  },
  {
    line: 'the kit: a pack begun, checked, broken and certified, over every transport',
    files: ['test/hub/cli/state-kit.test.ts', 'test/hub/cli/certify-transports.test.ts'],
  },
];

export async function showContracts({ full, progress }: EvidenceOptions): Promise<EvidenceLine[]> {
  const lines: EvidenceLine[] = [];
  for (const { line, files } of RUNS) {
    progress(line);
    lines.push(
      await evidenceLine({ line, bar: 'every test passes' }, async () => {
        const environment: Record<string, string> = full ? { TEST_ROUND_TRIPS: '1000' } : {};
        const { passed, failed } = await runTestFiles(files, { environment });
        const figure = `${passed} passed, ${failed} failed`;
        return { figure, cases: passed + failed, holds: failed === 0 && passed > 0 };
      }),
    );
  }
  return lines;
}
