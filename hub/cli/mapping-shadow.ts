import { resolve } from 'node:path';
import { compareStored, openShadow } from '../flows/compare-stored.ts';
import {
  endShadow,
  explainDifferences,
  membersOf,
  promoteCandidate,
  releaseDialect,
  type ShadowParts,
  shadowStatus,
  startShadow,
} from '../flows/shadow-versions.ts';
import { ShadowError } from '../flows/shadow-error.ts';
import { type HubFiles, loadFiles } from '../load-files.ts';
import { readDialectFolder } from '../load-mappings.ts';
import type { Dialect } from '../mapping/dialect.ts';
import * as documents from '../store/documents.ts';
import * as mappingShadows from '../store/mapping-shadows.ts';
import type { MemberKeys } from '../store/member-keys.ts';
import { administer } from './administration.ts';
import {
  type Command,
  type CommandContext,
  DONE,
  FOUND_WRONG,
  type ParsedArguments,
  UsageError,
  parseCommandLine,
} from './command.ts';
import { installDialect } from './install-dialect.ts';
import { obstacleLines, statusLines } from './shadow-lines.ts';

const USAGE = `mapping shadow start DIALECT FOLDER [--by WHO] | replay DIALECT [--last N]
    | status DIALECT | explain DIALECT (ID… | --place PLACE) --reason TEXT --by WHO
    | promote DIALECT --by WHO [--minimum N] [--install FOLDER] | end DIALECT [--release] [--by WHO]`;

const OPTIONS = {
  by: { type: 'string' },
  last: { type: 'string' },
  place: { type: 'string' },
  reason: { type: 'string' },
  minimum: { type: 'string' },
  install: { type: 'string' },
  release: { type: 'boolean' },
} as const;

export const mappingShadow: Command = {
  name: 'mapping shadow',
  usage: USAGE,
  summary: 'runs a new version of a mapping beside the live one, and puts it in force',
  run: async (args, context) => {
    const { positionals, values } = parseCommandLine(args, OPTIONS);
    const [verb = '', name = '', ...rest] = positionals;
    const act = VERBS[verb];
    if (act === undefined) throw new UsageError('start, replay, status, explain, promote or end');
    const files = loadFiles(context.config().mappingsDirectory);
    const live = files.states.dialects.get(name);
    if (live?.document === undefined) throw new UsageError('say which dialect, by its folder');
    return act({ context, files, live, rest, values });
  },
};

interface Order {
  readonly context: CommandContext;
  readonly files: HubFiles;
  readonly live: Dialect;
  /** What stands behind the dialect. */
  readonly rest: readonly string[];
  readonly values: ParsedArguments['values'];
}

const VERBS: Readonly<Record<string, ((order: Order) => Promise<number>) | undefined>> = {
  start,
  replay,
  status,
  explain,
  promote,
  end,
};

type Parts = ShadowParts & { readonly memberKeys: MemberKeys };

function withParts<T>({ context }: Order, work: (parts: Parts) => Promise<T>): Promise<T> {
  return administer(context, ({ store, ...parts }) =>
    work({ ...parts, store: { ...store, ...mappingShadows, ...documents } }),
  );
}

async function start(order: Order): Promise<number> {
  const { context, live, rest } = order;
  const [folder] = rest;
  if (folder === undefined) throw new UsageError('say in which folder the new version lies');
  const candidate = rightCandidate(context, live.name, folder);
  if (candidate === undefined) return FOUND_WRONG;
  await withParts(order, (parts) => startShadow(parts, { live, candidate }, byOf(order)));
  context.print(`${live.name}: ${candidate.versionHash} runs beside ${live.versionHash}`);
  context.print('a hub that serves compares what crosses from now on; replay what crossed before');
  return DONE;
}

/** Undefined after everything that is wrong with the folder was printed. */
function rightCandidate(
  { print }: CommandContext,
  name: string,
  folder: string,
): Dialect | undefined {
  const { dialect, problems } = readDialectFolder(resolve(folder), name);
  for (const { pointer, code, detail } of problems) print(`${code}  ${pointer}  ${detail}`);
  if (dialect !== undefined && problems.length === 0) return dialect;
  print(`${problems.length} problems`);
  return undefined;
}

const DEFAULT_REPLAY = 200;
const MOST_REPLAY = 1_000_000;

async function replay(order: Order): Promise<number> {
  const { context, files, live } = order;
  const limit = wholeNumber(order, 'last', DEFAULT_REPLAY, { from: 1, to: MOST_REPLAY });
  const { states, validator } = files;
  const count = await withParts(order, async (parts) => {
    const shadow = await parts.store.findRunningShadow(parts.store.query, live.name);
    if (shadow === undefined) throw new ShadowError('SHADOW_NONE');
    const comparing = { ...parts, states, validator };
    const open = await openShadow(comparing, shadow);
    if (open === undefined) throw new ShadowError('LIVE_CHANGED');
    return compareStored(comparing, open, { since: new Date(0), limit });
  });
  context.print(`${count} stored messages that were not compared yet`);
  return status(order);
}

async function status(order: Order): Promise<number> {
  const { context, files, live } = order;
  const members = membersOf(files.states, live.name);
  const found = await withParts(order, (parts) => shadowStatus(parts, live.name, members));
  if (found === undefined) throw new ShadowError('SHADOW_NONE');
  for (const line of statusLines(found, live.versionHash)) context.print(line);
  return found.differences.some(({ explanation }) => explanation === null) ? FOUND_WRONG : DONE;
}

const REASON = /^[^\p{Cc}]{3,500}$/u;

async function explain(order: Order): Promise<number> {
  const { context, live, rest } = order;
  const [reason, place] = [text(order, 'reason'), text(order, 'place')];
  if (rest.length === 0 && place === undefined) {
    throw new UsageError('say which difference: ids or --place, as status shows them');
  }
  if (reason === undefined || !REASON.test(reason)) {
    throw new UsageError('--reason takes one line of 3 to 500 characters');
  }
  const by = byOf(order, 'needed');
  const count = await withParts(order, (parts) =>
    explainDifferences(parts, live.name, { ids: rest, place, reason, by }),
  );
  context.print(`${count} differences are explained`);
  return DONE;
}

async function promote(order: Order): Promise<number> {
  const { context, files, live } = order;
  const minimum = wholeNumber(order, 'minimum', 1, { from: 0, to: MOST_REPLAY });
  const by = byOf(order, 'needed');
  const folder = text(order, 'install');
  const installed = folder === undefined ? undefined : rightCandidate(context, live.name, folder);
  if (folder !== undefined && installed === undefined) return FOUND_WRONG;
  const members = membersOf(files.states, live.name);
  const promotion = await withParts(order, async (parts) => {
    const { store } = parts;
    const running = await store.findRunningShadow(store.query, live.name);
    const bound = await store.findVersionsInForce(store.query);
    const before = bound.find(({ dialect }) => dialect === live.name)?.version_hash;
    const meant = running?.candidate_hash ?? before;
    if (installed !== undefined && installed.versionHash !== meant) {
      return { kind: 'other-files' } as const;
    }
    // It was promoted before, and only its files are missing here.
    if (running === undefined && installed !== undefined) {
      return { kind: 'promoted', versionHash: installed.versionHash } as const;
    }
    return promoteCandidate(parts, { live, members, minimum, by });
  });
  if (promotion.kind === 'other-files') {
    context.print('the files of --install are not those that were compared');
    return FOUND_WRONG;
  }
  if (promotion.kind === 'refused') {
    for (const line of obstacleLines(promotion, minimum)) context.print(line);
    context.print(`${live.name} is not promoted`);
    return FOUND_WRONG;
  }
  const { mappingsDirectory } = context.config();
  if (folder !== undefined) installDialect(mappingsDirectory, live.name, resolve(folder));
  printDeployment(context, live.name, promotion.versionHash, folder !== undefined);
  return DONE;
}

function printDeployment(
  { print }: CommandContext,
  name: string,
  versionHash: string,
  isInstalled: boolean,
): void {
  print(`${name}: ${versionHash} is in force from the next start on`);
  print(
    isInstalled
      ? `its files are in dialects/${name} of this machine's mappings; put them there on every other`
      : `put its files into dialects/${name} of the mappings of every process (here: --install FOLDER)`,
  );
  print('start the processes again: those that serve keep the earlier version until then, and');
  print('a hub whose files are another version does not start');
}

async function end(order: Order): Promise<number> {
  const { context, live, values } = order;
  if (values['release'] === true) {
    await withParts(order, (parts) => releaseDialect(parts, live.name));
    context.print(`${live.name} is bound to no version: a hub starts with whichever its files are`);
    return DONE;
  }
  await withParts(order, (parts) => endShadow(parts, live.name, byOf(order)));
  context.print(`no version runs beside ${live.name}`);
  return DONE;
}

const WHO = /^[\w.@-]{1,64}$/;

/** An opaque reference of who decides; the command itself where nobody has to be named. */
function byOf(order: Order, need?: 'needed'): string {
  const by = text(order, 'by') ?? (need === undefined ? 'command' : '');
  if (!WHO.test(by)) throw new UsageError('--by takes a reference of who decides');
  return by;
}

function text({ values }: Order, name: keyof typeof OPTIONS): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

function wholeNumber(
  order: Order,
  name: keyof typeof OPTIONS,
  otherwise: number,
  { from, to }: { readonly from: number; readonly to: number },
): number {
  const value = Number(text(order, name) ?? otherwise);
  if (Number.isInteger(value) && value >= from && value <= to) return value;
  throw new UsageError(`--${name} takes a whole number from ${from} to ${to}`);
}
