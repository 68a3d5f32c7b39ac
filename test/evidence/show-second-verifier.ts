import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReadTile } from '../../hub/ledger/prove.ts';
import {
  OTHER_VERIFIER,
  type Question,
  type Word,
  askAboutExport,
  askOtherVerifier,
  otherVerifierText,
} from '../other-verifier/ask-verifier.ts';
import { damagedQuestions } from '../other-verifier/damaged.ts';
import { ownWords } from '../other-verifier/own-words.ts';
import { consistencyQuestions, inclusionQuestions } from '../other-verifier/questions.ts';
import type { TestAnswer } from '../support/test-hub.ts';
import { type EvidenceLine, type EvidenceOptions, linesOf } from './evidence.ts';
import { inTurns } from './in-turns.ts';
import { withoutCheck } from './ledger-defects.ts';
import { type LedgerLab, openLedgerLab, sizeOf } from './ledger-lab.ts';

const LEAST_PROOFS = 10_000;
const LEAST_DAMAGED = 500;
const DAMAGED = 2_000;
const KEPT_CHECKPOINTS = 12;

/** What a verifier in Python, written from the page of the format alone, says of a hub's proofs. */
export async function showSecondVerifier(options: EvidenceOptions): Promise<EvidenceLine[]> {
  const claim = {
    line: 'proofs of a running hub, verified in another language',
    bar: `≥ ${LEAST_PROOFS}`,
  };
  return linesOf(claim, async () => {
    options.progress('a hub at work, until its ledger has 10,000 entries and more');
    const lab = await openLedgerLab(LEAST_PROOFS);
    try {
      return await compareVerifiers(lab, options);
    } finally {
      await lab.close();
    }
  });
}

async function compareVerifiers(
  lab: LedgerLab,
  { seed, defect, progress }: EvidenceOptions,
): Promise<EvidenceLine[]> {
  const keyFile = join(lab.site.folder, 'ledger.keys');
  await writeFile(keyFile, lab.keys);
  const script = await scriptWith(lab, defect);
  const right = await rightQuestions(lab);
  progress(`${right.length} proofs, by both verifiers`);
  const both = async (questions: readonly Question[]) => {
    const other = await askOtherVerifier(questions, keyFile, script);
    return { own: ownWords(questions, lab.keys), other };
  };
  const held = await both(right);
  progress('damaged ones');
  const damaged = await both(damagedQuestions(right, { count: DAMAGED, seed }));
  const exported = await askAboutExport(await lab.export(), {
    keyFile,
    checkpoints: await keptFiles(lab),
  });
  return [
    heldLine(right, held),
    damagedLine(damaged),
    {
      line: 'the whole export, against every checkpoint that was kept, by the verifier in Python',
      bar: 'holds',
      figure: `${exported}; ${sizeOf(lab.checkpoints.at(-1))} entries, ${lab.checkpoints.length} checkpoints`,
      cases: lab.checkpoints.length,
      holds: exported === 'holds',
    },
  ];
}

interface Words {
  readonly own: readonly Word[];
  readonly other: readonly Word[];
}

const differing = ({ own, other }: Words): number =>
  own.filter((word, at) => word !== other[at]).length;

function heldLine(right: readonly Question[], words: Words): EvidenceLine {
  const count = (kind: Question['kind']): number =>
    right.filter((question) => question.kind === kind).length;
  const holding = words.other.filter((word) => word === 'holds').length;
  return {
    line: 'proofs of a running hub that a verifier in Python and ours both find to hold',
    bar: `all, ≥ ${LEAST_PROOFS}`,
    figure: `${holding} of ${right.length}, ${differing(words)} otherwise: ${count('inclusion')} of entries, ${count('consistency')} of growth, ${count('evidence')} of transmissions; ${otherVerifierText().split('\n').length - 1} lines of Python`,
    cases: right.length,
    holds: right.length >= LEAST_PROOFS && holding === right.length && differing(words) === 0,
  };
}

function damagedLine(words: Words): EvidenceLine {
  const refused = words.own.filter((word) => word !== 'holds').length;
  return {
    line: 'damaged proofs of which both say the same, by code',
    bar: `all, ≥ ${LEAST_DAMAGED} refused`,
    figure: `${words.own.length} damaged, ${refused} refused, ${differing(words)} otherwise`,
    cases: words.own.length,
    holds: refused >= LEAST_DAMAGED && differing(words) === 0,
  };
}

/** Under the defect, a verifier that takes what evidence says of its indexes for true. */
async function scriptWith({ site }: LedgerLab, defect: string | undefined): Promise<string> {
  if (defect !== 'verifier-ignores-indexes') return OTHER_VERIFIER;
  const script = join(site.folder, 'verify.py');
  await writeFile(script, withoutCheck(otherVerifierText(), 'index == one["index"] and '));
  return script;
}

async function rightQuestions(lab: LedgerLab): Promise<Question[]> {
  const { site, hub, checkpoints, transmissionIds } = lab;
  const { ledgerStore: store } = site.parts;
  const tiles = new Map<string, Promise<Buffer | undefined>>();
  const readTile: ReadTile = async (level, index) => {
    const key = `${level}/${index}`;
    const tile = tiles.get(key) ?? store.findTile(store.query, level, index);
    tiles.set(key, tile);
    return (await tile) ?? Buffer.alloc(0);
  };
  const heads = checkpoints.map((checkpoint) => ({ size: sizeOf(checkpoint), checkpoint }));
  const last = heads.at(-1)!;
  const entries = (await store.findEntries(store.query, 0, last.size)).map(({ entry }) => entry);
  const answers: TestAnswer[] = [];
  await inTurns(transmissionIds, async (id) => {
    answers.push(await hub.call('national office', `GET /v1/messages/${id}/proof`));
  });
  return [
    ...(await inclusionQuestions(readTile, last, entries)),
    ...(await consistencyQuestions(readTile, heads.slice(-KEPT_CHECKPOINTS))),
    ...answers.map(({ text }): Question => ({ kind: 'evidence', parts: [Buffer.from(text)] })),
    ...heads.map(({ checkpoint }): Question => ({
      kind: 'checkpoint',
      parts: [Buffer.from(checkpoint)],
    })),
  ];
}

async function keptFiles({ site, checkpoints }: LedgerLab): Promise<string[]> {
  return Promise.all(
    checkpoints.map(async (checkpoint, at) => {
      const file = join(site.folder, `kept-${at}`);
      await writeFile(file, checkpoint);
      return file;
    }),
  );
}
