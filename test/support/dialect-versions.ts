import { type Dialect, compileDialect } from '../../hub/mapping/dialect.ts';
import { type DialectFiles, filesOfVersion } from '../../hub/mapping/stored-documents.ts';

/** The files of a dialect as a database gives them back. */
export function storedFiles(dialect: Dialect): DialectFiles {
  const texts = new Map(dialect.documents.map(({ hash, text }) => [hash, text]));
  const version = texts.get(dialect.versionHash) ?? '';
  return filesOfVersion(dialect.name, version, (hash) => texts.get(hash));
}

/** Another version of a dialect; `change` gets files of its own to write into. */
export function anotherVersion(
  files: DialectFiles,
  change: (files: DialectFiles) => void,
): Dialect {
  const { local, ...rules } = files;
  const copy = { ...structuredClone(rules), ...(local === undefined ? {} : { local }) };
  change(copy);
  return compileDialect(copy);
}
