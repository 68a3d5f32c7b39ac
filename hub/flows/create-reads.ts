import { readNotes } from './case-notes.ts';
import { findObject } from './find-object.ts';
import { readBodies, readBodiesForReason } from './read-bodies.ts';
import { readCase } from './read-case.ts';
import { readCases } from './read-cases.ts';
import { readDeadlines } from './read-deadlines.ts';
import { readErasures } from './read-erasures.ts';
import { readFailures } from './read-failures.ts';
import { readCompliance, readDestinations, readHealth } from './read-health.ts';
import { readIncident, readIncidents } from './read-incidents.ts';
import {
  readCheckpoint,
  readEntryBundle,
  readEvents,
  readLastEventIndex,
  readLedgerKeys,
  readProof,
  readTile,
} from './read-ledger.ts';
import { readMapping } from './read-mapping.ts';
import { exportMessages, readMessage, readMessages } from './read-messages.ts';
import { readOpening } from './read-opening.ts';
import { readReviews } from './read-reviews.ts';
import type { ReadParts } from './read-store.ts';
import { readDialect, readState } from './read-state.ts';
import { readStatement, readStatements } from './read-statements.ts';
import { readViewings } from './read-viewings.ts';
import { readTraffic, sumTraffic } from './read-traffic.ts';
import type { Reads } from './reads.ts';
import { readFilters } from './saved-filters.ts';
import { searchPersons } from './search-persons.ts';

/** The read side of the hub on its parts. */
export function createReads(parts: ReadParts): Reads {
  return {
    messages: (actor, filter, page) => readMessages(parts, actor, filter, page),
    exportMessages: (actor, filter) => exportMessages(parts, actor, filter),
    find: (actor, asked) => findObject(parts, actor, asked),
    message: (actor, transmissionId) => readMessage(parts, actor, transmissionId),
    bodies: (actor, transmissionId) => readBodies(parts, actor, transmissionId),
    mapping: (actor, transmissionId) => readMapping(parts, actor, transmissionId),
    viewings: (actor, transmissionId, page) => readViewings(parts, actor, transmissionId, page),
    bodiesForReason: (actor, transmissionId) => readBodiesForReason(parts, actor, transmissionId),
    failures: (actor, filter, page) => readFailures(parts, actor, filter, page),
    incidents: (actor, filter, page) => readIncidents(parts, actor, filter, page),
    incident: (actor, incidentId) => readIncident(parts, actor, incidentId),
    deadlines: (actor, filter, page) => readDeadlines(parts, actor, filter, page),
    cases: (actor, filter, page) => readCases(parts, actor, filter, page),
    reviews: (actor, filter, page) => readReviews(parts, actor, filter, page),
    caseById: (actor, caseId) => readCase(parts, actor, caseId),
    erasures: (actor, filter, page) => readErasures(parts, actor, filter, page),
    searchPersons: (actor, asked) => searchPersons(parts, actor, asked),
    traffic: (actor, range) => readTraffic(parts, actor, range),
    trafficSums: (actor, by, range) => sumTraffic(parts, actor, by, range),
    health: (actor) => readHealth(parts, actor),
    destinations: (actor) => readDestinations(parts, actor),
    compliance: (actor, filter) => readCompliance(parts, actor, filter),
    state: (actor, member) => readState(parts, actor, member),
    dialect: (actor, member) => readDialect(parts, actor, member),
    notes: (actor, caseId, page) => readNotes(parts, actor, caseId, page),
    filters: (actor) => readFilters(parts, actor),
    proof: (actor, transmissionId) => readProof(parts, actor, transmissionId),
    opening: (actor, transmissionId) => readOpening(parts, actor, transmissionId),
    statements: (actor, filter, page) => readStatements(parts, actor, filter, page),
    statement: (actor, statementId) => readStatement(parts, actor, statementId),
    checkpoint: () => readCheckpoint(parts),
    ledgerKeys: () => readLedgerKeys(parts),
    tile: (address) => readTile(parts, address),
    entryBundle: (actor, address) => readEntryBundle(parts, actor, address),
    events: (actor, after) => readEvents(parts, actor, after),
    lastEventIndex: () => readLastEventIndex(parts),
  };
}
