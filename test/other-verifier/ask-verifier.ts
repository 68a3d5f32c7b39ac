import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { PROJECT_ROOT } from '../../hub/project-root.ts';

/** What a verifier is asked: the files in the order of its command. */
export interface Question {
  readonly kind: 'checkpoint' | 'inclusion' | 'evidence' | 'consistency';
  readonly parts: readonly Buffer[];
}

/** `holds`, `erased`, or a code of docs/ledger-format.md. */
export type Word = string;

export const OTHER_VERIFIER = join(PROJECT_ROOT, 'test', 'other-verifier', 'verify.py');

export const otherVerifierText = (): string => readFileSync(OTHER_VERIFIER, 'utf8');

/** The system's own, whatever another one the path names. */
export const PYTHON = '/usr/bin/python3';

/** The words of the verifier in Python, all out of one process. */
export async function askOtherVerifier(
  questions: readonly Question[],
  keyFile: string,
  script = OTHER_VERIFIER,
): Promise<Word[]> {
  const child = spawn(PYTHON, [script, 'batch', '--key', keyFile]);
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  child.stdin.on('error', () => undefined); // it ended early: its words are then too few
  const words: Word[] = [];
  const all = (async () => {
    for await (const line of createInterface({ input: child.stdout })) words.push(line);
  })();
  const asked = Readable.from(questions.map(asLine));
  asked.pipe(child.stdin);
  await all;
  if (words.length !== questions.length) throw new Error(`it ended early: ${complaint}`);
  return words;
}

function asLine({ kind, parts }: Question): string {
  return `${JSON.stringify({ kind, parts: parts.map((part) => part.toString('base64')) })}\n`;
}

/** Its word on a whole export: the code, and the first bad index behind it. */
export function askAboutExport(
  folder: string,
  { keyFile, checkpoints = [] }: { keyFile: string; checkpoints?: readonly string[] },
  script = OTHER_VERIFIER,
): Promise<Word> {
  const kept = checkpoints.flatMap((file) => ['--checkpoint', file]);
  return new Promise((resolve, reject) => {
    const args = [script, 'export', folder, '--key', keyFile, ...kept];
    execFile(PYTHON, args, { maxBuffer: 1 << 20 }, (error, stdout, stderr) => {
      const word = stdout.trim();
      if (word !== '') resolve(word);
      else reject(error ?? new Error(stderr));
    });
  });
}
