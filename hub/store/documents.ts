import type { Query, Transaction } from './database.ts';

/** A file that says what a state or the compact is, as it was when it was first used. */
export interface StoredDocument {
  readonly hash: string;
  readonly kind: 'schema' | 'code-list' | 'profile' | 'dialect' | 'mapping';
  readonly name: string;
  readonly content: string;
}

const PUT_DOCUMENTS = `
  INSERT INTO documents (hash, kind, name, content, stored_at)
  SELECT hash, kind, name, content, $5
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS new (hash, kind, name, content)
  ON CONFLICT (hash) DO NOTHING`;

/** Keeps documents by hash; what is there already stays as it is. */
export async function putDocuments(
  tx: Transaction,
  documents: readonly StoredDocument[],
  now: Date,
): Promise<void> {
  await tx.query(PUT_DOCUMENTS, [
    documents.map(({ hash }) => hash),
    documents.map(({ kind }) => kind),
    documents.map(({ name }) => name),
    documents.map(({ content }) => content),
    now,
  ]);
}

const DOCUMENTS = `SELECT hash, content FROM documents WHERE hash = ANY ($1)`;

/** The texts of these documents by hash, as far as they are kept. */
export async function findDocumentTexts(
  query: Query,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await query<{ hash: string; content: string }>(DOCUMENTS, [hashes]);
  return new Map(rows.map(({ hash, content }) => [hash, content]));
}
