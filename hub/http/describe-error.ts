import type { LogFields } from '../log.ts';

const FRAME = /^\s+at (?:async )?(?:([^(]+) )?\(?(?:file:\/\/)?([^()]+?):(\d+):\d+\)?$/;
const MOST_FRAMES = 8;

/**
 * An error for the log: its class, its code and through which functions it came. Never its message,
 * which may quote a document, a statement with its parameters or a credential.
 */
export function describeError(error: unknown): Pick<LogFields, 'error' | 'errno' | 'trace'> {
  if (!(error instanceof Error)) return { error: 'NotAnError' };
  const errno = errnoOf(error);
  const trace = traceOf(error);
  return {
    error: error.name,
    ...(errno === undefined ? {} : { errno }),
    ...(trace === '' ? {} : { trace }),
  };
}

function errnoOf(error: Error): string | undefined {
  const { code, original } = error as { code?: unknown; original?: { code?: unknown } };
  const found = original?.code ?? code;
  return typeof found === 'string' ? found : undefined;
}

/** Frames of this project's own files: `function (hub/flows/accept.ts:12) < …`. */
function traceOf(error: Error): string {
  const frames: string[] = [];
  for (const line of framesText(error).split('\n')) {
    const [, name = '', file = '', row = ''] = FRAME.exec(line) ?? [];
    const ours = /(?:^|\/)((?:hub|adapters|ledger-verifier)\/[\w./-]+)$/.exec(file)?.[1];
    if (ours === undefined || file.includes('node_modules')) continue;
    frames.push(`${name.replace(/[^\w$.<>[\] ]/g, '')} (${ours}:${row})`);
    if (frames.length === MOST_FRAMES) break;
  }
  return frames.join(' < ');
}

/** The stack without the message before it, in which a document could stage frames of its own. */
function framesText({ stack = '', message }: Error): string {
  const start = stack.indexOf(message);
  return start < 0 ? '' : stack.slice(start + message.length);
}
