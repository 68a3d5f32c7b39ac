import { expect } from 'chai';
import { HubError } from '../../../hub/errors.ts';
import { ExchangeError } from '../../../hub/flows/exchange-error.ts';
import { HttpError } from '../../../hub/http/http-error.ts';
import type { Flows } from '../../../hub/http/parts.ts';
import { createLog } from '../../../hub/log.ts';
import { MappingError } from '../../../hub/mapping/mapping-error.ts';
import { MessageError } from '../../../hub/message/message-error.ts';
import { parseJson } from '../../../hub/message/parse-json.ts';
import {
  type TestHttp,
  authenticatorOf,
  httpParts,
  makeCaller,
  startTestHttp,
  unexpectedFlows,
} from '../../support/test-http.ts';

/** Stands in every error's message, cause, parameters and fields, and in what the caller sends. */
const CANARY = 'Zebulon-OCanary';
const TRACES = /\bat \/|node_modules|\.ts:\d|SELECT |sequelize|postgres|hub\/|password/i;

const spoilt = <Thrown extends Error>(error: Thrown, fields: object = {}): Thrown =>
  Object.assign(error, { sql: `SELECT '${CANARY}'`, parameters: [CANARY], ...fields });

/** One of every class of error that a flow can throw. */
const ERRORS: Record<string, () => unknown> = {
  'exchange error': () => new ExchangeError('OUT_OF_ORDER'),
  'message error': () => new MessageError('SCHEMA_INVALID', 'the activity is not valid'),
  'mapping error with a cause': () =>
    new MappingError('NATIVE_INVALID', { cause: new Error(CANARY) }),
  'http error with a cause': () => new HttpError('UNAVAILABLE', { cause: new Error(CANARY) }),
  'hub error of no known code': () => new HubError('LEDGER_FORK', CANARY),
  'type error': () => spoilt(new TypeError(CANARY)),
  'range error': () => spoilt(new RangeError(CANARY)),
  'aggregate error': () => spoilt(new AggregateError([new Error(CANARY)], CANARY)),
  'database error': () =>
    spoilt(new Error(CANARY), {
      name: 'SequelizeDatabaseError',
      original: spoilt(new Error(CANARY), { code: '42703' }),
    }),
  'connection error': () => spoilt(new Error(CANARY), { name: 'SequelizeConnectionRefusedError' }),
  'system error': () => spoilt(new Error(CANARY), { code: 'ENOENT', path: `/etc/${CANARY}` }),
  'JSON of the engine': () => {
    try {
      return JSON.parse(`{"${CANARY}": oops`) as unknown;
    } catch (error) {
      return error;
    }
  },
  'JSON of ours': () => {
    try {
      return parseJson(Buffer.from(`{"${CANARY}": oops`));
    } catch (error) {
      return error;
    }
  },
  'an error whose toJSON speaks': () => spoilt(new Error(CANARY), { toJSON: () => CANARY }),
  'an error that names itself so': () => spoilt(new Error(CANARY), { name: CANARY }),
  'a text': () => CANARY,
  'an object': () => ({ message: CANARY, status: 418, statusCode: 418, expose: true }),
  nothing: () => undefined,
};

describe('errors', () => {
  const system = makeCaller('OR', ['system']);
  const lines: string[] = [];
  let thrown: () => unknown = () => undefined;
  let http: TestHttp;

  before(async () => {
    const flows: Flows = {
      ...unexpectedFlows,
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
      accept: () => Promise.reject(thrown()),
      inbox: () => {
        throw thrown();
      },
    };
    http = await startTestHttp(
      httpParts({
        flows,
        authenticator: authenticatorOf([system]),
        log: createLog('debug', { write: (line: string) => lines.push(line) }),
      }),
    );
  });
  after(() => http.close());

  for (const [what, make] of Object.entries(ERRORS)) {
    it(`of every class leak nothing into answer or log: ${what}`, async () => {
      thrown = make;
      lines.length = 0;
      const answers = [
        await http.call('POST /v1/messages?' + CANARY, {
          as: system,
          headers: { 'content-type': `application/json; x=${CANARY}`, 'x-name': CANARY },
          body: JSON.stringify({ name: CANARY }),
        }),
        await http.call('GET /v1/inbox', { as: system }),
      ];
      for (const answer of answers) {
        const { status, headers, text } = answer;
        expect(status).to.be.at.least(400);
        expect(headers.get('content-type')).to.equal('application/problem+json');
        const told = text + JSON.stringify([...headers]);
        expect(told).to.not.contain(CANARY).and.not.match(TRACES);
        const { requestId } = answer.body as { requestId: string };
        expect(requestId).to.equal(headers.get('x-request-id'));
        expect(
          lines.filter((line) => line.includes(requestId)),
          'found in the log',
        ).to.not.be.empty;
      }
      expect(lines.join('')).to.not.contain(CANARY).and.not.contain(system.authorization.slice(7));
    });
  }

  it('of the path, the query and the credential are not repeated either', async () => {
    lines.length = 0;
    const routes = [
      `GET /v1/${CANARY}`,
      `GET /v1/messages/${CANARY}`,
      `GET /v1/messages?${CANARY}=${CANARY}&limit=${CANARY}&cursor=${CANARY}`,
      `GET /v1/cases/${CANARY}`,
      `GET /docs/${CANARY}`,
      `GET /v1/ledger/tile/${CANARY}`,
      `GET /v1/messages/%E0%A4%A${CANARY}`,
      `DELETE /v1/messages/${CANARY}`,
    ];
    for (const route of routes) {
      const { text, headers } = await http.call(route, { as: system });
      expect(text + JSON.stringify([...headers]), route).to.not.contain(CANARY);
    }
    const guessed = await http.call('GET /v1/inbox', {
      headers: { authorization: `Bearer ${CANARY}` },
    });
    expect(guessed.text).to.not.contain(CANARY);
    expect(lines.join('')).to.not.contain(CANARY);
  });
});
