import { readBodies } from './read-bodies.ts';
import { readCase } from './read-case.ts';
import { readDeadlines } from './read-deadlines.ts';
import { readFailures } from './read-failures.ts';
import {
  readCheckpoint,
  readEntryBundle,
  readEvents,
  readLastEventIndex,
  readProof,
  readTile,
} from './read-ledger.ts';
import { readMessage, readMessages } from './read-messages.ts';
import { readReviews } from './read-reviews.ts';
import type { ReadParts } from './read-store.ts';
import { readTraffic } from './read-traffic.ts';
import type { Reads } from './reads.ts';

/** The read side of the hub on its parts. */
export function createReads(parts: ReadParts): Reads {
  return {
    messages: (actor, filter, page) => readMessages(parts, actor, filter, page),
    message: (actor, transmissionId) => readMessage(parts, actor, transmissionId),
    bodies: (actor, transmissionId) => readBodies(parts, actor, transmissionId),
    failures: (actor, filter, page) => readFailures(parts, actor, filter, page),
    deadlines: (actor, filter, page) => readDeadlines(parts, actor, filter, page),
    reviews: (actor, filter, page) => readReviews(parts, actor, filter, page),
    caseById: (actor, caseId) => readCase(parts, actor, caseId),
    traffic: (actor, range) => readTraffic(parts, actor, range),
    proof: (actor, transmissionId) => readProof(parts, actor, transmissionId),
    checkpoint: () => readCheckpoint(parts),
    tile: (address) => readTile(parts, address),
    entryBundle: (actor, address) => readEntryBundle(parts, actor, address),
    events: (actor, after) => readEvents(parts, actor, after),
    lastEventIndex: () => readLastEventIndex(parts),
  };
}
