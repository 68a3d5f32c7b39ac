import { expect } from 'chai';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import { findStaleFiles } from '../../scripts/find-stale-files.ts';
import { generateAsyncApi } from '../../scripts/generate-asyncapi.ts';
import { generateCodeLists } from '../../scripts/generate-code-lists.ts';
import { generateContext } from '../../scripts/generate-context.ts';
import { generateLifecycle } from '../../scripts/generate-lifecycle.ts';
import { generateMessageReference } from '../../scripts/generate-message-reference.ts';
import { generateMessageTypes } from '../../scripts/generate-message-types.ts';

describe('generated files', () => {
  for (const generator of [
    generateCodeLists,
    generateMessageTypes,
    generateMessageReference,
    generateContext,
    generateAsyncApi,
    generateLifecycle,
  ]) {
    it(`of ${generator.name} are committed as they are generated`, async () => {
      for (const { path, text } of await generator.generate(PROJECT_ROOT)) {
        expect(readFileSync(join(PROJECT_ROOT, path), 'utf8'), path).to.equal(text);
      }
    });
  }

  it('give a name its NIEM element, within a block where it means that only there', async () => {
    const [file] = await generateContext.generate(PROJECT_ROOT);
    const { '@context': context } = JSON.parse(file!.text) as {
      '@context': Record<string, unknown>;
    };
    expect(context['lastName']).to.equal('nc:PersonSurName');
    expect(context['state']).to.equal(undefined);
    expect(context['address']).to.deep.equal({
      '@id': 'nc:Address',
      '@context': { '@propagate': false, state: 'nc:AddressState' },
    });
    expect(context['offenses']).to.have.nested.property('@context.description', 'j:OffenseName');
  });

  it('are stale, missing or orphaned', () => {
    const root = mkdtempSync(join(tmpdir(), 'generated-'));
    try {
      mkdirSync(join(root, 'made'));
      for (const name of ['same', 'old', 'orphan']) writeFileSync(join(root, 'made', name), name);
      const files = ['same', 'old', 'new'].map((name) => ({
        path: `made/${name}`,
        text: name === 'old' ? 'changed' : name,
      }));
      expect(findStaleFiles(root, files, ['made', 'nowhere'])).to.deep.equal([
        { path: 'made/old', kind: 'stale' },
        { path: 'made/new', kind: 'missing' },
        { path: 'made/orphan', kind: 'orphaned' },
      ]);
      expect(readFileSync(join(root, 'made/old'), 'utf8')).to.equal('old');
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});
