import { openRecord } from '../message/sealed-content.ts';
import type { JsonObject } from '../message/json.ts';
import type { CaseRow } from '../store/cases.ts';
import type { Query, Transaction } from '../store/database.ts';
import type { DeadlineRow } from '../store/deadlines.ts';
import type { MemberKeys } from '../store/member-keys.ts';
import type * as caseHistory from '../store/case-history.ts';
import type * as persons from '../store/persons.ts';
import { ExchangeError } from './exchange-error.ts';
import type { ExchangeStore } from './exchange-store.ts';
import { tokensOf } from './keep-person.ts';
import { type CaseModel, type Crossed, type RebuildRules, rebuildCase } from './rebuild-case.ts';

export interface RebuildParts extends RebuildRules {
  readonly store: ExchangeStore & typeof caseHistory & Pick<typeof persons, 'descriptionOf'>;
  readonly memberKeys: Pick<MemberKeys, 'open' | 'personToken'>;
  /** Business clock. */
  readonly now: () => Date;
}

export interface RebuildReport {
  readonly cases: number;
  readonly deadlines: number;
  /** Cases whose read model is not what their activities say, with the columns that differ. */
  readonly differing: readonly { readonly caseId: string; readonly columns: readonly string[] }[];
  /** Cases of which some content was expunged: they cannot be told again, and stay as they are. */
  readonly erased: number;
  /** Cases that today's lifecycle would have refused: they stay as they are. */
  readonly forbidden: readonly string[];
}

const PAGE = 100;

/**
 * Tells every case again from what crossed in it and compares that with the read model; with `write`
 * it takes its place. One case at a time, under its lock: a hub may serve beside it.
 */
export async function rebuild(
  parts: RebuildParts,
  { write, onCase }: { readonly write: boolean; readonly onCase?: (count: number) => void },
): Promise<RebuildReport> {
  const differing: { caseId: string; columns: string[] }[] = [];
  const forbidden: string[] = [];
  let [cases, deadlines, erased] = [0, 0, 0];
  let after = '';
  for (;;) {
    const page = await parts.store.casesAfter(parts.store.query, after, PAGE);
    for (const { case_id } of page) {
      const told = await rebuildOne(parts, case_id, write);
      if (told === 'erased') erased += 1;
      else if (told === 'forbidden') forbidden.push(case_id);
      else {
        deadlines += told.deadlines;
        if (told.columns.length > 0) differing.push({ caseId: case_id, columns: told.columns });
      }
      cases += 1;
      onCase?.(cases);
    }
    const last = page.at(-1);
    if (last === undefined) return { cases, deadlines, differing, erased, forbidden };
    after = last.case_id;
  }
}

type Told = { readonly deadlines: number; readonly columns: string[] } | 'erased' | 'forbidden';

async function rebuildOne(parts: RebuildParts, caseId: string, write: boolean): Promise<Told> {
  const { store } = parts;
  return store.withTransaction(async (tx) => {
    const { locked } = await store.lockCases(tx, [caseId], true);
    const stored = locked.get(caseId);
    if (stored === undefined) return { deadlines: 0, columns: [] };
    const crossed = await openCrossed(parts, tx.query, caseId);
    if (crossed === 'erased') return 'erased';
    const live = await storedModel(parts, tx.query, plain(stored));
    const model = toldAgain(parts, plain(stored), crossed);
    if (model === undefined) return 'forbidden';
    const columns = differencesOf(live, model);
    if (write && columns.length > 0) await writeModel(parts, tx, live.deadlines, model);
    return { deadlines: live.deadlines.length, columns };
  });
}

async function storedModel(
  { store }: RebuildParts,
  query: Query,
  row: CaseRow,
): Promise<CaseModel> {
  const description = await store.descriptionOf(query, row.case_id);
  return {
    row,
    deadlines: await store.storedDeadlines(query, row.case_id),
    description,
    tokens: await store.tokensOfDescription(query, description),
  };
}

/** Undefined where the lifecycle does not allow any more what it once did. */
function toldAgain(
  parts: RebuildParts,
  stored: CaseRow,
  crossed: readonly Crossed[],
): CaseModel | undefined {
  try {
    return rebuildCase(parts, stored, crossed);
  } catch (error) {
    if (error instanceof ExchangeError && error.code === 'OUT_OF_ORDER') return undefined;
    throw error;
  }
}

/** The row without what the lock asked beside it, and without what the database makes of its number. */
function plain(
  stored: CaseRow & { asked_case_id?: unknown; free?: unknown; case_end?: unknown },
): CaseRow {
  const row = { ...stored };
  delete row.asked_case_id;
  delete row.free;
  delete row.case_end;
  return row;
}

async function openCrossed(
  { store, memberKeys }: RebuildParts,
  query: Query,
  caseId: string,
): Promise<Crossed[] | 'erased'> {
  const rows = await store.crossedInCase(query, caseId);
  const ids = rows.map(({ transmission_id }) => transmission_id);
  const records = await store.findRecords(query, ids, ['canonical']);
  const byId = new Map(records.map((record) => [record.transmission_id, record]));
  const opened = rows.map(async (row): Promise<Crossed | undefined> => {
    const record = byId.get(row.transmission_id);
    if (record === undefined) return undefined;
    const content = await memberKeys.open(record);
    const text = openRecord(content, record.record_id, record.ciphertext).toString();
    const { data } = JSON.parse(text) as { data: JsonObject };
    return { row, data, tokens: tokensOf(memberKeys, data) };
  });
  const crossed = (await Promise.all(opened)).filter((each) => each !== undefined);
  return crossed.length === rows.length ? crossed : 'erased';
}

/** Where the two say different things; empty where they are the same. */
export function differencesOf(live: CaseModel, told: CaseModel): string[] {
  const columns = [...differing('case', live.row, told.row), ...personDifferences(live, told)];
  const expected = new Map(told.deadlines.map((row) => [row.deadline_id, row]));
  for (const row of live.deadlines) {
    const other = expected.get(row.deadline_id);
    if (other === undefined) columns.push(`deadline ${row.duty} too many`);
    // When to remind next is a pace, and no fact of the case.
    else columns.push(...differing(`deadline ${row.duty}`, row, other, ['next_reminder_at']));
    expected.delete(row.deadline_id);
  }
  return [...columns, ...[...expected.values()].map(({ duty }) => `deadline ${duty} missing`)];
}

function personDifferences(live: CaseModel, told: CaseModel): string[] {
  if (live.description !== told.description) return ['person description'];
  const namesOf = ({ tokens }: CaseModel): string =>
    tokens
      .map(({ kind, token }) => `${kind} ${token.toString('hex')}`)
      .sort()
      .join();
  return namesOf(live) === namesOf(told) ? [] : ['person tokens'];
}

function differing(
  what: string,
  one: object,
  other: object,
  but: readonly string[] = [],
): string[] {
  const names = new Set(
    [...Object.keys(one), ...Object.keys(other)].filter((n) => !but.includes(n)),
  );
  const valueOf = (row: object, name: string): string =>
    JSON.stringify((row as Record<string, unknown>)[name] ?? null);
  return [...names]
    .filter((name) => valueOf(one, name) !== valueOf(other, name))
    .map((name) => `${what} ${name}`);
}

async function writeModel(
  { store, now }: RebuildParts,
  tx: Transaction,
  live: readonly DeadlineRow[],
  { row, deadlines, description, tokens }: CaseModel,
): Promise<void> {
  const reminders = new Map(live.map((each) => [each.deadline_id, each.next_reminder_at]));
  await store.updateCases(tx, [row]);
  if (description !== undefined) {
    const parties = { from_member: row.from_member, to_member: row.receiving_member };
    const described = { case_id: row.case_id, transmission_id: description, ...parties };
    await store.setDescriptions(tx, [described]);
    await store.insertPersonTokens(tx, tokens);
  }
  await store.replaceDeadlines(
    tx,
    row.case_id,
    deadlines.map((each) => ({ ...each, next_reminder_at: nextOf(each, reminders, now()) })),
  );
}

/** As it was; of a deadline that was missing, what would have been said before is not said any more. */
function nextOf(
  row: DeadlineRow,
  reminders: ReadonlyMap<string, Date | null>,
  now: Date,
): Date | null {
  if (row.ended_at !== null) return null;
  const known = reminders.get(row.deadline_id);
  if (known !== undefined) return known;
  return row.due_at > now ? row.due_at : null;
}
