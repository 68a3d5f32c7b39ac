import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import type { Incoming, StateAdapter } from '../../adapters/adapter.ts';
import { type SftpOptions, createSftpAdapter } from '../../adapters/sftp.ts';
import { type OpensshServer, startOpensshServer } from '../support/openssh-server.ts';
import { again, expectFailure, parcelOf } from './adapter-contract.ts';
import { sftpOptions } from './sftp-options.ts';

const NEVER = new AbortController().signal;

describe('sftp against OpenSSH', () => {
  let server: OpensshServer;
  const adapters: StateAdapter[] = [];

  function adapterFor(others: Partial<SftpOptions> = {}, to: OpensshServer = server): StateAdapter {
    const adapter = createSftpAdapter(sftpOptions(to, others));
    adapters.push(adapter);
    return adapter;
  }

  before(async () => {
    server = await startOpensshServer();
  });
  afterEach(async () => {
    for (const adapter of adapters.splice(0)) await adapter.close();
  });
  after(() => server.stop());

  const inbound = (name: string): Promise<Buffer> => readFile(join(server.folder, 'in', name));

  it('hands over one document byte for byte, and leaves nothing else', async () => {
    const parcel = parcelOf({ body: Buffer.from([0, 0xff, 0x0d, 0x0a, 0xc3, 0xa9]) });
    const [outcome] = await adapterFor().deliver([parcel], NEVER);
    expect(outcome).to.deep.equal({ kind: 'handed-over', bytesIn: 0 });
    expect(await inbound(`1-${parcel.deliveryId}.json`)).to.deep.equal(parcel.body);
    expect(await readdir(join(server.folder, '.in'))).to.deep.equal([]);
  });

  it('is safe to call again, and answers a probe', async () => {
    const adapter = adapterFor();
    const parcel = parcelOf();
    expect(await adapter.probe?.(parcel.deliveryId, NEVER)).to.equal('not-held');
    for (const one of [parcel, again(parcel)]) {
      expect((await adapter.deliver([one], NEVER))[0]?.kind).to.equal('handed-over');
    }
    expect(await adapter.probe?.(parcel.deliveryId, NEVER)).to.equal('held');
  });

  it('never overwrites a file that is there with other bytes', async () => {
    const parcel = parcelOf();
    const name = `1-${parcel.deliveryId}.json`;
    await writeFile(join(server.folder, 'in', name), 'foreign');
    const adapter = adapterFor();
    for (const one of [parcel, again(parcel)]) {
      const [outcome] = await adapter.deliver([one], NEVER);
      expectFailure(outcome!, ['message'], 'ID_CONFLICT');
    }
    expect(String(await inbound(name))).to.equal('foreign');
  });

  it('sends 500 in the order of each case', async () => {
    const parcels = Array.from({ length: 500 }, (_, place) =>
      parcelOf({ caseId: `C-${place % 50}`, caseSequence: Math.floor(place / 50) + 1 }),
    );
    const outcomes = await adapterFor().deliver(parcels, NEVER);
    expect(outcomes.filter(({ kind }) => kind === 'handed-over')).to.have.length(500);
    for (const { deliveryId, caseSequence, body } of parcels) {
      expect(await inbound(`${caseSequence}-${deliveryId}.json`)).to.deep.equal(body);
    }
  });

  it('writes files of 8 MB, side files and manifests, and reads them back', async () => {
    const attachment = {
      sha256: '',
      mediaType: 'application/pdf',
      body: Buffer.alloc(3_000_000, 7),
    };
    const sha256 = createHash('sha256').update(attachment.body).digest('hex');
    const parcel = parcelOf({
      body: Buffer.alloc(8_000_000, 'x'),
      attachments: [{ ...attachment, sha256 }],
    });
    const adapter = adapterFor({ sizeLimitBytes: 10_000_000, manifests: true });
    const [outcome] = await adapter.deliver([parcel], NEVER);
    expect(outcome?.kind).to.equal('handed-over');
    const name = `1-${parcel.deliveryId}.json`;
    expect((await inbound(name)).equals(parcel.body)).to.equal(true);
    expect((await inbound(`files/${sha256}.pdf`)).equals(attachment.body)).to.equal(true);
    const digest = createHash('sha256').update(parcel.body).digest('hex');
    expect(String(await inbound(`${name}.ok`))).to.equal(`size 8000000\nsha256 ${digest}\n`);
  });

  describe('identity', () => {
    const pins = [
      { name: 'a fingerprint', pin: () => server.fingerprint },
      { name: 'a fingerprint with padding', pin: () => `${server.fingerprint}=` },
      { name: 'a public key', pin: () => server.hostKey },
      { name: 'a public key with a comment', pin: () => `${server.hostKey} host` },
    ];
    for (const { name, pin } of pins) {
      it(`is proven by ${name}`, async () => {
        const [outcome] = await adapterFor({ hostKeys: [pin()] }).deliver([parcelOf()], NEVER);
        expect(outcome?.kind).to.equal('handed-over');
      });
    }

    it('is refused for a key that is not pinned, before the server learns a user', async () => {
      const adapter = adapterFor({ hostKeys: [`SHA256:${'A'.repeat(43)}`] });
      const [outcome] = await adapter.deliver([parcelOf()], NEVER);
      expectFailure(outcome!, ['destination'], 'IDENTITY_MISMATCH');
    });
  });

  it('holds the destination for a folder that nobody may write to', async () => {
    const readOnly = await startOpensshServer({ readOnly: true });
    try {
      const [outcome] = await adapterFor({}, readOnly).deliver([parcelOf()], NEVER);
      expectFailure(outcome!, ['destination'], 'UNROUTABLE');
    } finally {
      await readOnly.stop();
    }
  });

  it('tries again later when there is no space, and leaves no final name', async () => {
    const full = await startOpensshServer({ fileBlocks: 100 });
    try {
      const parcel = parcelOf({ body: Buffer.alloc(300_000, 'x') });
      const [outcome] = await adapterFor({}, full).deliver([parcel], NEVER);
      expectFailure(outcome!, ['transient'], 'REMOTE_ERROR');
      expect(await readdir(join(full.folder, 'in'))).to.deep.equal(['files']);
    } finally {
      await full.stop();
    }
  });

  it('takes what sftp of openssh-client put, and leaves a reason that it can read', async () => {
    const run = promisify(execFile);
    const batch = join(server.folder, 'commands');
    const sftp = async (...commands: string[]): Promise<string> => {
      await writeFile(batch, commands.join('\n'));
      const known = join(server.folder, 'known_hosts');
      await writeFile(known, `[127.0.0.1]:${server.port} ${server.hostKey}\n`);
      // prettier-ignore
      const { stdout } = await run('sftp', [
        '-q', '-b', batch, '-P', String(server.port), '-i', server.keyFile,
        '-o', `UserKnownHostsFile=${known}`, '-o', 'StrictHostKeyChecking=yes', '-o', 'IdentitiesOnly=yes',
        '-F', '/dev/null', `${server.user}@127.0.0.1:${server.folder}`,
      ]);
      return stdout;
    };
    const local = join(server.folder, 'local.json');
    await writeFile(local, '{"county":"??"}');
    await sftp(`put ${local} out/activity-1.json`);
    const stop = new AbortController();
    const problem = {
      type: 'about:blank',
      title: 'Schema invalid',
      status: 422,
      detail: 'the activity does not fit its schema',
      code: 'SCHEMA_INVALID',
      problems: [{ pointer: '/county', code: 'CODE_UNKNOWN', detail: 'no such code' }],
    };
    const seen: Incoming[] = [];
    const adapter = adapterFor({ pickUp: { intervalMs: 20 } });
    for await (const incoming of adapter.receive!(stop.signal)) {
      seen.push(incoming);
      if (incoming.kind !== 'document') continue;
      const records = [{ kind: 'refused', problem: JSON.stringify(problem) }] as const;
      await incoming.settle({ kind: 'decided', records });
      stop.abort();
    }
    expect(seen.map(({ kind }) => kind)).to.deep.equal(['document']);
    const got = join(server.folder, 'reason.txt');
    const listed = await sftp(`get rejected/activity-1.json.reason.txt ${got}`, 'ls -1 rejected');
    expect(listed).to.include('rejected/activity-1.json\n');
    expect(String(await readFile(got))).to.equal(
      [
        'The hub refused this file.',
        '',
        'File: activity-1.json',
        'Time: 2026-11-23T12:00:00.000Z',
        '',
        'File',
        '  Code:       SCHEMA_INVALID',
        '  Reason:     Schema invalid. the activity does not fit its schema',
        '  Where:      /county  CODE_UNKNOWN  no such code',
        '  What to do: Correct it in your system and send it again in a new file. What was accepted is not needed again.',
        '',
      ].join('\n'),
    );
  });
});
