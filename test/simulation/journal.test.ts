import { appendFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openJournal, readJournal } from '../../simulation/journal.ts';

interface Line {
  readonly number: number;
}

describe('a journal', () => {
  let folder: string;
  const lines = async (name = 'log'): Promise<number[]> => {
    const numbers: number[] = [];
    for await (const { number } of readJournal<Line>(folder, name)) numbers.push(number);
    return numbers;
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'journal-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('gives back lines in the order of their appending', async () => {
    const journal = await openJournal<Line>(folder, 'log');
    await Promise.all(Array.from({ length: 100 }, (_, number) => journal.append({ number })));
    await journal.close();
    expect(await lines()).to.deep.equal(Array.from({ length: 100 }, (_, number) => number));
  });

  it('goes on in further segments, also after it was opened again', async () => {
    for (const start of [0, 10]) {
      const journal = await openJournal<Line>(folder, 'log', { segmentBytes: 40 });
      for (let number = start; number < start + 10; number += 1) await journal.append({ number });
      await journal.close();
    }
    expect((await readdir(folder)).length).to.be.greaterThan(3);
    expect(await lines()).to.deep.equal(Array.from({ length: 20 }, (_, number) => number));
  });

  it('leaves out a last line that was cut off, and begins the next on its own', async () => {
    const path = join(folder, 'log-000001.jsonl');
    await appendFile(path, '{"number":1}\n{"numb');
    expect(await lines()).to.deep.equal([1]);
    const journal = await openJournal<Line>(folder, 'log');
    await journal.append({ number: 2 });
    await journal.close();
    expect(await readFile(path, 'utf8')).to.equal('{"number":1}\n{"number":2}\n');
  });

  it('is not mixed up with one whose name begins alike', async () => {
    for (const name of ['log', 'log-book']) {
      const journal = await openJournal<Line>(folder, name);
      await journal.append({ number: name.length });
      await journal.close();
    }
    expect(await lines('log')).to.deep.equal([3]);
  });
});
