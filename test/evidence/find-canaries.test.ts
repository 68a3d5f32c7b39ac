import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { findCanaries } from './find-canaries.ts';

const NAME = 'Canaryperson4711';

describe('the search for planted names', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'canaries-'));
  });
  after(() => rm(folder, { recursive: true }));

  const said = (text: string): Buffer => Buffer.from(`{"lastName":"${text}"}`);
  const forms: readonly (readonly [string, Buffer])[] = [
    ['as it is', said(NAME)],
    ['in capitals', said(NAME.toUpperCase())],
    ['in UTF-16', Buffer.from(NAME, 'utf16le')],
    ['in hexadecimal', Buffer.from(said(NAME).toString('hex'))],
    ['in base64', Buffer.from(said(NAME).toString('base64'))],
    ['in base64 one byte later', Buffer.from(said(`.${NAME}`).toString('base64'))],
    ['in base64 two bytes later', Buffer.from(said(`..${NAME}`).toString('base64'))],
    ['over the edge of two reads', Buffer.concat([Buffer.alloc(65_530), said(NAME)])],
  ];
  for (const [form, bytes] of forms) {
    it(`finds a name ${form}`, async () => {
      const file = join(folder, form);
      await writeFile(file, bytes);
      const { hits } = await findCanaries([file], [NAME]);
      expect(hits).to.deep.equal([file]);
      await rm(file);
    });
  }

  it('finds nothing where there is nothing, and counts what it read', async () => {
    await writeFile(join(folder, 'other'), said('Somebody Else'));
    const { hits, files, bytes } = await findCanaries([folder], [NAME]);
    expect({ hits, files, bytes }).to.deep.equal({ hits: [], files: 1, bytes: 28 });
  });
});
