import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../hub/store/embedded-postgres.ts';
import { FULL_PLAN, QUICK_PLAN } from '../bench/bench-plan.ts';
import type { BenchLine } from '../bench/bench-report.ts';
import { runBench } from '../bench/run-bench.ts';
import { fetchText } from '../faults/fetch-text.ts';
import { type KillReport, LEAST, runKills } from '../faults/kill-run.ts';
import { DEFECTS, type Defect } from '../faults/known-defects.ts';
import { runCommand } from '../faults/run-command.ts';
import { type DemoRun, demoFolder, startDemo } from './demo-run.ts';
import {
  type EvidenceLine,
  type EvidenceOptions,
  type ShowEvidence,
  evidenceLine,
} from './evidence.ts';
import { findCanaries, hubFolders } from './find-canaries.ts';
import { type HandSent, sendByHand } from './hand-sent.ts';

/** A transfer crosses the hub: started by one command, through faults, provably, and fast. */
export const mainJob: ShowEvidence = async (options) => {
  // A defect of the harness concerns the hub under faults and nothing else.
  if (options.defect !== undefined) return [await killLine(options)];
  return [...(await demoLines(options)), await killLine(options), ...(await benchLines(options))];
};

const CLAIMS = {
  start: { line: 'npm start plays a transfer to both acknowledgements', bar: '≤ 60 s' },
  hand: {
    line: 'a native document sent by hand: receipt, same receipt, 409; held by Texas in its format',
    bar: '202 200 409',
  },
  proof: { line: 'its proof verifies without the hub', bar: 'exit 0' },
  closed: { line: 'every endpoint but the open ones refuses without credentials', bar: '0 open' },
  canaries: { line: 'planted names in data directory, cluster, WAL and logs', bar: '0 hits' },
  stop: { line: 'Ctrl-C stops cleanly; a second start goes on with the same data', bar: 'exit 0' },
} as const;

async function demoLines({ progress }: EvidenceOptions): Promise<EvidenceLine[]> {
  const { folder, remove } = demoFolder();
  const name = `Canaryperson${randomBytes(6).toString('hex')}`;
  const lines: EvidenceLine[] = [];
  try {
    progress('npm start');
    const demo = await startDemo(folder);
    let sent: HandSent | undefined;
    try {
      lines.push(await evidenceLine(CLAIMS.start, () => startFigure(demo)));
      lines.push(
        await evidenceLine(CLAIMS.hand, async () => {
          sent = await sendByHand(demo, `evidence-${Date.now().toString(36)}`, name);
          return handFigure(sent);
        }),
      );
      lines.push(await evidenceLine(CLAIMS.proof, () => proofFigure(demo, sent, folder)));
      lines.push(await evidenceLine(CLAIMS.closed, () => closedFigure(demo)));
    } finally {
      const code = await demo.stop();
      lines.push(await evidenceLine(CLAIMS.stop, () => stopFigure(folder, demo, sent, code)));
    }
    lines.push(await evidenceLine(CLAIMS.canaries, () => canaryFigure(demo, name)));
    return lines;
  } finally {
    remove();
  }
}

function startFigure({ readySeconds, playedSeconds }: DemoRun) {
  const figure = `ready after ${readySeconds.toFixed(1)} s, acknowledged after ${playedSeconds.toFixed(1)} s`;
  return Promise.resolve({ figure, cases: 7, holds: playedSeconds <= 60 });
}

function handFigure(sent: HandSent) {
  const { statuses, sameReceipt, signatureVerifies, heldBy } = sent;
  const holds =
    statuses.join(' ') === '202 200 409' && sameReceipt && signatureVerifies && heldBy === 1;
  const receipts = sameReceipt ? 'same bytes' : 'other bytes';
  const signature = signatureVerifies ? 'signature verifies' : 'signature wrong';
  return {
    figure: `${statuses.join(' ')}, ${receipts}, ${signature}, held ${heldBy} times`,
    cases: statuses.length,
    holds,
  };
}

async function proofFigure(demo: DemoRun, sent: HandSent | undefined, folder: string) {
  if (sent === undefined) throw new Error('nothing was sent');
  const authorization = { authorization: `Bearer ${demo.keyOf('OR')}` };
  const proof = join(folder, 'proof.json');
  const key = join(folder, 'ledger.key');
  const url = `${demo.url}/v1/messages/${sent.transmissionId}/proof`;
  let text = await fetchText(url, authorization);
  // A checkpoint covers the newest leaves about a second after they were written.
  while ((JSON.parse(text) as { awaiting?: number }).awaiting !== 0) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    text = await fetchText(url, authorization);
  }
  writeFileSync(proof, text);
  writeFileSync(key, await fetchText(`${demo.url}/v1/ledger/key`));
  await runCommand({}, ['ledger', 'verify', proof, '--key', key]);
  const { entries } = JSON.parse(text) as { entries: unknown[] };
  return { figure: `${entries.length} leaves verify`, cases: entries.length, holds: true };
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { security?: object[] }>>>>;
}

/** Asked over plain HTTP for every operation that the contract does not call open. */
async function closedFigure(demo: DemoRun) {
  const { paths } = JSON.parse(await fetchText(`${demo.url}/openapi.json`)) as OpenApi;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const closed = operations.filter(({ operation }) => operation.security?.length !== 0);
  const answers = await Promise.all(
    closed.map(async ({ path, method }) => {
      const url = demo.url + path.replaceAll(/\{[^}]+\}/g, '0');
      const response = await fetch(url, { method: method.toUpperCase() });
      await response.body?.cancel();
      return response.status;
    }),
  );
  const answered = answers.filter((status) => status !== 401).length;
  const open = operations.length - closed.length;
  return {
    figure: `${answered} of ${closed.length} answered; ${open} are open by the contract`,
    cases: closed.length,
    holds: answered === 0 && closed.length > 0,
  };
}

async function stopFigure(
  folder: string,
  before: DemoRun,
  sent: HandSent | undefined,
  code: number | null,
) {
  const key = before.keyOf('OR');
  const again = await startDemo(folder);
  try {
    const id = sent?.transmissionId ?? '';
    const headers = { authorization: `Bearer ${key}` };
    const kept = (await fetchText(`${again.url}/v1/messages/${id}`, headers)).includes(id);
    const figure = `exit ${code ?? 'none'}, then ${kept ? 'the same data' : 'other data'}`;
    return { figure, cases: 2, holds: code === 0 && kept };
  } finally {
    await again.stop();
  }
}

async function canaryFigure({ dataDirectory }: DemoRun, name: string) {
  const { files, bytes, hits } = await findCanaries(hubFolders(dataDirectory), [name]);
  const megabytes = Math.round(bytes / 1e6);
  return {
    figure: `${hits.length} hits in ${files} files, ${megabytes} MB`,
    cases: files,
    holds: hits.length === 0 && files > 0,
  };
}

const KILLS = {
  short: { random: 5, named: 5 },
  long: { random: 25, named: 25 },
} as const;

async function killLine({ full, seed, defect, progress }: EvidenceOptions): Promise<EvidenceLine> {
  const counts = full ? KILLS.long : KILLS.short;
  const total = counts.random + counts.named;
  const claim = {
    line: `${total} SIGKILLs of the hub under load: nothing lost, twice or out of order, ledger clean`,
    bar: '0 wrong',
  };
  return evidenceLine(claim, async () => {
    const report = await runKills({
      ...counts,
      seed: String(seed),
      dialects: 'own',
      progress,
      openDatabase: async (folder) => {
        const server = await startEmbeddedPostgres({ dataDirectory: folder });
        return { url: server.url, close: () => server.stop() };
      },
      ...(defect === undefined ? {} : { defect: knownDefect(defect) }),
    });
    return { figure: killFigure(report), cases: total, holds: report.wrong.length === 0 };
  });
}

function knownDefect(name: string): Defect {
  const known = DEFECTS.find((defect) => defect === name);
  if (known === undefined) throw new Error(`there is no defect ${name}: ${DEFECTS.join(', ')}`);
  return known;
}

function killFigure({ rows, wrong }: KillReport): string {
  const least = (read: (row: KillReport['rows'][number]) => number): number =>
    Math.min(...rows.map(read));
  const slowest = Math.max(...rows.map(({ recoveryMs }) => recoveryMs)) / 1_000;
  const load = `at least ${least((row) => row.openRequests)} requests open (${LEAST.openRequests}), ${least((row) => row.underWay)} deliveries under way (${LEAST.underWay})`;
  return `${wrong.length === 0 ? '0 wrong' : wrong.join(', ')}; ${load}; ready again in ${slowest.toFixed(1)} s`;
}

async function benchLines({ full, progress }: EvidenceOptions): Promise<EvidenceLine[]> {
  const claim = { line: 'bench against a naive relay', bar: 'see below' };
  let lines: readonly BenchLine[] = [];
  const ran = await evidenceLine(claim, async () => {
    const plan = full ? FULL_PLAN : QUICK_PLAN;
    const { signal } = new AbortController();
    const report = await runBench({ plan, commit: 'evidence', progress, signal });
    ({ lines } = report);
    return { figure: `${report.rounds} rounds`, cases: report.rounds, holds: report.holds };
  });
  const barred = lines.filter(({ bar }) => bar !== undefined);
  return barred.length === 0 ? [ran] : barred.map((line) => benchLine(line));
}

function benchLine({ name, bar, figure, lowest, highest, holds }: BenchLine): EvidenceLine {
  const text = bar === undefined ? '' : 'atLeast' in bar ? `≥ ${bar.atLeast}` : `≤ ${bar.atMost}`;
  return {
    line: name,
    bar: text,
    figure: `${figure.toFixed(2)} (${lowest.toFixed(2)} to ${highest.toFixed(2)})`,
    cases: 1,
    holds,
  };
}
