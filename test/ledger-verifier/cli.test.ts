import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { commit } from '../../hub/ledger/commitment.ts';
import { encodeEntry } from '../../hub/ledger/entry.ts';
import { proveConsistency } from '../../hub/ledger/prove.ts';
import { proveEntry, proveTransmission } from '../../hub/ledger/transmission-evidence.ts';
import { runVerifier } from '../../ledger-verifier/cli.ts';
import { parseEntry } from '../../ledger-verifier/entry.ts';
import {
  createMemoryLedger,
  exportFiles,
  testSigner,
  trafficEntries,
} from '../hub/ledger/memory-ledger.ts';

const SIZE = 700;
const salt = Buffer.alloc(32, 5);
const content = Buffer.from('{"report":"all well"}');

describe('ledger-verifier command', () => {
  let folder: string;
  const path = (name: string): string => join(folder, name);
  const key = testSigner().verifierKey;
  const otherKey = testSigner(undefined, 'another seed').verifierKey;

  async function run(...args: string[]): Promise<{ code: number; text: string }> {
    const lines: string[] = [];
    const code = await runVerifier(args, (line) => lines.push(line));
    return { code, text: lines.join('\n') };
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ledger-verifier-'));
    const entries = trafficEntries(SIZE);
    entries.push(committingEntry());
    const older = createMemoryLedger();
    older.append(entries.slice(0, 300));
    const ledger = createMemoryLedger();
    ledger.append(entries);
    await writeFiles(path('older'), await exportFiles(older));
    const files = await exportFiles(ledger);
    await writeFiles(path('export'), files);
    const changed = createMemoryLedger();
    changed.append(entries.with(5, Buffer.from(entries[6]!)));
    await writeFiles(path('changed'), await exportFiles(changed));

    const signed = { size: entries.length, checkpoint: String(files.get('checkpoint')) };
    const proof = (index: number): Promise<string> =>
      proveEntry(ledger.readTile, signed, { index, entry: entries[index]! });
    await writeFile(path('entry'), entries[3]!);
    await writeFile(path('entry.tlog-proof'), await proof(3));
    await writeFile(path('bare.tlog-proof'), (await proof(3)).replace(/extra .*\n/, ''));
    await writeFile(path('last.tlog-proof'), await proof(SIZE));
    await writeFile(path('content'), content);
    await writeFile(path('other-content'), 'something else');
    const hashes = await proveConsistency(ledger.readTile, 300, entries.length);
    const lines = hashes.map((hash) => `${Buffer.from(hash).toString('base64')}\n`);
    await writeFile(path('consistency'), lines.join(''));

    const { transmissionId = '' } = parseEntry(entries[0]!).event;
    const own = entries
      .map((entry, index) => ({ index, entry }))
      .filter(({ entry }) => parseEntry(entry).event.transmissionId === transmissionId);
    const story = await proveTransmission(ledger.readTile, signed, {
      transmissionId,
      entries: own,
    });
    await writeFile(path('evidence.json'), JSON.stringify(story));
    const gap = { ...story, entries: story.entries.toSpliced(2, 1) };
    await writeFile(path('gap.json'), JSON.stringify(gap));
    await writeFile(path('renamed.json'), JSON.stringify({ ...story, transmissionId: 'other' }));
    await writeFile(path('early.json'), JSON.stringify({ ...story, entries: [] }));
  });

  after(async () => {
    await rm(folder, { recursive: true });
  });

  const cases: { args: () => string[]; code: number; says: string | RegExp; name: string }[] = [
    {
      name: 'a good checkpoint',
      args: () => ['checkpoint', path('export/checkpoint')],
      code: 0,
      says: '701 entries',
    },
    {
      name: 'keys out of a file',
      args: () => ['checkpoint', path('export/checkpoint'), '--key', path('export/keys')],
      code: 0,
      says: 'signed by',
    },
    {
      name: 'a checkpoint of another key',
      args: () => ['checkpoint', path('export/checkpoint'), '--key', otherKey],
      code: 3,
      says: 'bad-signature',
    },
    {
      name: 'a checkpoint that is none',
      args: () => ['checkpoint', path('entry')],
      code: 1,
      says: 'malformed',
    },
    {
      name: 'a file that is not there',
      args: () => ['checkpoint', path('nothing')],
      code: 6,
      says: 'missing',
    },
    {
      name: 'a proof with its entry',
      args: () => ['inclusion', path('entry.tlog-proof')],
      code: 0,
      says: 'entry 3 is in',
    },
    {
      name: 'a proof and its entry apart',
      args: () => ['inclusion', path('bare.tlog-proof'), '--entry', path('entry')],
      code: 0,
      says: 'entry 3 is in',
    },
    {
      name: 'a proof without its entry',
      args: () => ['inclusion', path('bare.tlog-proof')],
      code: 6,
      says: '--entry',
    },
    {
      name: 'a proof of another entry',
      args: () => ['inclusion', path('entry.tlog-proof'), '--entry', path('content')],
      code: 4,
      says: 'bad-proof',
    },
    {
      name: 'the evidence of a transmission',
      args: () => ['evidence', path('evidence.json')],
      code: 0,
      says: /holds: 5 entries/,
    },
    {
      name: 'evidence with an entry left out',
      args: () => ['evidence', path('gap.json')],
      code: 8,
      says: 'bad-chain',
    },
    {
      name: 'evidence of another transmission',
      args: () => ['evidence', path('renamed.json')],
      code: 4,
      says: 'another transmission',
    },
    {
      name: 'evidence without entries yet',
      args: () => ['evidence', path('early.json')],
      code: 6,
      says: 'missing',
    },
    {
      name: 'evidence that is none',
      args: () => ['evidence', path('content')],
      code: 1,
      says: 'malformed',
    },
    {
      name: 'consistency by tiles',
      args: () => [
        'consistency',
        path('older/checkpoint'),
        path('export/checkpoint'),
        '--tiles',
        path('export'),
      ],
      code: 0,
      says: 'from 300 to 701',
    },
    {
      name: 'consistency by a proof',
      args: () => [
        'consistency',
        path('older/checkpoint'),
        path('export/checkpoint'),
        '--proof',
        path('consistency'),
      ],
      code: 0,
      says: 'from 300 to 701',
    },
    {
      name: 'a checkpoint against itself',
      args: () => ['consistency', path('older/checkpoint'), path('older/checkpoint')],
      code: 0,
      says: 'from 300 to 300',
    },
    {
      name: 'a log whose start changed',
      args: () => [
        'consistency',
        path('older/checkpoint'),
        path('changed/checkpoint'),
        '--tiles',
        path('changed'),
      ],
      code: 5,
      says: 'fork',
    },
    {
      name: 'tiles that are not of the log',
      args: () => [
        'consistency',
        path('older/checkpoint'),
        path('export/checkpoint'),
        '--tiles',
        path('changed'),
      ],
      code: 4,
      says: 'bad-proof',
    },
    {
      name: 'a proof of something else',
      args: () => [
        'consistency',
        path('older/checkpoint'),
        path('changed/checkpoint'),
        '--proof',
        path('consistency'),
      ],
      code: 4,
      says: 'bad-proof',
    },
    {
      name: 'two heads of one size',
      args: () => ['consistency', path('export/checkpoint'), path('changed/checkpoint')],
      code: 5,
      says: 'fork',
    },
    {
      name: 'heads in the wrong order',
      args: () => ['consistency', path('export/checkpoint'), path('older/checkpoint')],
      code: 2,
      says: 'larger',
    },
    {
      name: 'consistency without a proof',
      args: () => ['consistency', path('older/checkpoint'), path('export/checkpoint')],
      code: 2,
      says: '--tiles',
    },
    {
      name: 'a whole export',
      args: () => ['full', path('export'), '--checkpoint', path('older/checkpoint')],
      code: 0,
      says: 'holds: 701 of 701',
    },
    {
      name: 'a whole export without a kept checkpoint',
      args: () => ['full', path('export')],
      code: 0,
      says: 'no kept checkpoint given',
    },
    {
      name: 'an export rewritten as a whole',
      args: () => [
        'full',
        path('changed'),
        '--checkpoint',
        path('older/checkpoint'),
        '--no-chains',
      ],
      code: 5,
      says: 'fork at 0-299',
    },
    {
      name: 'a folder that is no export',
      args: () => ['full', folder],
      code: 6,
      says: 'no checkpoint',
    },
    {
      name: 'the content that was committed to',
      args: () => [
        'open',
        path('last.tlog-proof'),
        path('content'),
        '--salt',
        salt.toString('hex'),
      ],
      code: 0,
      says: 'as its payload',
    },
    {
      name: 'other content',
      args: () => [
        'open',
        path('last.tlog-proof'),
        path('other-content'),
        '--salt',
        salt.toString('hex'),
      ],
      code: 4,
      says: 'does not commit',
    },
    {
      name: 'content without its salt',
      args: () => ['open', path('last.tlog-proof'), path('content')],
      code: 2,
      says: '--salt',
    },
    { name: 'an unknown command', args: () => ['dance'], code: 2, says: 'no command dance' },
    {
      name: 'an option of another command',
      args: () => ['checkpoint', path('export/checkpoint'), '--salt', '00'],
      code: 2,
      says: '--salt',
    },
    {
      name: 'an option without its value',
      args: () => ['checkpoint', path('export/checkpoint'), '--key'],
      code: 2,
      says: '--key',
    },
    {
      name: 'too many operands',
      args: () => ['checkpoint', 'a', 'b'],
      code: 2,
      says: '<checkpoint>',
    },
    { name: 'a call for help', args: () => ['--help'], code: 0, says: 'Exit codes' },
  ];
  for (const { name, args, code, says } of cases) {
    it(`ends with ${code} for ${name}`, async () => {
      const given = args();
      const withKey = given.includes('--key') ? given : [...given, '--key', key];
      const result = await run(...withKey);
      expect(result.text).to.match(says instanceof RegExp ? says : new RegExp(escaped(says)));
      expect(result.code).to.equal(code);
    });
  }

  it('needs a key and shows its use when it is called with nothing', async () => {
    expect(await run('checkpoint', path('export/checkpoint'))).to.include({ code: 2 });
    expect(await run()).to.include({ code: 2 });
  });

  it('runs as a program and passes its exit code on', async () => {
    const program = fileURLToPath(
      new URL('../../ledger-verifier/bin/ledger-verifier.js', import.meta.url),
    );
    const args = [program, 'checkpoint', path('export/checkpoint'), '--key'];
    const right = await promisify(execFile)(process.execPath, [...args, key]);
    expect(right.stdout).to.include('701 entries');
    const wrong: unknown = await promisify(execFile)(process.execPath, [...args, otherKey]).catch(
      (error: unknown) => error,
    );
    expect(wrong).to.have.property('code', 3);
  });
});

function committingEntry(): Buffer {
  return encodeEntry(
    {
      v: 1,
      type: 'statement-signed',
      eventId: 'e',
      occurredAt: '2026-03-01T12:00:00.000Z',
      actor: 'A-1',
      channel: 'hub',
      softwareVersion: '0.1.0',
      payloadCommit: commit('payload', salt, content).toString('hex'),
    },
    Buffer.alloc(16, 2),
  );
}

async function writeFiles(folder: string, files: Map<string, Uint8Array>): Promise<void> {
  for (const [name, bytes] of files) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
