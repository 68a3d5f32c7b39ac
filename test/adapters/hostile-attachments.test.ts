import { createHash } from 'node:crypto';
import { readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { addSystemKey } from '../../hub/flows/administer.ts';
import { activity } from '../support/activity.ts';
import { type QueueState, openQueueState } from '../support/incoming/queue-sender.ts';
import { sftpState } from '../support/incoming/sftp-sender.ts';
import { type OpensshServer, startOpensshServer } from '../support/openssh-server.ts';
import { NS, tokenMessage } from '../support/soap-message.ts';
import { type TestHub, type TestSite, openTestSite } from '../support/test-hub.ts';
import {
  HOSTILE_ATTACHMENTS,
  HOSTILE_BASE64,
  HOSTILE_FILE_NAMES,
  type HostileAttachment,
} from './hostile-attachments.ts';

type Sent = Pick<HostileAttachment, 'mediaType' | 'extension' | 'body' | 'sha256'>;
/** The code of the refusal; undefined when the file was stored. */
type SendFile = (file: Sent) => Promise<string | undefined>;

describe('hostile attachments', () => {
  const endings: (() => Promise<unknown>)[] = [];
  let site: TestSite;
  let hub: TestHub;
  let server: OpensshServer;
  let queue: QueueState;
  let key: string;

  before(async function () {
    this.timeout(120_000);
    server = await startOpensshServer();
    endings.push(() => server.stop());
    queue = await openQueueState();
    endings.push(() => queue.stop());
    const { port, vhost } = queue.broker;
    site = await openTestSite({
      states: {
        OR: {},
        TX: { mode: 'pull' },
        CA: sftpState(server, server.endpoint),
        NV: queue.stateAt(`amqp://127.0.0.1:${port}/${vhost}`),
      },
    });
    endings.push(() => site.close());
    hub = await site.start();
    key = (await addSystemKey(site.parts.administer, { member: 'TX', label: 'SOAP' })).secret;
  });
  after(async () => {
    for (const end of endings.toReversed()) await end();
  });

  const byRest: SendFile = async ({ mediaType, body, sha256 }) => {
    const route = `PUT /v1/attachments/${sha256 ?? digestOf(body)}`;
    const answer = await hub.call('OR', route, { body, contentType: mediaType });
    return answer.status < 300 ? undefined : String(answer.body['code']);
  };

  async function submitBySoap(content: string, sha256: string, mediaType: string) {
    const fields = `<Sha256>${sha256}</Sha256><MediaType>${mediaType}</MediaType><Content>${content}</Content>`;
    const element = `<SubmitAttachment xmlns="${NS.hub}">${fields}</SubmitAttachment>`;
    const created = new Date().toISOString();
    const body = tokenMessage({ content: element, created }, { password: key });
    const headers = { 'Content-Type': 'application/soap+xml; charset=utf-8' };
    const response = await fetch(`${hub.url}/soap`, { method: 'POST', headers, body });
    const text = await response.text();
    return response.ok ? undefined : /<code[^>]*>(\w+)<\/code>/i.exec(text)?.[1];
  }
  const bySoap: SendFile = ({ mediaType, body, sha256 }) =>
    submitBySoap(body.toString('base64'), sha256 ?? digestOf(body), mediaType);

  const bySftp: SendFile = async ({ extension, body, sha256 }) => {
    const at = (...names: string[]): string => join(server.folder, ...names);
    const name = `${sha256 ?? digestOf(body)}.${extension}`;
    await writeFile(at('out', 'files', `.${name}`), body);
    await rename(at('out', 'files', `.${name}`), at('out', 'files', name));
    while ((await readdir(at('out', 'files'))).includes(name)) await wait(10);
    const text = await readFile(at('rejected', `${name}.reason.txt`), 'utf8').catch(() => '');
    return /^ {2}Code: +(\w+)$/m.exec(text)?.[1];
  };

  let made = 0;
  /** A file that is taken gets no word; the activity behind it does. */
  const byQueue: SendFile = async ({ mediaType, body, sha256 }) => {
    made += 1;
    const [messageId, behind] = [`file-${made}`, `behind-${made}`];
    const word = queue.words.on(messageId);
    const next = queue.words.on(behind);
    const headers = { sha256: sha256 ?? digestOf(body) };
    const options = { messageId, headers, type: 'compact.attachment', contentType: mediaType };
    queue.channel.publish('', queue.names.submissions, body, options);
    const document = JSON.stringify(activity('transfer-request', { from: 'NV', to: 'OR' }));
    queue.channel.publish('', queue.names.submissions, Buffer.from(document), {
      messageId: behind,
    });
    const first = await Promise.race([word, next]);
    expect((await next).kind).to.equal('accepted');
    return first.kind === 'refused' ? first.code : undefined;
  };

  const ways: Readonly<Record<string, SendFile>> = { byRest, bySoap, bySftp, byQueue };
  const count = async (): Promise<number> =>
    (await site.query<{ count: number }>('SELECT count(*)::integer FROM attachments'))[0]!.count;

  for (const [way, send] of Object.entries(ways)) {
    for (const { name, code, ...file } of HOSTILE_ATTACHMENTS) {
      it(`${way.slice(2).toUpperCase()}, ${name}: ${code ?? 'stored'}, and the next is stored`, async () => {
        const before = await count();
        made += 1;
        const good = Buffer.from(`%PDF-1.7 number ${made}`);
        const expected = way === 'bySftp' && code === 'BODY_TOO_LARGE' ? 'FILE_TOO_LARGE' : code;
        expect(await send(file)).to.equal(expected);
        const next = { mediaType: 'application/pdf', extension: 'pdf', body: good };
        expect(await send(next)).to.equal(undefined);
        expect(await count()).to.equal(before + (code === undefined ? 2 : 1));
      });
    }
  }

  for (const { name, content, code } of HOSTILE_BASE64) {
    it(`SOAP, base64, ${name}: ${code}`, async () => {
      const before = await count();
      const sha256 = digestOf(Buffer.from('%PDF-1.7'));
      expect(await submitBySoap(content, sha256, 'application/pdf')).to.equal(code);
      expect(await count()).to.equal(before);
    });
  }

  const naming = (fileName: string, sha256 = digestOf(Buffer.from(fileName))) =>
    activity('transfer-request', {
      from: 'OR',
      to: 'TX',
      data: {
        attachments: [
          {
            sha256,
            mediaType: 'application/pdf',
            size: 8,
            kind: 'OTHER',
            description: 'x',
            fileName,
          },
        ],
      },
    });

  for (const { name, fileName } of HOSTILE_FILE_NAMES) {
    it(`named by an activity as ${name}: SCHEMA_INVALID, at the name and without it`, async () => {
      const { status, body, text } = await hub.submit('OR', naming(fileName));
      expect(status).to.equal(422);
      expect(body).to.include({ code: 'SCHEMA_INVALID' });
      expect(text).to.contain('"/data/attachments/0/fileName"');
      if (fileName.length > 3) expect(text).not.to.contain(JSON.stringify(fileName).slice(1, -1));
    });
  }

  it('sent again as another type: what was stored stays', async () => {
    const body = Buffer.from(`GIF89a is text too${'!'.repeat(1_234)}`);
    const sha256 = digestOf(body);
    expect(await byRest({ mediaType: 'text/plain', extension: '', body })).to.equal(undefined);
    expect(await byRest({ mediaType: 'image/gif', extension: '', body })).to.equal(undefined);
    const rows = await site.query<{ media_type: string }>(
      'SELECT media_type FROM attachments WHERE from_member = $1 AND size = $2',
      ['OR', body.length],
    );
    expect(rows).to.deep.equal([{ media_type: 'text/plain' }]);
    expect((await hub.call('OR', `GET /v1/attachments/${sha256}`)).text).to.equal(String(body));
  });
});

function digestOf(body: Buffer): string {
  return createHash('sha256').update(body).digest('hex');
}
