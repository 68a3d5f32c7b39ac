import { expect } from 'chai';
import { describeError } from '../../hub/http/describe-error.ts';
import { type LogFields, createLog } from '../../hub/log.ts';

/** Lines that a log wrote, as objects. */
function openLog(level: Parameters<typeof createLog>[0] = 'debug') {
  const lines: Record<string, unknown>[] = [];
  const log = createLog(level, {
    write: (line: string) => {
      lines.push(JSON.parse(line) as Record<string, unknown>);
    },
  });
  return { log, lines };
}

const ID = '0190d8b5-0000-7000-8000-000000000000';

describe('log', () => {
  it('writes one JSON line an event, with its level and time', () => {
    const { log, lines } = openLog();
    log.info('request', {
      requestId: ID,
      route: 'POST /v1/messages',
      status: 202,
      milliseconds: 1.5,
    });
    expect(lines).to.have.length(1);
    expect(lines[0]).to.include({
      level: 'info',
      event: 'request',
      requestId: ID,
      route: 'POST /v1/messages',
      status: 202,
    });
    expect(lines[0]!['time']).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(lines[0]).to.not.have.any.keys('pid', 'hostname', 'msg');
  });

  it('writes nothing below its level', () => {
    const { log, lines } = openLog('warn');
    log.info('request', { requestId: ID });
    log.debug('request', { requestId: ID });
    expect(lines).to.deep.equal([]);
  });

  const texts = [
    'Zebulon O’Canary',
    "O'Brien",
    'case 4471 of Smith',
    'a\nb',
    '{"x":1}',
    '\u001b[31m',
    '${jndi:ldap://x}',
    '<script>',
    'x'.repeat(500),
  ];
  const fields: (keyof LogFields)[] = [
    'requestId',
    'route',
    'code',
    'actor',
    'member',
    'transmissionId',
    'deliveryId',
    'activityType',
    'state',
    'transport',
    'part',
    'errno',
    'trace',
    'url',
    'version',
  ];
  it('has no field in which a text from outside can stand', () => {
    const { log, lines } = openLog();
    for (const field of fields) {
      for (const text of texts) log.info('request', { [field]: text });
    }
    expect(lines).to.have.length(fields.length * texts.length);
    for (const line of lines) {
      const said = Object.entries(line).filter(
        ([name]) => !['level', 'time', 'event'].includes(name),
      );
      expect(said.map(([, value]) => value)).to.deep.equal(['?']);
    }
  });

  it('drops fields that it does not know, whatever the type says', () => {
    const { log, lines } = openLog();
    log.info('request', { body: 'Zebulon', headers: { authorization: 'x' } } as LogFields);
    expect(Object.keys(lines[0]!)).to.have.members(['level', 'time', 'event']);
  });
});

describe('an error in the log', () => {
  it('is its class and its way through this code, never its message', () => {
    const { log, lines } = openLog();
    const error = new TypeError('Zebulon O’Canary\n    at Zebulon (/srv/hub/flows/secret.ts:1:1)');
    log.error('request-failed', describeError(error));
    expect(lines[0]).to.include({ error: 'TypeError' });
    expect(JSON.stringify(lines)).to.not.contain('Zebulon').and.not.contain('secret.ts');
  });

  it('names the functions and lines of the hub that it came through', () => {
    const error = new Error('x');
    error.stack = `Error: x
    at readFields (file:///srv/app/hub/http/read-fields.ts:31:9)
    at async Promise.all (index 0)
    at /srv/app/node_modules/express/lib/router.js:1:2
    at async acceptGroup (/srv/app/hub/flows/accept-group.ts:80:5)`;
    expect(describeError(error).trace).to.equal(
      'readFields (hub/http/read-fields.ts:31) < acceptGroup (hub/flows/accept-group.ts:80)',
    );
    const { log, lines } = openLog();
    log.error('request-failed', describeError(error));
    expect(lines[0]!['trace']).to.not.equal('?');
  });

  it('gives the SQLSTATE of a statement that failed, or the errno of the system', () => {
    const failed = Object.assign(new Error('x'), { original: { code: '23505' } });
    expect(describeError(failed).errno).to.equal('23505');
    expect(describeError(Object.assign(new Error('x'), { code: 'ENOSPC' })).errno).to.equal(
      'ENOSPC',
    );
  });

  it('is told apart from what is no error', () => {
    expect(describeError('Zebulon')).to.deep.equal({ error: 'NotAnError' });
    expect(describeError(undefined)).to.deep.equal({ error: 'NotAnError' });
  });
});
