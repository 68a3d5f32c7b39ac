import { bulkInsert } from './bulk-insert.ts';
import type { Query } from './database.ts';

export interface CertificateRow {
  readonly certificate_id: string;
  readonly member: string;
  readonly issued_at: Date;
  readonly verdict: string;
  readonly endpoint_class: string;
  readonly profile_hash: string;
  readonly mappings_hash: string;
  readonly schema_hash: string;
  readonly software_version: string;
  /** The signed report, JSON. */
  readonly report: string;
  readonly report_hash: string;
}

export const insertCertificates = bulkInsert<CertificateRow>('certificates', {
  certificate_id: 'uuid',
  member: 'text',
  issued_at: 'timestamptz',
  verdict: 'text',
  endpoint_class: 'text',
  profile_hash: 'text',
  mappings_hash: 'text',
  schema_hash: 'text',
  software_version: 'text',
  report: 'text',
  report_hash: 'text',
});

const LATEST_CERTIFICATES = `
  SELECT DISTINCT ON (member) * FROM certificates ORDER BY member, issued_at DESC`;

/** The last certificate of each member that was ever tried. */
export function latestCertificates(query: Query): Promise<CertificateRow[]> {
  return query<CertificateRow>(LATEST_CERTIFICATES);
}
