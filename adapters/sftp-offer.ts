import type { Incoming, IncomingAnswer, IncomingVerdict, RecordVerdict } from './adapter.ts';
import {
  type AnswerLine,
  type AnswerList,
  readAcknowledgement,
  readAnswerList,
  readRefusal,
} from './sftp-answers.ts';
import type { LeftFile } from './sftp-listing.ts';
import { mediaTypeOf } from './sftp-names.ts';
import type { DecidedFile } from './sftp-put-away.ts';

/** A file of the state as it was read. */
export interface WholeFile {
  readonly file: LeftFile;
  readonly body: Buffer;
}

/** Puts a file away by what the hub decided; never rejects. */
export type Decide = (decided: DecidedFile) => Promise<void>;

/** Offers what a file says, and puts it away by what the hub decides. */
export async function* offerFile(
  contentType: string,
  { file, body }: WholeFile,
  decide: Decide,
): AsyncGenerator<Incoming> {
  const { name } = file;
  const settle = async (verdict: IncomingVerdict): Promise<void> => {
    if (verdict.kind === 'postponed') return;
    const records = verdict.records.map((one, index) => ({ number: index + 1, verdict: one }));
    await decide({ file, unit: 'record', records });
  };
  const deliveryId = name.replace(/\.[a-z]+$/, '');
  switch (file.kind) {
    case 'document':
      yield { kind: 'document', contentType, body, settle };
      break;
    case 'attachment': {
      const [sha256 = '', extension = ''] = name.split('.');
      const mediaType = mediaTypeOf(extension);
      yield { kind: 'attachment', sha256: sha256.toLowerCase(), mediaType, body, settle };
      break;
    }
    case 'acknowledgement':
      yield { kind: 'answer', ...readAcknowledgement(deliveryId, body), settle };
      break;
    case 'refusal':
      yield { kind: 'answer', ...readRefusal(deliveryId, body), settle };
      break;
    case 'acknowledgement-list':
      yield* offerList(file, readAnswerList(body), decide);
      break;
  }
}

/** One answer after the other; the file is put away when the hub has decided about all. */
async function* offerList(
  file: LeftFile,
  list: AnswerList | undefined,
  decide: Decide,
): AsyncGenerator<IncomingAnswer> {
  const records: { number: number; verdict: RecordVerdict }[] = [];
  let open = 0;
  for (const { number, answer } of list?.lines ?? []) {
    if (answer === undefined) {
      records.push({ number, verdict: refusedFor('LINE_UNREADABLE', 'The line cannot be read') });
      continue;
    }
    open += 1;
    yield answerOf(answer, (verdict) => {
      if (verdict.kind === 'postponed') return;
      open -= 1;
      records.push(...verdict.records.map((one) => ({ number, verdict: one })));
    });
  }
  if (list === undefined) {
    records.push({ number: 1, verdict: refusedFor('LIST_UNREADABLE', 'The header is another') });
  }
  if (open === 0) await decide({ file, unit: 'line', records });
}

function answerOf(answer: AnswerLine, settled: (verdict: IncomingVerdict) => void): IncomingAnswer {
  return {
    kind: 'answer',
    ...answer,
    settle: (verdict) => {
      settled(verdict);
      return Promise.resolve();
    },
  };
}

function refusedFor(code: string, title: string): RecordVerdict {
  return { kind: 'refused', problem: JSON.stringify({ code, title }) };
}
