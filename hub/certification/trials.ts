import type { Parcel } from '../../adapters/adapter.ts';
import {
  type Answer,
  type Finding,
  type GoldenDocument,
  type Trial,
  type TrialBench,
  type TrialResult,
  notRun,
  resultOf,
} from './trial.ts';

/**
 * What a state's endpoint is put through before its first live message (docs/onboarding-a-state.md).
 * Each trial says by itself what is right; the order is that of the report.
 */
export const TRIALS: readonly Trial[] = [
  {
    name: 'golden',
    title: 'takes every activity, with every optional element, with none, and as they come',
    run: golden,
  },
  { name: 'negative', title: 'refuses what it cannot read, clearly, and goes on', run: negative },
  {
    name: 'duplicate',
    title: 'takes the same delivery again without a second effect',
    run: duplicate,
  },
  { name: 'conflict', title: 'does not take another document under a known id', run: conflict },
  {
    name: 'reorder',
    title: 'gives a clear answer when an earlier activity of a case comes after a later one',
    run: reorder,
  },
  { name: 'probe', title: 'says rightly what it holds and what it does not', run: probe },
  { name: 'restart', title: 'knows after a restart what it took before', run: restart },
  {
    name: 'clock-skew',
    title: 'gives a clear answer to a clock that is ten minutes off',
    run: clockSkew,
  },
];

async function golden(bench: TrialBench): Promise<TrialResult> {
  const found: Finding[] = [];
  for (const document of bench.golden) {
    const parcel = bench.parcelOf(document);
    const { deliveryId } = parcel;
    const answer = await bench.send(parcel);
    if (answer.kind === 'unusable') {
      return { ...resultOf(1, [{ what: causeOf(answer), deliveryId }]), endsAll: true };
    }
    const what = `${short(document)}: ${wordOf(answer)}`;
    if (answer.kind !== 'taken') found.push({ what, deliveryId });
    else if (expectsAcknowledgement(bench) && !answer.acknowledged) {
      const without = 'taken without the acknowledgement that the profile says';
      found.push({ what: `${short(document)}: ${without}`, deliveryId });
    }
  }
  return resultOf(bench.golden.length, found);
}

async function negative(bench: TrialBench): Promise<TrialResult> {
  if (bench.capabilities.acknowledgement === 'none') {
    return notRun('the state does not say what it makes of a document');
  }
  const [golden] = bench.golden;
  if (golden === undefined) return notRun('there is no document');
  const found: Finding[] = [];
  const wrong = wrongDocuments(golden);
  let unanswered = 0;
  for (const document of wrong) {
    const parcel = bench.parcelOf(document);
    const { deliveryId } = parcel;
    const answer = await bench.send(parcel);
    // A batch file that cannot be read names no delivery that could be refused.
    if (isSilent(bench, answer) && bench.capabilities.listMaximum > 1) unanswered += 1;
    else if (answer.kind === 'taken')
      found.push({ what: `${document.variant}: taken`, deliveryId });
    if (answer.kind === 'unclear' || answer.kind === 'unusable') {
      found.push({ what: `${document.variant}: ${causeOf(answer)}, not a refusal`, deliveryId });
    }
  }
  const after = await bench.send(bench.parcelOf(golden));
  if (after.kind !== 'taken') found.push(`the next right document: ${wordOf(after)}`);
  const note = unanswered === 0 ? undefined : `said nothing of ${unanswered} unreadable batches`;
  return resultOf(wrong.length + 1, found, note);
}

/** Handed over, and nothing came of it. */
function isSilent({ capabilities }: TrialBench, answer: Answer): boolean {
  const answersLater = capabilities.acknowledgement === 'asynchronous';
  return answer.kind === 'taken' && answersLater && !answer.acknowledged;
}

async function duplicate(bench: TrialBench): Promise<TrialResult> {
  const found: Finding[] = [];
  for (const document of repeated(bench)) {
    const parcel = bench.parcelOf(document);
    const { deliveryId } = parcel;
    const first = await bench.send(parcel);
    const again = await bench.send({ ...parcel, attempt: 2, possibleDuplicate: true });
    if (first.kind !== 'taken') found.push({ what: `the first: ${wordOf(first)}`, deliveryId });
    else if (again.kind !== 'taken')
      found.push({ what: `the second: ${wordOf(again)}`, deliveryId });
    else if (isStoredTwice(first, again)) {
      found.push({ what: 'the second has another number: it was stored twice', deliveryId });
    }
  }
  return resultOf(bench.repeats, found);
}

async function conflict(bench: TrialBench): Promise<TrialResult> {
  if (!bench.capabilities.idempotent) return notRun('the profile does not claim to know repeats');
  const [one, other] = bench.golden;
  if (one === undefined || other === undefined) return notRun('there are no two documents');
  const parcel = bench.parcelOf(one);
  await bench.send(parcel);
  const { deliveryId, caseId } = parcel;
  const answer = await bench.send(bench.parcelOf(other, { deliveryId, caseId }));
  if (answer.kind !== 'taken') return resultOf(1, []);
  // Over SFTP the hub may find the earlier file and send no other: then the state never saw it.
  return isSilent(bench, answer)
    ? resultOf(1, [], 'the state said nothing of it')
    : resultOf(1, ['taken, and said to be the same']);
}

type Taken = Extract<Answer, { readonly kind: 'taken' }>;

/** By its own number. A state that says nothing of a repeat, or was sent none, has stored it once. */
function isStoredTwice(first: Taken, again: Taken): boolean {
  return again.acknowledged && first.reference !== again.reference;
}

async function reorder(bench: TrialBench): Promise<TrialResult> {
  const found: string[] = [];
  let refused = 0;
  for (const document of repeated(bench)) {
    const later = bench.parcelOf(document, { caseSequence: 2 });
    const earlier = bench.parcelOf(document, { caseId: later.caseId, caseSequence: 1 });
    for (const parcel of [later, earlier]) {
      const answer = await bench.send(parcel);
      if (answer.kind === 'unclear') found.push(answer.code);
      if (answer.kind === 'refused') refused += 1;
    }
  }
  const note = refused === 0 ? 'takes them in any order' : `refused ${refused} times`;
  return resultOf(bench.repeats, found, note);
}

async function probe(bench: TrialBench): Promise<TrialResult> {
  const [document] = bench.golden;
  if (document === undefined) return notRun('there is no document');
  const parcel = bench.parcelOf(document);
  const before = await bench.probe(parcel.deliveryId);
  if (before === undefined) return notRun('the state cannot be asked');
  await bench.send(parcel);
  const after = await bench.probe(parcel.deliveryId);
  const found = [
    ...(before === 'not-held' ? [] : [`before it was sent: ${before}`]),
    ...(after === 'held' ? [] : [`after it was taken: ${after ?? 'no answer'}`]),
  ];
  return resultOf(2, found);
}

async function restart(bench: TrialBench): Promise<TrialResult> {
  const { restart } = bench;
  if (restart === undefined) return notRun('give --restart: a command that restarts its system');
  const [document] = bench.golden;
  if (document === undefined) return notRun('there is no document');
  const parcel = bench.parcelOf(document);
  const first = await bench.send(parcel);
  const wrong = await restart();
  if (wrong !== undefined) return resultOf(1, [wrong]);
  const begun = bench.now().getTime();
  const again = await sendUntilAnswered(bench, parcel, begun + RESTART_PATIENCE_MS);
  const seconds = Math.round((bench.now().getTime() - begun) / 1_000);
  const { deliveryId } = parcel;
  if (first.kind !== 'taken' || again.kind !== 'taken') {
    const what = `before: ${wordOf(first)}; ${seconds} s after: ${wordOf(again)}`;
    return resultOf(1, [{ what, deliveryId }]);
  }
  const found = isStoredTwice(first, again) ? [{ what: 'stored twice', deliveryId }] : [];
  return resultOf(1, found, `answered ${seconds} s after the command`);
}

/** How long a system may take to answer again after the command that restarts it has ended. */
const RESTART_PATIENCE_MS = 60_000;
const RESTART_PAUSE_MS = 500;

/** The same delivery again until the system says yes or no: on its way up it is silent, busy or not there. */
async function sendUntilAnswered(
  bench: TrialBench,
  parcel: Parcel,
  untilMs: number,
): Promise<Answer> {
  for (let attempt = 2; ; attempt += 1) {
    const answer = await bench.send({ ...parcel, attempt, possibleDuplicate: true });
    const isWord = answer.kind === 'taken' || answer.kind === 'refused';
    if (isWord || bench.now().getTime() + RESTART_PAUSE_MS > untilMs) return answer;
    await bench.pause(RESTART_PAUSE_MS);
  }
}

async function clockSkew(bench: TrialBench): Promise<TrialResult> {
  const [document] = bench.golden;
  if (document === undefined) return notRun('there is no document');
  const found: string[] = [];
  const seen: string[] = [];
  for (const minutes of [-10, 10]) {
    const answer = await bench.sendSkewed(bench.parcelOf(document), minutes * 60_000);
    const isRefused = answer.kind === 'unusable';
    seen.push(`${minutes} min: ${isRefused ? 'refused' : wordOf(answer)}`);
    if (answer.kind === 'unclear') found.push(answer.code);
  }
  return resultOf(2, found, seen.join('; '));
}

function expectsAcknowledgement({ capabilities }: TrialBench): boolean {
  return capabilities.acknowledgement !== 'none';
}

function short({ activityType, variant }: GoldenDocument): string {
  return `${activityType.replace(/^compact\.|\.v\d+$/g, '')} ${variant}`;
}

function wordOf(answer: Answer): string {
  return answer.kind === 'taken' ? 'taken' : `${answer.kind} (${causeOf(answer)})`;
}

/** The code, and the status or error of the transport where there is one: `DOCUMENT_REFUSED, status 422`. */
function causeOf({ code, detail }: Exclude<Answer, { kind: 'taken' }>): string {
  return detail === undefined ? code : `${code}, ${detail}`;
}

/** As many documents as trials are repeated, of all types in turn. */
function repeated({ golden, repeats }: TrialBench): GoldenDocument[] {
  return Array.from(
    { length: golden.length === 0 ? 0 : repeats },
    (_, at) => golden[at % golden.length],
  ).filter((document) => document !== undefined);
}

function wrongDocuments(golden: GoldenDocument): GoldenDocument[] {
  const half = golden.body.subarray(0, Math.floor(golden.body.length / 2));
  const bodies: [string, Buffer][] = [
    ['cut in the middle', half],
    ['empty', Buffer.alloc(0)],
    ['of another format', Buffer.from('\u{1F4DC} neither one nor the other\n')],
  ];
  const { activityType, contentType } = golden;
  return bodies.map(([variant, body]) => ({ activityType, contentType, variant, body }));
}
