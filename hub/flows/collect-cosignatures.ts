import { toBase64 } from '../../ledger-verifier/encoding.ts';
import { checkSignature } from '../../ledger-verifier/node-crypto.ts';
import {
  formatSignatureLines,
  type NoteSignature,
  parseNote,
  type VerifierKey,
  verifyNote,
} from '../../ledger-verifier/note.ts';
import type { ReadTile } from '../../ledger-verifier/tile-proof.ts';
import type { Clock } from '../clock.ts';
import { HubError } from '../errors.ts';
import { statedHead } from '../ledger/checkpoint.ts';
import { proveConsistency } from '../ledger/prove.ts';
import type { OnFault } from './delivery-loop.ts';

/** Somebody else who cosigns the heads of the ledger (C2SP tlog-witness). */
export interface Witness {
  readonly key: VerifierKey;
  /** `POST add-checkpoint`; rejects when there is no answer in time. */
  readonly submit: (body: string) => Promise<WitnessAnswer>;
}

export interface WitnessAnswer {
  readonly status: number;
  readonly body: string;
}

/** The signed checkpoint with a line of each witness that answered; complete when all did. */
export type Cosign = (
  checkpoint: string,
  readTile: ReadTile,
) => Promise<{ readonly checkpoint: string; readonly complete: boolean }>;

/** How long a witness that failed is left alone: it must not slow every head down. */
export const WITNESS_RESTS_MS = 30_000;

export interface CosignerParts {
  readonly witnesses: readonly Witness[];
  readonly clock: Clock;
  readonly onFault: OnFault;
}

/** What is remembered of a witness between two heads. */
interface Standing {
  /** The size that it cosigned last, as far as is known; it says so itself when it is another. */
  knownSize: number;
  /** Since when it fails; told once. */
  failedAt: number | undefined;
}

/**
 * Asks all witnesses at once for their cosignatures of each head before it is published. One that is down,
 * refuses or answers nonsense stops nothing: the head goes out without its line.
 */
export function createCosigner({ witnesses, clock, onFault }: CosignerParts): Cosign {
  const standings = witnesses.map((): Standing => ({ knownSize: 0, failedAt: undefined }));
  const ask = async (
    witness: Witness,
    standing: Standing,
    submitted: Submitted,
  ): Promise<readonly NoteSignature[]> => {
    const { failedAt } = standing;
    if (failedAt !== undefined && clock.now().getTime() - failedAt < WITNESS_RESTS_MS) return [];
    try {
      const signatures = await cosignatureOf(witness, standing, submitted);
      standing.failedAt = undefined;
      return signatures;
    } catch (error) {
      standing.failedAt = clock.now().getTime();
      if (failedAt === undefined) onFault('witness', error);
      return [];
    }
  };
  return async (checkpoint, readTile) => {
    const submitted = { checkpoint, size: statedHead(checkpoint).size, readTile };
    const answers = await Promise.all(
      witnesses.map((witness, at) => ask(witness, standings[at] as Standing, submitted)),
    );
    const complete = answers.every((signatures) => signatures.length > 0);
    return { checkpoint: checkpoint + formatSignatureLines(answers.flat()), complete };
  };
}

/** How many of the witnesses cosigned the checkpoint. */
export function countCosignatures(
  checkpoint: string | null,
  witnesses: readonly Pick<Witness, 'key'>[],
): number {
  if (checkpoint === null || witnesses.length === 0) return 0;
  const lines = parseNote(Buffer.from(checkpoint)).signatures;
  return witnesses.filter(({ key }) => lines.some((line) => isOf(key, line))).length;
}

interface Submitted {
  readonly checkpoint: string;
  readonly size: number;
  readonly readTile: ReadTile;
}

async function cosignatureOf(
  witness: Witness,
  standing: Standing,
  submitted: Submitted,
): Promise<readonly NoteSignature[]> {
  let answer = await witness.submit(await requestBody(submitted, standing.knownSize));
  if (answer.status === 409) {
    const known = Number(/^(0|[1-9][0-9]{0,15})\n$/.exec(answer.body)?.[1] ?? Number.NaN);
    if (known > submitted.size) {
      throw new HubError('WITNESS_AHEAD', 'a witness has seen a longer ledger than this one');
    }
    if (Number.isSafeInteger(known) && known !== standing.knownSize) {
      standing.knownSize = known;
      answer = await witness.submit(await requestBody(submitted, known));
    }
  }
  if (answer.status !== 200) {
    throw new HubError('WITNESS_REFUSED', 'a witness refused the head of the ledger');
  }
  const signatures = verifiedLines(witness, submitted, answer.body);
  standing.knownSize = submitted.size;
  return signatures;
}

async function requestBody(
  { checkpoint, size, readTile }: Submitted,
  oldSize: number,
): Promise<string> {
  const needsProof = oldSize > 0 && oldSize < size;
  const proof = needsProof ? await proveConsistency(readTile, oldSize, size) : [];
  return [`old ${oldSize}`, ...proof.map(toBase64), '', checkpoint].join('\n');
}

function verifiedLines(
  { key }: Witness,
  { checkpoint }: Submitted,
  body: string,
): readonly NoteSignature[] {
  try {
    const { text } = parseNote(Buffer.from(checkpoint));
    const note = parseNote(Buffer.from(`${text}\n${body}`));
    verifyNote(note, [key], checkSignature);
    return note.signatures.filter((line) => isOf(key, line)).slice(0, 1);
  } catch (cause) {
    throw new HubError('WITNESS_REFUSED', 'the cosignature of a witness does not verify', {
      cause,
    });
  }
}

function isOf({ name, keyId }: VerifierKey, line: NoteSignature): boolean {
  return line.name === name && Buffer.from(line.keyId).equals(keyId);
}
