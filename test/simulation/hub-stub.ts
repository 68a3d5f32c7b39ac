import { answerJson, readBody, startLoopbackServer } from '../../simulation/http-server.ts';
import { findDialect } from '../../simulation/native/find-dialect.ts';

/** An intake that answers as it is told, and else with a receipt. */
export interface HubStub {
  readonly url: string;
  /** Answers to come: a status, or the end of the connection. */
  answer(...answers: (number | 'close')[]): void;
  readonly bodies: readonly string[];
  readonly keys: readonly string[];
  readonly acceptedIds: readonly string[];
  /** Resolves at the next call, or at the next receipt. */
  called(): Promise<void>;
  accepted(): Promise<void>;
  close(): Promise<void>;
}

export async function startHubStub(): Promise<HubStub> {
  let answers: (number | 'close')[] = [];
  const bodies: string[] = [];
  const keys: string[] = [];
  const acceptedIds: string[] = [];
  const waiting = { called: [] as (() => void)[], accepted: [] as (() => void)[] };
  const wake = (what: keyof typeof waiting): void => {
    for (const resolve of waiting[what].splice(0)) resolve();
  };
  const server = await startLoopbackServer(async (request, response) => {
    const body = await readBody(request, 2 ** 22);
    bodies.push(body.toString());
    keys.push(request.headers.authorization ?? '');
    const answer = answers.shift() ?? 202;
    wake('called');
    if (answer === 'close') response.destroy();
    else if (answer === 202) {
      acceptedIds.push(findDialect('nested-json').read(body).id);
      answerJson(response, 202, { transmissionId: 'T', status: 'transmitted', caseId: 'C-1' });
      wake('accepted');
    } else answerJson(response, answer, { code: 'TOLD' });
  }, 0);
  const next = (what: keyof typeof waiting): Promise<void> =>
    new Promise((resolve) => waiting[what].push(resolve));
  return {
    url: server.url,
    answer: (...told) => {
      answers = told;
    },
    bodies,
    keys,
    acceptedIds,
    called: () => next('called'),
    accepted: () => next('accepted'),
    close: () => server.close(),
  };
}
