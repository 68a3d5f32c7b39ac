import type { CertificationReport, SignedReport } from '../certification/certificate.ts';
import { mintUuid, type RandomBytes } from '../message/identifiers.ts';
import type * as certificates from '../store/certificates.ts';
import type { Evidence } from './evidence.ts';
import type { ExchangeStore } from './exchange-store.ts';

export interface RecordCertificateParts {
  readonly store: ExchangeStore & typeof certificates;
  readonly evidence: Evidence;
  readonly random: RandomBytes;
  readonly now: () => Date;
  /** Opaque reference of who had it tried. */
  readonly actor: string;
}

/** Keeps a signed report, and its hash in the ledger, in one transaction. */
export async function recordCertificate(
  parts: RecordCertificateParts,
  report: CertificationReport,
  { text, hash }: SignedReport,
): Promise<void> {
  const now = parts.now();
  const { member, files } = report;
  const leaf = parts.evidence.single(
    {
      type: 'certified',
      actor: parts.actor,
      channel: 'command',
      from: member,
      outcome: report.verdict,
      profileHash: files.profileHash,
      mappingHash: files.mappingsHash,
      subject: `endpoint-class-${report.endpointClass}`,
      subjectHash: hash,
    },
    now,
  );
  await parts.store.withTransaction(async (tx) => {
    await parts.store.insertCertificates(tx, [
      {
        certificate_id: mintUuid(now, parts.random),
        member,
        issued_at: new Date(report.issuedAt),
        verdict: report.verdict,
        endpoint_class: report.endpointClass,
        profile_hash: files.profileHash,
        mappings_hash: files.mappingsHash,
        schema_hash: files.schemaHash,
        software_version: files.softwareVersion,
        report: text,
        report_hash: hash,
      },
    ]);
    await parts.store.insertPendingLeaves(tx, [leaf]);
  });
}
