import type { Actor } from '../access/actor.ts';
import { type PersonMatch, matchPerson } from '../compact/person-match.ts';
import { type PersonQuery, type TraitKind, traitsOfQuery } from '../compact/person-traits.ts';
import type { SupervisedIndividual } from '../generated/messages.ts';
import type { CaseRow } from '../store/cases.ts';
import type { AskedTokens, Candidate } from '../store/persons.ts';
import type { SealedRecordRow } from '../store/records.ts';
import { openDescription } from './read-person.ts';
import type { ReadParts } from './read-store.ts';
import type { FoundPerson } from './reads.ts';

/** More than this are no answer: who asks says more of the person. */
const MOST_CANDIDATES = 100;

/**
 * Persons of cases of the actor's state, the likeliest first: found by tokens, then opened and
 * compared in memory. What row-level security hides is neither found nor counted.
 */
export async function searchPersons(
  parts: ReadParts,
  actor: Actor,
  asked: PersonQuery,
): Promise<FoundPerson[]> {
  const { store, reader } = parts;
  const tokens = tokensOf(parts, asked);
  const found = await reader.as(actor.member, async (query) => {
    const candidates = await store.findCandidates(query, tokens, MOST_CANDIDATES);
    const described = candidates.map(({ transmission_id }) => transmission_id);
    const caseIds = candidates.map(({ case_id }) => case_id);
    return {
      candidates,
      records: await store.findRecords(query, described, ['canonical']),
      cases: await store.casesOfPersons(query, caseIds),
    };
  });
  const compared = await compareAll(parts, asked, found.candidates, found.records);
  return bestOfEach(compared, found.cases);
}

function tokensOf({ memberKeys }: ReadParts, asked: PersonQuery): AskedTokens {
  const traits = traitsOfQuery(asked);
  const of = (wanted: TraitKind): Buffer[] =>
    traits
      .filter(({ kind }) => kind === wanted)
      .map(({ kind, value }) => memberKeys.personToken(kind, value));
  return {
    identifier: of('identifier'),
    'family-name': of('family-name'),
    'family-sound': of('family-sound'),
    'given-name': of('given-name'),
    'given-sound': of('given-sound'),
    'birth-date': of('birth-date'),
    'birth-year': of('birth-year'),
  };
}

interface Compared extends PersonMatch {
  readonly caseId: string;
  readonly person: SupervisedIndividual;
}

async function compareAll(
  parts: ReadParts,
  asked: PersonQuery,
  candidates: readonly Candidate[],
  records: readonly SealedRecordRow[],
): Promise<Compared[]> {
  const recordOf = new Map(records.map((record) => [record.transmission_id, record]));
  const compared = candidates.map(async ({ case_id, transmission_id }): Promise<Compared[]> => {
    const record = recordOf.get(transmission_id);
    const person = record && (await openDescription(parts, record));
    return person === undefined ? [] : [{ caseId: case_id, person, ...matchPerson(asked, person) }];
  });
  return (await Promise.all(compared)).flat();
}

/** One answer for each person: the description that agrees best, and all cases that may be seen. */
function bestOfEach(compared: readonly Compared[], cases: readonly CaseRow[]): FoundPerson[] {
  const personOf = new Map(cases.map(({ case_id, person_id }) => [case_id, person_id]));
  const found = new Map<string, FoundPerson>();
  for (const { caseId, person, score, matchedBy } of compared.toSorted(byScore)) {
    const personId = personOf.get(caseId);
    if (personId === undefined || found.has(personId)) continue;
    const { name, dateOfBirth } = person;
    const own = cases.filter(({ person_id }) => person_id === personId).map(viewCase);
    found.set(personId, { personId, score, matchedBy, name, dateOfBirth, cases: own });
  }
  return [...found.values()];
}

function byScore(one: Compared, other: Compared): number {
  return other.score - one.score;
}

function viewCase(row: CaseRow): FoundPerson['cases'][number] {
  return {
    caseId: row.case_id,
    sendingState: row.from_member,
    receivingState: row.receiving_member,
    status: row.status,
    location: row.location,
  };
}
