import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { answerJson, readBody, startLoopbackServer } from '../../simulation/http-server.ts';
import { findDialect } from '../../simulation/native/find-dialect.ts';
import type { Meaning } from '../../simulation/native/meaning.ts';

/** What a bad exchange does with some activities. */
export type Misdeed = 'deliver twice' | 'skip a number' | 'alter' | 'vary receipts';

interface RelayState {
  readonly endpoint: string;
  readonly pushKey: string;
  readonly dialect: string;
}

export interface Relay {
  readonly url: string;
  join(member: string, state: RelayState): void;
  /** Does this to the next activity that a case has after its opening. */
  misdo(misdeed: Misdeed): void;
  close(): Promise<void>;
}

interface Held {
  readonly native: string;
  readonly receipt: string;
}

/**
 * The least exchange that the simulated states can play over, in memory: receipts, repeats, order
 * within a case, delivery again until it is taken. It stands for the hub in tests of the simulation.
 */
export async function startRelay(): Promise<Relay> {
  const states = new Map<string, RelayState>();
  const held = new Map<string, Held>();
  const caseOf = new Map<string, string>();
  const sequences = new Map<string, number>();
  const lanes = new Map<string, Promise<void>>();
  const misdeeds: Misdeed[] = [];
  let closed = false;
  let cases = 0;
  let deliveries = 0;

  const server = await startLoopbackServer(async (incoming, response) => {
    const member = (incoming.headers.authorization ?? '').replace('Bearer key-', '');
    const state = states.get(member);
    if (state === undefined) {
      answerJson(response, 401, {});
      return;
    }
    const body = await readBody(incoming, 2 ** 23);
    const meaning = findDialect(state.dialect).read(body);
    const key = `${member} ${meaning.id}`;
    const known = held.get(key);
    if (known !== undefined && known.native !== body.toString()) {
      answerJson(response, 409, { code: 'ID_REUSED' });
      return;
    }
    const { receipt } = known ?? accept(key, meaning, body);
    const vary = known !== undefined && takeMisdeed(['vary receipts']) !== undefined;
    const text = vary ? receipt.replace('"status"', ' "status"') : receipt;
    response.writeHead(known === undefined ? 202 : 200, { 'content-type': 'application/json' });
    response.end(text);
  }, 0);

  function accept(key: string, meaning: Meaning, body: Buffer): Held {
    const caseId = caseIdFor(meaning);
    const length = held.size;
    const receipt = JSON.stringify({
      transmissionId: `T-${length}`,
      status: 'transmitted',
      caseId,
    });
    const entry = { native: body.toString(), receipt };
    held.set(key, entry);
    const lane = `${caseId} ${meaning.to}`;
    const before = lanes.get(lane) ?? Promise.resolve();
    lanes.set(
      lane,
      before.then(() => deliver(caseId, meaning)),
    );
    return entry;
  }

  function caseIdFor({ caseReference, from, data }: Meaning): string {
    let caseId =
      caseReference === undefined
        ? undefined
        : (caseOf.get(`${from} ${caseReference}`) ?? caseReference);
    caseId ??= `C-${createHash('sha256')
      .update(`${(cases += 1)}`)
      .digest('hex')
      .slice(0, 26)}`;
    if (data.senderCaseNumber !== undefined) caseOf.set(`${from} ${data.senderCaseNumber}`, caseId);
    return caseId;
  }

  function takeMisdeed(kinds: readonly Misdeed[]): Misdeed | undefined {
    const index = misdeeds.findIndex((misdeed) => kinds.includes(misdeed));
    return index < 0 ? undefined : misdeeds.splice(index, 1)[0];
  }

  async function deliver(caseId: string, meaning: Meaning): Promise<void> {
    const lane = `${caseId} ${meaning.to}`;
    let sequence = (sequences.get(lane) ?? 0) + 1;
    const misdeed =
      sequence === 1 ? undefined : takeMisdeed(['deliver twice', 'skip a number', 'alter']);
    if (misdeed === 'skip a number') sequence += 1;
    const said =
      misdeed === 'alter' ? { ...meaning, data: { ...meaning.data, comments: 'x' } } : meaning;
    const times = misdeed === 'deliver twice' ? 2 : 1;
    for (let time = 0; time < times; time += 1, sequence += 1) {
      sequences.set(lane, sequence);
      await push(meaning.to, caseId, { ...said, caseReference: caseId }, sequence);
    }
  }

  async function push(
    to: string,
    caseId: string,
    meaning: Meaning,
    sequence: number,
  ): Promise<void> {
    const state = states.get(to);
    if (state === undefined) return;
    const deliveryId = `D-${(deliveries += 1)}`;
    const dialect = findDialect(state.dialect);
    const document = dialect.write(meaning);
    for (let attempt = 1; !closed; attempt += 1) {
      const headers = {
        authorization: `Bearer ${state.pushKey}`,
        'content-type': dialect.contentType,
        'idempotency-key': deliveryId,
        'x-delivery-id': deliveryId,
        'x-attempt': `${attempt}`,
        'x-case-id': caseId,
        'x-case-sequence': `${sequence}`,
      };
      const answer = await post(`${state.endpoint}/activities`, headers, document);
      if (answer === 200 || (answer >= 400 && answer < 500)) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  return {
    url: server.url,
    join: (member, state) => states.set(member, state),
    misdo: (misdeed) => misdeeds.push(misdeed),
    async close() {
      closed = true;
      await server.close();
      await Promise.allSettled(lanes.values());
    },
  };
}

/** The status of the answer; 0 when none came within a second. */
export function post(url: string, headers: Record<string, string>, body: Buffer): Promise<number> {
  return new Promise((resolve) => {
    const call = request(url, { method: 'POST', headers, agent: false, timeout: 1000 });
    call.on('response', (response) => {
      response.resume();
      response.on('close', () => {
        resolve(response.complete ? (response.statusCode ?? 0) : 0);
      });
    });
    call.on('timeout', () => call.destroy());
    call.on('error', () => {
      resolve(0);
    });
    call.end(body);
  });
}
