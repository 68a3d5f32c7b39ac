import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../faults/fault-lab.ts';
import { fetchText } from '../faults/fetch-text.ts';
import { runCommand } from '../faults/run-command.ts';
import { until } from '../faults/until.ts';
import { makeReachableFolder } from '../support/reachable-folder.ts';
import { type DemoRun, startDemo } from './demo-run.ts';
import { type EvidenceLine, type EvidenceOptions, evidenceLine } from './evidence.ts';
import { findCanaries, hubFolders } from './find-canaries.ts';
import { type HandSent, sendByHand, sendWrong } from './hand-sent.ts';
import { findUnguarded } from './unguarded-routes.ts';

const PLAYED_S = 60;

const CLAIMS = {
  start: {
    line: 'npm start in an empty folder plays a transfer that both states’ systems acknowledge',
    bar: `≤ ${PLAYED_S} s`,
  },
  hand: {
    line: 'a native document sent by hand, the same again, and altered under its id',
    bar: '202, 200 with the same bytes, 409; held once by Texas in its format; signed',
  },
  proof: { line: 'every leaf of it is proven, verified without the hub', bar: 'exit 0' },
  closed: {
    line: 'operations of the contract that answer without credentials, but for the open ones',
    bar: '0',
  },
  stop: { line: 'Ctrl-C stops npm start cleanly', bar: 'exit 0' },
  again: {
    line: 'a second start goes on with the same data',
    bar: 'the same receipt; the ledger extends its earlier head',
  },
  ledger: { line: 'the exported ledger verifies without the hub', bar: 'exit 0' },
  canaries: {
    line: 'planted names in the data directory, cluster, WAL and output of npm start',
    bar: '0 hits',
  },
} as const;

/** What the first run leaves for the second. */
interface FirstRun {
  readonly id: string;
  readonly sent: HandSent;
  readonly checkpoint: string;
  readonly keys: string;
}

/** Two runs of `npm start` in one folder, seen from outside: output, files and plain HTTP. */
export async function showDemo({ progress, signal }: EvidenceOptions): Promise<EvidenceLine[]> {
  const folder = await makeReachableFolder('compact-hub-evidence-');
  const port = await freePort();
  const name = `Canaryperson${randomBytes(8).toString('hex')}`;
  const lines: EvidenceLine[] = [];
  const options = { folder, port, ...(signal === undefined ? {} : { signal }) };
  let first: FirstRun | undefined;
  try {
    progress('npm start in an empty folder');
    const started = await evidenceLine(CLAIMS.start, async () => {
      const demo = await startDemo(options);
      try {
        const figure = await startFigure(demo);
        first = await showFirst(demo, { folder, name, lines });
        return figure;
      } finally {
        lines.push(await evidenceLine(CLAIMS.stop, () => stopFigure(demo)));
      }
    });
    lines.unshift(started);
    progress('npm start again with the same data');
    const again = await evidenceLine(CLAIMS.again, async () => {
      const demo = await startDemo({ ...options, logLevel: 'debug' });
      try {
        return await againFigure(demo, { folder, name, lines, first });
      } finally {
        await demo.stop();
      }
    });
    lines.push(again);
    lines.push(await evidenceLine(CLAIMS.canaries, () => canaryFigure(folder, name)));
    return lines;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Showing {
  readonly folder: string;
  readonly name: string;
  readonly lines: EvidenceLine[];
}

const authorized = (demo: DemoRun): Record<string, string> => ({
  authorization: `Bearer ${demo.keyOf('OR')}`,
});

/** Asks the hub, and does not take the demo's word for it. */
async function startFigure(demo: DemoRun) {
  const { readySeconds, playedSeconds, caseId, url } = demo;
  const log = await fetchText(`${url}/v1/messages?case=${caseId}&limit=200`, authorized(demo));
  const { items } = JSON.parse(log) as { items: { delivery?: { state: string } }[] };
  const acknowledged = items.filter(({ delivery }) => delivery?.state === 'acknowledged').length;
  const seconds = `ready in ${readySeconds.toFixed(1)} s, played in ${playedSeconds.toFixed(1)} s`;
  return {
    figure: `${seconds}; ${acknowledged} of ${items.length} activities acknowledged`,
    cases: items.length,
    holds: playedSeconds <= PLAYED_S && items.length > 0 && acknowledged === items.length,
  };
}

async function showFirst(
  demo: DemoRun,
  { folder, name, lines }: Showing,
): Promise<FirstRun | undefined> {
  const id = `evidence-${Date.now().toString(36)}`;
  let sent: HandSent | undefined;
  lines.push(
    await evidenceLine(CLAIMS.hand, async () => {
      sent = await sendByHand(demo, id, name);
      return handFigure(sent);
    }),
  );
  const keys = await fetchText(`${demo.url}/v1/ledger/key`);
  await writeFile(join(folder, 'ledger.key'), keys);
  lines.push(await evidenceLine(CLAIMS.proof, () => proofFigure(demo, folder, sent)));
  lines.push(await evidenceLine(CLAIMS.closed, () => closedFigure(demo)));
  const checkpoint = await fetchText(`${demo.url}/v1/ledger/checkpoint`);
  return sent && { id, sent, checkpoint, keys };
}

function handFigure({ statuses, sameReceipt, signatureVerifies, heldBy }: HandSent) {
  const answers = statuses.join(', ');
  const receipts = sameReceipt ? 'the same bytes' : 'other bytes';
  const signature = signatureVerifies ? 'signature verifies' : 'signature wrong';
  return {
    figure: `${answers}; ${receipts}; held ${heldBy} times; ${signature}`,
    cases: statuses.length,
    holds: answers === '202, 200, 409' && sameReceipt && signatureVerifies && heldBy === 1,
  };
}

/** How long a leaf may wait for its signed head, with much to spare. */
const SIGNED_WITHIN_MS = 30_000;

async function proofFigure(demo: DemoRun, folder: string, sent: HandSent | undefined) {
  const url = `${demo.url}/v1/messages/${sent?.transmissionId ?? ''}/proof`;
  const file = join(folder, 'proof.json');
  let entries = 0;
  await until(SIGNED_WITHIN_MS, 'every leaf is under a signed head', async () => {
    const text = await fetchText(url, authorized(demo));
    const proof = JSON.parse(text) as { entries: unknown[]; awaiting: number };
    entries = proof.entries.length;
    await writeFile(file, text);
    return entries > 0 && proof.awaiting === 0;
  });
  await runCommand({}, ['ledger', 'verify', file, '--key', join(folder, 'ledger.key')]);
  return { figure: `exit 0, ${entries} leaves`, cases: entries, holds: true };
}

async function closedFigure({ url }: DemoRun) {
  const { answering, guarded, open } = await findUnguarded(url);
  const which = answering.length === 0 ? '' : `: ${answering.join(', ')}`;
  return {
    figure: `${answering.length}${which}; ${open} are open, each with its reason`,
    cases: guarded,
    holds: answering.length === 0 && guarded > 0,
  };
}

async function stopFigure(demo: DemoRun) {
  const code = await demo.stop();
  return { figure: `exit ${code ?? 'by a signal'}`, cases: 1, holds: code === 0 };
}

async function againFigure(
  demo: DemoRun,
  { folder, name, lines, first }: Showing & { readonly first: FirstRun | undefined },
) {
  if (first === undefined) throw new Error('the first run came to nothing');
  const repeated = await sendByHand(demo, first.id, name);
  const sameReceipt = repeated.receipt === first.sent.receipt;
  await sendWrong(demo, name);
  const kept = join(folder, 'checkpoint');
  await writeFile(kept, first.checkpoint);
  lines.push(
    await evidenceLine(CLAIMS.ledger, () => ledgerFigure(demo, { folder, kept, keys: first.keys })),
  );
  const extended = lines.at(-1)?.holds === true;
  return {
    figure: `${sameReceipt ? 'the same receipt' : 'another receipt'}; its earlier head ${extended ? 'is extended' : 'is not extended'}`,
    cases: 2,
    holds: sameReceipt && repeated.statuses[0] === 200 && extended,
  };
}

interface KeptHead {
  readonly folder: string;
  readonly kept: string;
  readonly keys: string;
}

async function ledgerFigure({ dataDirectory }: DemoRun, { folder, kept, keys }: KeptHead) {
  const exported = join(folder, 'export');
  await runCommand({ HUB_DATA_DIR: dataDirectory }, ['ledger', 'export', exported]);
  const key = join(folder, 'ledger.key');
  await writeFile(key, keys);
  const args = ['ledger', 'verify', exported, '--key', key, '--checkpoint', kept];
  const output = await runCommand({}, args);
  const verdict = output.split('\n').find((line) => line.startsWith('holds')) ?? output;
  const entries = Number(/of (\d+) entries/.exec(verdict)?.[1] ?? 0);
  return { figure: verdict, cases: entries, holds: entries > 0 };
}

async function canaryFigure(folder: string, name: string) {
  const places = [...hubFolders(join(folder, 'data')), join(folder, 'output.log')];
  const { files, bytes, hits } = await findCanaries(places, [name]);
  return {
    figure: `${hits.length} hits in ${files} files (${Math.round(bytes / 1e6)} MB)`,
    cases: files,
    holds: hits.length === 0 && files > 0,
  };
}
