import { createPublicKey, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK } from 'jose';
import { TRANSPORTS } from '../../adapters/registry.ts';
import type { Parcel, StateAdapter } from '../../adapters/adapter.ts';
import {
  type CertificationReport,
  VERDICT_WORDS,
  endpointClassOf,
  mappingsHashOf,
  missingTrials,
  signReport,
  verdictOf,
} from '../certification/certificate.ts';
import { reportPage } from '../certification/report-page.ts';
import type { TrialResult } from '../certification/trial.ts';
import { TRIALS } from '../certification/trials.ts';
import { isMemberCode } from '../compact/members.ts';
import type { Profile } from '../compact/profile.ts';
import type { Config } from '../config.ts';
import { recordCertificate } from '../flows/record-certificate.ts';
import { loadSigningKey } from '../key-files.ts';
import { type HubFiles, loadFiles } from '../load-files.ts';
import type { Dialect } from '../mapping/dialect.ts';
import { type JsonObject, type JsonValue, isJsonObject } from '../message/json.ts';
import { joinDocuments } from '../mapping/native-document.ts';
import * as certificates from '../store/certificates.ts';
import { WALL_CLOCKS } from '../wall-clocks.ts';
import { administer } from './administration.ts';
import { openCertificationBench } from './certification-bench.ts';
import {
  type Command,
  type CommandContext,
  DONE,
  FOUND_WRONG,
  UsageError,
  parseCommandLine,
} from './command.ts';
import { draftMarks } from './draft-mark.ts';
import { ENDINGS } from './draft-samples.ts';
import { makeGolden } from './golden-documents.ts';
import { type StatedEndpoint, ENDPOINT_OPTIONS, readStatedEndpoint } from './stated-endpoint.ts';

const USAGE =
  'state certify MEMBER --endpoint URL [--credential-file FILE] [--host-key KEY]… [--report FOLDER] [--repeats N] [--restart COMMAND]';

/** Trials that are a matter of chance are repeated so often for class A. */
const REPEATS = 200;
const PATIENCE_MS = 30_000;
const LOOK_MS = 250;

export const stateCertify: Command = {
  name: 'state certify',
  usage: USAGE,
  summary: 'tries a state’s real endpoint; a signed report, a page and a leaf say what came of it',
  run: async (args, context) => {
    const order = readOrder(args, context.config());
    const { print } = context;
    const { documents, unmapped } = makeGolden({
      ...order,
      validator: order.files.validator,
      seed: order.seed,
    });
    for (const line of unmapped) print(`NOT_HELD  ${line}`);
    print(`${documents.length} documents for ${order.profile.name}; ${TRIALS.length} trials`);
    const refused = new Map<string, Parcel>();
    const results = await runTrials(order, documents, context, refused);
    if (unmapped.length > 0) results.set('golden', unmappedResult(results.get('golden'), unmapped));
    const report = reportOf(order, results, context.softwareVersion);
    await issue(context, order, report, refused);
    for (const mark of draftMarks(context.config().mappingsDirectory, order.dialect)) {
      print(`note: ${mark} says still that the format is a draft`);
    }
    printVerdict(print, report, missingTrials(order.profile, results));
    return report.verdict === 'certified' ? DONE : FOUND_WRONG;
  },
};

function printVerdict(
  print: CommandContext['print'],
  { member, verdict, endpointClass }: CertificationReport,
  missing: readonly string[],
): void {
  if (verdict === 'incomplete') {
    for (const name of missing)
      print(`${name}: not run${name === 'restart' ? '; give --restart' : ''}`);
  }
  const words = {
    certified: `is certified, class ${endpointClass}`,
    'falls-short': VERDICT_WORDS['falls-short'],
    incomplete: 'is not certified: incomplete',
  } as const;
  print(`${member} ${words[verdict]}`);
}

interface Order extends StatedEndpoint {
  readonly member: string;
  readonly profile: Profile;
  readonly dialect: Dialect;
  readonly files: HubFiles;
  readonly reportFolder: string;
  /** Whether documents that were refused are kept beside the report. */
  readonly keepsRefused: boolean;
  readonly repeats: number;
  readonly restartCommand: string | undefined;
  readonly seed: string;
}

function readOrder(args: readonly string[], config: Config): Order {
  const parsed = parseCommandLine(args, {
    endpoint: { type: 'string' },
    ...ENDPOINT_OPTIONS,
    report: { type: 'string' },
    repeats: { type: 'string' },
    restart: { type: 'string' },
  });
  const { positionals, values } = parsed;
  const text = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  const [member = ''] = positionals;
  const endpoint = text('endpoint');
  if (!isMemberCode(member)) throw new UsageError('say which member, by its code');
  if (endpoint === undefined) throw new UsageError('say where its system is reached: --endpoint');
  const repeats = Number(text('repeats') ?? REPEATS);
  if (!Number.isInteger(repeats) || repeats < 1 || repeats > 10_000) {
    throw new UsageError('--repeats takes a whole number from 1 to 10000');
  }
  const files = loadFiles(config.mappingsDirectory);
  const profile = files.states.profiles.get(member);
  const dialect = profile && files.states.dialects.get(profile.dialect);
  if (profile === undefined || dialect === undefined) {
    throw new UsageError('there is no folder of this member; compact-hub state new makes one');
  }
  return {
    member,
    profile,
    dialect,
    files,
    ...readStatedEndpoint(endpoint, parsed, profile.transport.kind),
    reportFolder: text('report') ?? join(config.dataDirectory, 'certificates'),
    keepsRefused: text('report') !== undefined,
    repeats,
    restartCommand: text('restart'),
    seed: randomBytes(4).toString('hex'),
  };
}

async function runTrials(
  order: Order,
  golden: ReturnType<typeof makeGolden>['documents'],
  { config, print, signal }: CommandContext,
  refused: Map<string, Parcel>,
): Promise<Map<string, TrialResult>> {
  let current = '';
  const bench = openCertificationBench({
    ...order,
    golden,
    now: () => WALL_CLOCKS.wall.now(),
    random: randomBytes,
    patienceMs: PATIENCE_MS,
    signal,
    createAdapter: (now) => adapterOf(order, config().endpointNetworks, now),
    refused: (parcel) => {
      if (!REFUSAL_IS_RIGHT.has(current) && refused.size < MOST_KEPT) {
        refused.set(parcel.deliveryId, parcel);
      }
    },
  });
  const results = new Map<string, TrialResult>();
  try {
    for (const trial of TRIALS) {
      if (signal.aborted) throw new UsageError('interrupted');
      current = trial.name;
      const result = await trial.run(bench);
      results.set(trial.name, result);
      print(`${WORDS[result.verdict]}  ${trial.name.padEnd(12)}${trial.title}`);
      for (const line of result.findings) print(`            ${line}`);
      if (result.note !== undefined) print(`            ${result.note}`);
      if (result.endsAll === true) break;
    }
  } finally {
    await bench.close();
  }
  return results;
}

/** Trials of what a system should refuse; `clock-skew` may go either way. */
const REFUSAL_IS_RIGHT: ReadonlySet<string> = new Set(['negative', 'conflict', 'clock-skew']);
/** Enough of each activity and variant. */
const MOST_KEPT = 200;

const WORDS = { passed: 'passed ', failed: 'failed ', 'not-run': 'not run' } as const;

function adapterOf(
  { profile, dialect, endpoint, credential, hostKeys }: Order,
  allowedNetworks: readonly string[],
  now: () => Date,
): StateAdapter {
  const { kind, ...options } = profile.transport;
  const entry = TRANSPORTS.get(kind);
  if (entry === undefined) throw new Error('the profile was not checked');
  return entry.create({
    member: profile.member,
    endpoint,
    credential,
    hostKeys,
    options: lookingOften(options),
    capabilities: profile.capabilities,
    timeZone: profile.timeZone,
    allowedNetworks,
    now,
    contentType: dialect.contentType,
    joinDocuments: (documents) => joinDocuments(dialect, documents),
  });
}

/**
 * Each document of a trial waits for its own answer: with a look into the state's folder every minute
 * there would be none in time.
 */
function lookingOften(options: Readonly<Record<string, JsonValue>>): JsonObject {
  const { pickUp } = options;
  if (!isJsonObject(pickUp)) return { ...options };
  const intervalMs = Math.min(LOOK_MS, Number(pickUp['intervalMs'] ?? LOOK_MS));
  return { ...options, pickUp: { ...pickUp, intervalMs } };
}

function unmappedResult(golden: TrialResult | undefined, unmapped: readonly string[]): TrialResult {
  const { count = 0, findings = [] } = golden ?? {};
  return {
    verdict: 'failed',
    count: count + unmapped.length,
    findings: [...findings, ...unmapped],
  };
}

function reportOf(
  { member, profile, dialect, files }: Order,
  results: ReadonlyMap<string, TrialResult>,
  softwareVersion: string,
): CertificationReport {
  return {
    member,
    name: profile.name,
    issuedAt: WALL_CLOCKS.business.now().toISOString(),
    files: {
      profileHash: files.states.profileHashes.get(member) ?? '',
      mappingsHash: mappingsHashOf(dialect),
      schemaHash: files.schemaHash,
      softwareVersion,
    },
    dialect: dialect.name,
    transport: profile.transport.kind,
    verdict: verdictOf(profile, results),
    endpointClass: endpointClassOf(profile, results),
    trials: TRIALS.flatMap(({ name, title }) => {
      const result = results.get(name);
      return result === undefined ? [] : [{ name, title, ...result }];
    }),
  };
}

/** The files for people, the row and the leaf for the hub. */
async function issue(
  context: CommandContext,
  { member, reportFolder, keepsRefused, dialect }: Order,
  report: CertificationReport,
  refused: ReadonlyMap<string, Parcel>,
): Promise<void> {
  const key = loadSigningKey(context.config().keyFiles.receipt);
  const keyId = await calculateJwkThumbprint(await exportJWK(createPublicKey(key)));
  const signed = signReport(report, { keyId, key });
  mkdirSync(reportFolder, { recursive: true });
  const name = `${member}-${report.issuedAt.replace(/[:.]/g, '-')}`;
  const [json, page] = [`${name}.json`, `${name}.html`].map((file) => join(reportFolder, file));
  writeFileSync(json ?? '', `${signed.text}\n`);
  writeFileSync(page ?? '', reportPage(report));
  if (keepsRefused && refused.size > 0) {
    const folder = join(reportFolder, `${name}-refused`);
    mkdirSync(folder, { recursive: true });
    for (const [id, { body }] of refused) {
      writeFileSync(join(folder, `${id}.${ENDINGS[dialect.format]}`), body);
    }
    context.print(`refused documents, by delivery: ${folder}`);
  }
  await administer(context, (parts) =>
    recordCertificate({ ...parts, store: { ...parts.store, ...certificates } }, report, signed),
  );
  context.print(`report: ${json ?? ''} and ${page ?? ''}; its hash is in the ledger`);
}
