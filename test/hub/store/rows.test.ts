import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { connectState } from '../../../hub/flows/administer.ts';
import { PROJECT_ROOT } from '../../../hub/project-root.ts';
import { activity } from '../../support/activity.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';

/** Planted in everything that a person could write into; each stands nowhere else. */
const CANARIES = {
  name: 'Zquorvennix',
  text: 'Mulbrakotheen',
  caseNumber: 'OR-QV 7719/Ylith',
  theirCaseNumber: 'TX-QV 9917/Ylith',
  attachment: 'Fennimarloqua',
  fileName: 'Drexwollipan.pdf',
  officer: 'Hjalvarquist',
  returnReason: 'Pellunquaro',
  replayReason: 'Vostramelick',
  nackReason: 'Grauwinthelp',
  secret: 'kQ7-Tresselbocht',
} as const;

describe('what the store keeps of a person', () => {
  let site: TestSite;
  let hub: TestHub;

  before(async () => {
    site = await openTestSite({
      states: {
        OR: {},
        TX: {},
        CA: { capabilities: { acknowledgement: 'asynchronous' } },
        NV: { mode: 'pull' },
      },
    });
    hub = await site.start();
    await plantCanaries();
    await site.until(
      () => site.query('SELECT FROM pending_leaves'),
      (rows) => rows.length === 0,
    );
  });
  after(() => site.close());

  const person = {
    name: { lastName: CANARIES.name, firstName: 'Robin' },
    dateOfBirth: '1988-02-29',
    sex: 'M',
    race: 'W',
  };
  const submittedBy = { name: CANARIES.officer, role: 'OFFICER', reference: 'qv' };

  async function plantCanaries(): Promise<void> {
    const endpoint = 'http://127.0.0.1:9/';
    const { administer } = site.parts;
    await connectState(administer, { member: 'TX', endpoint, credential: CANARIES.secret });
    const body = Buffer.from(`%PDF-1.7 ${CANARIES.attachment}`);
    const sha256 = createHash('sha256').update(body).digest('hex');
    const contentType = 'application/pdf';
    await hub.call('OR', `PUT /v1/attachments/${sha256}`, { body, contentType });
    const attachments = [
      {
        sha256,
        mediaType: contentType,
        size: body.length,
        kind: 'OTHER',
        fileName: CANARIES.fileName,
        description: CANARIES.text,
      },
    ];
    const data = { supervisedIndividual: person, submittedBy, justification: CANARIES.text };
    const request = (to: string, more: object, released = true) =>
      activity('transfer-request', { from: 'OR', to, released, data: { ...data, ...more } });
    const opened = await hub.submit(
      'OR',
      request('TX', { attachments, senderCaseNumber: CANARIES.caseNumber }),
    );
    expect(opened.status, opened.text).to.equal(202);
    const subject = String(opened.body['caseId']);
    const reply = { from: 'TX', to: 'OR', subject };
    const replied = await hub.submit(
      'TX',
      activity('transfer-reply', {
        ...reply,
        data: { submittedBy, senderCaseNumber: CANARIES.theirCaseNumber },
      }),
    );
    expect(replied.status, replied.text).to.equal(202);
    const waiting = await hub.submit('OR', request('TX', {}, false));
    const path = `POST /v1/messages/${String(waiting.body['transmissionId'])}/return`;
    const returned = await hub.call('OR office', path, { json: { reason: CANARIES.returnReason } });
    expect(returned.status, returned.text).to.equal(204);
    await refusedAndReplayed(request('CA', {}));
    await hub.submit('OR', request('NV', {}));
    await hub.call('NV', 'GET /v1/inbox');
    // Refused: of these nothing may stay at all.
    await hub.submit('OR', {
      ...request('TX', {}),
      data: { ...data, transferReason: CANARIES.text },
    });
    await hub.submit(
      'OR',
      activity('progress-report', {
        from: 'OR',
        to: 'TX',
        subject: CANARIES.text,
        data: { summary: CANARIES.text },
      }),
    );
  }

  async function refusedAndReplayed(request: ReturnType<typeof activity>): Promise<void> {
    const sent = await hub.submit('OR', request);
    const [row] = await site.until(
      () =>
        site.query<{ delivery_id: string; state: string }>(
          'SELECT delivery_id, state FROM deliveries WHERE transmission_id = $1',
          [sent.body['transmissionId']],
        ),
      ([found]) => found?.state === 'handed-over',
    );
    const id = row?.delivery_id ?? '';
    const nack = { json: { reason: CANARIES.nackReason } };
    expect((await hub.call('CA', `POST /v1/inbox/${id}/nack`, nack)).status).to.equal(204);
    const replay = { json: { reason: CANARIES.replayReason } };
    const replayed = await hub.call('OR office', `POST /v1/deliveries/${id}/replay`, replay);
    expect(replayed.status, replayed.text).to.equal(204);
  }

  it('is in no column of any table to be read', async () => {
    const tables = await site.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1`,
    );
    const found: string[] = [];
    let rowsSeen = 0;
    for (const { name } of tables) {
      for (const row of await site.query<Record<string, unknown>>(`SELECT * FROM ${name}`)) {
        rowsSeen += 1;
        for (const [column, value] of Object.entries(row)) {
          for (const canary of hiddenIn(value)) found.push(`${name}.${column}: ${canary}`);
        }
      }
    }
    expect(rowsSeen).to.be.greaterThan(100);
    expect(found).to.deep.equal([]);
  });

  it('is there for the state that sent it', async () => {
    const [row] = await site.query<{ transmission_id: string }>(
      `SELECT transmission_id FROM transmissions WHERE from_member = 'OR' AND to_member = 'TX'`,
    );
    const path = `GET /v1/messages/${row?.transmission_id ?? ''}/bodies`;
    for (const member of ['OR', 'TX']) {
      const { text } = await hub.call(member, path);
      expect(text).to.contain(CANARIES.name).and.to.contain(CANARIES.caseNumber);
    }
  });

  it('differs from row to row, also for the same person', async () => {
    for (const [table, column] of [
      ['records', 'ciphertext'],
      [`(SELECT * FROM records WHERE kind <> 'sent') AS records`, 'commitment'],
      ['content_keys', 'wrapped_key'],
      ['content_keys', 'salt'],
      ['transmissions', 'received_digest'],
      ['transmissions', 'content_digest'],
      ['case_identifiers', 'value'],
    ] as const) {
      const rows = await site.query<{ value: Buffer }>(`SELECT ${column} AS value FROM ${table}`);
      const values = rows.map(({ value }) => value.toString('hex'));
      expect(values.length, `${table}.${column}`).to.be.greaterThan(1);
      expect(new Set(values).size, `${table}.${column}`).to.equal(values.length);
    }
  });

  it('is under no digest that could be guessed from its content', async () => {
    const [record] = await site.query<{ received_digest: Buffer }>(
      `SELECT received_digest FROM transmissions WHERE from_member = 'OR' LIMIT 1`,
    );
    const tokens = await site.query<{ token: Buffer }>('SELECT token FROM case_identifiers');
    const guesses = [CANARIES.caseNumber, `OR ${CANARIES.caseNumber}`, CANARIES.theirCaseNumber];
    for (const guess of guesses) {
      const digest = createHash('sha256').update(guess).digest();
      for (const { token } of tokens) expect(token.equals(digest)).to.equal(false);
    }
    expect(record?.received_digest).to.have.length(32);
  });
});

/** The canaries that a value shows: as text, in hexadecimal, base64 or UTF-16, in any case. */
function hiddenIn(value: unknown): string[] {
  const texts = Buffer.isBuffer(value)
    ? [value.toString('utf8'), value.toString('utf16le'), value.toString('hex')]
    : [typeof value === 'string' ? value : JSON.stringify(value ?? null)];
  return Object.entries(CANARIES)
    .filter(([, canary]) => {
      const bytes = Buffer.from(canary);
      const forms = [
        canary,
        bytes.toString('hex'),
        bytes.toString('base64').replace(/.{1,2}=*$/, ''),
      ];
      return texts.some((text) =>
        forms.some((form) => text.toLowerCase().includes(form.toLowerCase())),
      );
    })
    .map(([name]) => name);
}

describe('the statements of the hub', () => {
  const CLOCKS =
    /\b(?:now\s*\(|current_timestamp|current_date|current_time\b|localtime|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday|CURRENT_TIMESTAMP|'(?:now|today|yesterday|tomorrow)')/i;

  async function filesBelow(folder: string, pattern: RegExp): Promise<string[]> {
    const entries = await readdir(join(PROJECT_ROOT, folder), { recursive: true });
    return entries.filter((name) => pattern.test(name)).map((name) => join(folder, name));
  }

  it('take the time as a parameter and ask no clock of the database', async () => {
    const files = [
      ...(await filesBelow('hub/store', /\.(?:ts|sql)$/)),
      ...(await filesBelow('hub/flows', /\.ts$/)),
    ].filter((file) => !/embedded-/.test(file));
    expect(files.length).to.be.greaterThan(40);
    for (const file of files) {
      const text = await readFile(join(PROJECT_ROOT, file), 'utf8');
      const statements = file.endsWith('.sql') ? [text.replace(/--.*$/gm, '')] : literalsOf(text);
      for (const sql of statements) expect(CLOCKS.exec(sql)?.[0], file).to.equal(undefined);
    }
  });

  it('are whole and fixed: no value is written into their text', async () => {
    for (const file of await filesBelow('hub/store', /\.ts$/)) {
      const text = await readFile(join(PROJECT_ROOT, file), 'utf8');
      const quoted = text.match(/'\$\{[^}]*\}'/g) ?? [];
      expect(quoted, file).to.deep.equal([]);
    }
  });

  it('stand in hub/store only', async () => {
    const SQL = /\b(?:SELECT|INSERT INTO|DELETE FROM)\s+[\w$*"(]|\bUPDATE\s+\w+\s+SET\b/;
    const elsewhere = (await filesBelow('hub', /\.ts$/)).filter(
      (file) => !file.startsWith('hub/store/') && !file.startsWith('hub/generated/'),
    );
    for (const file of elsewhere) {
      const text = await readFile(join(PROJECT_ROOT, file), 'utf8');
      expect(SQL.test(text), file).to.equal(false);
    }
  });
});

/** The literals of a TypeScript file, where its statements are; what they embed is code again. */
function literalsOf(text: string): string[] {
  const code = text.replace(/^\s*(?:\/\/|\/?\*).*$/gm, '');
  const literals = code.match(/`[^`]*`|'[^'\n]*'/g) ?? [];
  return literals.map((literal) => literal.replace(/\$\{[^}]*\}/g, ''));
}
