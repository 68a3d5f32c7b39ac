import { expect } from 'chai';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { HubError } from '../../../hub/errors.ts';
import { ExchangeError } from '../../../hub/flows/exchange-error.ts';
import { HttpError } from '../../../hub/http/http-error.ts';
import { STATUS_OF, renderProblem } from '../../../hub/http/problem.ts';
import { PROJECT_ROOT } from '../../../hub/project-root.ts';

const ID = '0190d8b5-0000-7000-8000-000000000000';
const CANARY = 'Zebulon-O’Canary';

/** An error as sequelize makes them: the statement and its parameters stand all over it. */
function databaseError(name: string, code: string | undefined, message = CANARY): Error {
  const original = Object.assign(new Error(message), code === undefined ? {} : { code });
  return Object.assign(new Error(`${CANARY} ${message}`), { name, original, sql: CANARY });
}

describe('problem documents', () => {
  it('say type, title, status, detail, code and request id (RFC 9457)', () => {
    const { status, headers, body } = renderProblem(new ExchangeError('ID_REUSE'), ID);
    expect(status).to.equal(409);
    expect(headers['Content-Type']).to.equal('application/problem+json');
    expect(JSON.parse(body)).to.deep.equal({
      type: 'https://schemas.compact-hub.example/problems/id-reuse',
      title: 'Id reuse',
      status: 409,
      detail: 'this id was used before for other content',
      code: 'ID_REUSE',
      requestId: ID,
    });
  });

  it('list what was found, each with its pointer', () => {
    const problems = [{ pointer: '/data/x', code: 'required', detail: 'must be present' }];
    const { body } = renderProblem(new HttpError('COMMAND_INVALID', { problems }), ID);
    expect((JSON.parse(body) as { problems: unknown }).problems).to.deep.equal(problems);
  });

  it('say when to come again, and how to identify oneself', () => {
    const limited = renderProblem(new HttpError('RATE_LIMITED', { retryAfter: 7 }), ID);
    expect(limited.headers['Retry-After']).to.equal('7');
    expect(renderProblem(new ExchangeError('BUSY'), ID).headers['Retry-After']).to.equal('1');
    const stranger = renderProblem(new HttpError('UNAUTHENTICATED'), ID);
    expect(stranger.headers['WWW-Authenticate']).to.match(/^Bearer /);
  });

  const foreign: [string, unknown][] = [
    ['an error of JavaScript', new TypeError(CANARY)],
    ['an error with a cause', new Error(CANARY, { cause: new Error(CANARY) })],
    ['a text', CANARY],
    ['nothing', undefined],
    ['an object that poses as an error', { code: 'NOT_FOUND', message: CANARY, status: 200 }],
    [
      'an error with a code of ours, not of our making',
      Object.assign(new Error(CANARY), { code: 'NOT_FOUND' }),
    ],
    ['a code that has no status', new HubError('SOMETHING_NEW', CANARY)],
    ['a code that names a member of every object', new HubError('constructor', CANARY)],
    ['a statement that failed', databaseError('SequelizeDatabaseError', '42P01')],
    ['a constraint that broke', databaseError('SequelizeUniqueConstraintError', '23505')],
  ];
  for (const [what, error] of foreign) {
    it(`say INTERNAL and nothing else of ${what}`, () => {
      const { status, code, body } = renderProblem(error, ID);
      expect([status, code]).to.deep.equal([500, 'INTERNAL']);
      expect(body).to.not.contain(CANARY);
      expect(body).to.not.match(/stack|sql|\bat \/|node_modules/i);
    });
  }

  const away: [string, Error][] = [
    ['refuses connections', databaseError('SequelizeConnectionRefusedError', 'ECONNREFUSED')],
    ['has no connection free', databaseError('SequelizeConnectionAcquireTimeoutError', undefined)],
    ['is shutting down', databaseError('SequelizeDatabaseError', '57P01')],
    ['is starting', databaseError('SequelizeConnectionError', '57P03')],
    [
      'broke the connection',
      databaseError('SequelizeDatabaseError', undefined, 'Connection terminated unexpectedly'),
    ],
    ['is full', databaseError('SequelizeDatabaseError', '53100')],
    ['took a deadlock apart', databaseError('SequelizeDatabaseError', '40P01')],
  ];
  for (const [what, error] of away) {
    it(`say 503 and when to come again while the store ${what}`, () => {
      const { status, code, headers, body } = renderProblem(error, ID);
      expect([status, code]).to.deep.equal([503, 'UNAVAILABLE']);
      expect(headers['Retry-After']).to.equal('1');
      expect(body).to.not.contain(CANARY);
    });
  }

  it('have a status of the error range for every code', () => {
    for (const [code, status] of Object.entries(STATUS_OF)) {
      expect(status, code).to.be.within(400, 599);
    }
  });

  it('are all explained in docs/errors.md, with their status', () => {
    const page = readFileSync(join(PROJECT_ROOT, 'docs', 'errors.md'), 'utf8');
    const rows = new Map(
      [...page.matchAll(/^\| `([A-Z_]+)` +\| (\d{3}) /gm)].map(([, code, status]) => [
        code,
        Number(status),
      ]),
    );
    expect(Object.fromEntries(rows)).to.deep.equal({ ...STATUS_OF });
  });

  it('of commands and the start are all explained there, too', () => {
    const page = readFileSync(join(PROJECT_ROOT, 'docs', 'errors.md'), 'utf8');
    const thrown = sourceFiles('hub').flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/new (?:Hub|Embedded)Error\(\s*'([A-Z_]+)'/g)].map(
        ([, code = '']) => code,
      ),
    );
    expect(thrown.length).to.be.greaterThan(20);
    expect(thrown.filter((code) => !page.includes(`| \`${code}\``))).to.deep.equal([]);
  });
});

function sourceFiles(folder: string): string[] {
  return readdirSync(join(PROJECT_ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(PROJECT_ROOT, folder, name));
}
