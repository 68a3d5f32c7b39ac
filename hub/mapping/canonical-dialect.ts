import type { Dialect } from './dialect.ts';
import { storedDocument } from './stored-documents.ts';

/** The dialect of a state that speaks the compact's own format: the envelope itself, as JSON. */
export function canonicalDialect(): Dialect {
  const contentType = 'application/cloudevents+json';
  const document = storedDocument('dialect', 'canonical/dialect.json', {
    dialect: 'canonical',
    contentType,
  });
  return {
    name: 'canonical',
    hash: document.hash,
    versionHash: document.hash,
    format: 'canonical',
    contentType,
    accepts: new Set([contentType]),
    document: undefined,
    activities: new Map(),
    documents: [document],
    codes: new Map(),
    layout: undefined,
    local: undefined,
  };
}
