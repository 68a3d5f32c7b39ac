import { type EvidenceLine, type EvidenceOptions, evidenceLine, linesOf } from './evidence.ts';
import {
  type AuditLab,
  type Found,
  auditOn,
  openAuditLab,
  rewriteOf,
  tamperWith,
} from './tampering/audit-lab.ts';
import {
  FILE_TAMPERINGS,
  type FileLab,
  readFileLab,
  tamperWithFiles,
} from './tampering/file-tampering.ts';
import { ROW_TAMPERINGS } from './tampering/row-tampering.ts';
import { measureVerifier } from './verifier-speed.ts';

const LEAST = 2_000;
const ROW_ROUNDS = 15;
const FILE_ROUNDS = 80;
const ENTRIES = 700;
const SPEED_LEAVES = 1_000_000;
const SPEED_BAR = 100_000;

/** Changes that a superuser of the database, or who holds an export and even its key, makes. */
export async function showTampering(options: EvidenceOptions): Promise<EvidenceLine[]> {
  const claim = {
    line: 'tampering with rows and exports, found and named',
    bar: `all, ≥ ${LEAST}`,
  };
  return [
    ...(await linesOf(claim, async () => {
      options.progress('a hub at work, and its ledger');
      const audit = await openAuditLab(ENTRIES);
      try {
        return await tamper(audit, options);
      } finally {
        await audit.close();
      }
    })),
    ...(options.defect === undefined ? [await speedLine(options)] : []),
  ];
}

async function tamper(audit: AuditLab, options: EvidenceOptions): Promise<EvidenceLine[]> {
  const { seed, defect, progress } = options;
  const clean = await auditOn(audit);
  const files = await readFileLab(await audit.lab.export(), { ...audit, keys: audit.lab.keys });
  progress(`${ROW_ROUNDS} rounds of changed rows`);
  const rows = await tamperRows(audit, seed, defect === 'audit-skips-states');
  progress(`${FILE_ROUNDS} rounds of changed exports`);
  const exports = await tamperFiles(files, seed, defect === 'verifier-skips-tiles');
  return [
    {
      line: 'the audit of a hub that nobody tampered with',
      bar: '0 findings',
      figure: `${clean.findings.length + clean.ledger.findings.length}; ${clean.ledger.entries} entries, ${clean.transmissions} transmissions, ${clean.opened} records opened`,
      cases: clean.transmissions,
      holds: clean.findings.length + clean.ledger.findings.length === 0 && clean.opened > 0,
    },
    ...byPlace([...rows, ...exports]).map(([place, found]) => placeLine(place, found)),
    totalLine([...rows, ...exports]),
  ];
}

async function tamperRows(audit: AuditLab, seed: number, skipsRows: boolean): Promise<Found[]> {
  const all: Found[] = [];
  for (let round = 0; round < ROW_ROUNDS; round += 1) {
    for (const [number, tampering] of [...ROW_TAMPERINGS, rewriteOf(audit)].entries()) {
      all.push(
        await tamperWith(audit, tampering, { seed: seed + round * 1_000 + number, skipsRows }),
      );
    }
  }
  return all;
}

async function tamperFiles(lab: FileLab, seed: number, skipsTiles: boolean): Promise<Found[]> {
  const all: Found[] = [];
  for (let round = 0; round < FILE_ROUNDS; round += 1) {
    for (const [number, tampering] of FILE_TAMPERINGS.entries()) {
      all.push(
        await tamperWithFiles(lab, tampering, { seed: seed + round * 1_000 + number, skipsTiles }),
      );
    }
  }
  return all;
}

function byPlace(all: readonly Found[]): [string, Found[]][] {
  const places = new Map<string, Found[]>();
  for (const found of all) {
    const place = found.name.split(':')[0] ?? '';
    places.set(place, [...(places.get(place) ?? []), found]);
  }
  return [...places];
}

function placeLine(place: string, all: readonly Found[]): EvidenceLine {
  return { line: `tampering with ${place}`, bar: 'all found, all named', ...figureOf(all) };
}

function totalLine(all: readonly Found[]): EvidenceLine {
  const figure = figureOf(all);
  return {
    line: 'tampering in all, against checkpoints kept outside',
    bar: `≥ ${LEAST}, all found, the first bad index named`,
    ...figure,
    holds: figure.holds && all.length >= LEAST,
  };
}

function figureOf(all: readonly Found[]): Omit<EvidenceLine, 'line' | 'bar'> {
  const found = all.filter(({ isFound }) => isFound).length;
  const missed = all.find(({ isFound, isNamed }) => !isFound || !isNamed);
  const named = all.filter(({ isNamed }) => isNamed).length;
  const example = missed === undefined ? '' : `; not so: ${missed.name}`;
  return {
    figure: `${found} of ${all.length} found, ${named} named${example}`,
    cases: all.length,
    holds: named === all.length,
  };
}

function speedLine({ progress }: EvidenceOptions): Promise<EvidenceLine> {
  const claim = {
    line: 'full verification: every entry hashed, every tile and the root computed anew, by one core',
    bar: `≥ ${SPEED_BAR} leaves/s`,
  };
  return evidenceLine(claim, async () => {
    progress('a million leaves');
    const { leaves, perSecond, perSecondWithChains, findings } =
      await measureVerifier(SPEED_LEAVES);
    return {
      figure: `${perSecond} leaves/s; ${perSecondWithChains} with the chains of events`,
      cases: leaves,
      holds: perSecond >= SPEED_BAR && findings === 0,
    };
  });
}
