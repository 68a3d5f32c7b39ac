import { NOBODY_COSIGNS, createMemoryHeadFile } from './memory-head-file.ts';
import { REFUSED_BY_STATE, sealReason } from '../../hub/flows/refusal-reason.ts';
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type MemberCode } from '../../hub/compact/members.ts';
import type { DeliveryState } from '../../hub/delivery/delivery-state.ts';
import { createEvidence } from '../../hub/flows/evidence.ts';
import type { ReadParts } from '../../hub/flows/read-store.ts';
import { runSequencer } from '../../hub/flows/sequence.ts';
import { commit } from '../../hub/ledger/commitment.ts';
import { createSigner } from '../../hub/ledger/signer.ts';
import { treeHash } from '../../hub/ledger/tree-hash.ts';
import { mintHubId, mintUuid } from '../../hub/message/identifiers.ts';
import { sealRecord } from '../../hub/message/sealed-content.ts';
import { accountNames } from '../../hub/store/accounts.ts';
import * as assignments from '../../hub/store/assignments.ts';
import * as agreements from '../../hub/store/agreements.ts';
import * as caseNotes from '../../hub/store/case-notes.ts';
import * as caseReads from '../../hub/store/case-reads.ts';
import * as deadlineReads from '../../hub/store/deadline-reads.ts';
import * as cases from '../../hub/store/cases.ts';
import { type Database, type Query, openDatabase } from '../../hub/store/database.ts';
import { decisionsOf } from '../../hub/store/decisions.ts';
import * as deliveries from '../../hub/store/deliveries.ts';
import { findDocumentTexts } from '../../hub/store/documents.ts';
import * as erasures from '../../hub/store/erasures.ts';
import * as failures from '../../hub/store/failures.ts';
import * as findReads from '../../hub/store/find-reads.ts';
import * as findings from '../../hub/store/findings.ts';
import * as ledger from '../../hub/store/ledger.ts';
import * as deliveryPauses from '../../hub/store/delivery-pauses.ts';
import * as healthReads from '../../hub/store/health-reads.ts';
import * as incidents from '../../hub/store/incidents.ts';
import * as ledgerReads from '../../hub/store/ledger-reads.ts';
import { createMemberKeys } from '../../hub/store/member-keys.ts';
import * as messageLog from '../../hub/store/message-log.ts';
import { insertPendingLeaves } from '../../hub/store/pending-leaves.ts';
import { createReader } from '../../hub/store/reader.ts';
import * as persons from '../../hub/store/persons.ts';
import * as records from '../../hub/store/records.ts';
import * as reviews from '../../hub/store/reviews.ts';
import * as savedFilters from '../../hub/store/saved-filters.ts';
import * as statements from '../../hub/store/statements.ts';
import * as viewings from '../../hub/store/viewings.ts';
import * as traffic from '../../hub/store/traffic.ts';
import * as transmissions from '../../hub/store/transmissions.ts';
import { createTestDatabase } from './template-database.ts';

/** One activity to put into the store, with its delivery where it was transmitted. */
export interface Seed {
  readonly caseId: string;
  readonly from: MemberCode;
  readonly to: MemberCode;
  readonly status?: transmissions.TransmissionStatus;
  readonly state?: DeliveryState;
  readonly failure?: { readonly code: string; readonly detail: string };
  readonly peerReference?: string;
  readonly canonical?: string;
  readonly received?: Buffer;
  readonly acceptedAt?: Date;
}

export interface Seeded {
  readonly transmissionId: string;
  readonly deliveryId: string | undefined;
  readonly messageId: string;
}

/** A database with what a test puts into it, and the parts of the read side on it. */
export interface SeededExchange {
  readonly exchange: Database;
  readonly reading: Database;
  readonly readParts: ReadParts;
  readonly verifierKey: string;
  openCase(
    sending: MemberCode,
    receiving: MemberCode,
    isKnownToReceiver?: boolean,
  ): Promise<string>;
  nameCase(caseId: string, member: MemberCode, value: string): Promise<void>;
  add(seed: Seed): Promise<Seeded>;
  /** Runs statements as the owner of the tables, past row-level security. */
  asOwner(work: (query: Query) => Promise<void>): Promise<void>;
  /** Sequences and signs everything that waits. */
  sequence(): Promise<void>;
  close(): Promise<void>;
}

export const SEED_START = new Date('2026-03-02T10:00:00.000Z');
const ORIGIN = 'hub.example/ledger/test';

export async function openSeededExchange(): Promise<SeededExchange> {
  const database = await createTestDatabase();
  const pool = { url: database.url, poolSize: 4 };
  const exchange = openDatabase({ ...pool, role: 'hub_exchange', applicationName: 'test' });
  const reading = openDatabase({ ...pool, role: 'hub_reader', applicationName: 'test-reader' });
  const memberKeys = createMemberKeys({
    database: exchange,
    masterKey: randomBytes(32),
    now: () => SEED_START,
    random: randomBytes,
  });
  const signer = createSigner(ORIGIN, generateKeyPairSync('ed25519').privateKey);
  await ledger.startLedger(exchange.query, {
    origin: ORIGIN,
    emptyRoot: Buffer.from(treeHash.empty),
    now: SEED_START,
  });
  const evidence = createEvidence({ random: randomBytes, softwareVersion: '0.0.0' });
  const sequences = new Map<string, number>();
  let minutes = 0;

  return {
    exchange,
    reading,
    verifierKey: signer.verifierKey,
    readParts: {
      store: {
        ...messageLog,
        ...failures,
        ...incidents,
        ...findings,
        ...caseReads,
        ...deadlineReads,
        ...traffic,
        ...findReads,
        ...healthReads,
        ...deliveryPauses,
        ...caseNotes,
        accountNames,
        decisionsOf,
        ...agreements,
        ...viewings,
        ...savedFilters,
        ...reviews,
        ...erasures,
        ...ledgerReads,
        ...cases,
        ...records,
        findDocumentTexts,
        ...persons,
        ...assignments,
        ...statements,
      },
      reader: createReader(reading),
      memberKeys,
      dialects: new Map(),
      now: () => SEED_START,
      isAsked: () => false,
      profileOf: () => undefined,
    },
    openCase: async (sending, receiving, isKnownToReceiver = true) => {
      const case_id = mintHubId('C', randomBytes);
      const person_id = mintHubId('P', randomBytes);
      await exchange.withTransaction(async (tx) => {
        await cases.insertPersons(tx, [{ person_id, created_at: SEED_START }]);
        await cases.insertCases(tx, [
          {
            case_id,
            person_id,
            from_member: sending,
            to_member: isKnownToReceiver ? receiving : null,
            receiving_member: receiving,
            supervision_type: null,
            status: 'pending',
            reporting_instructions: 'none',
            instructions_reason: null,
            transfer: 'requested',
            location: 'sending',
            violation: 'none',
            retaking: 'none',
            return_instructions: 'none',
            closure: 'none',
            registrable: false,
            supervising_member: sending,
            sequence_to_sending: 0,
            sequence_to_receiving: 0,
            opened_at: SEED_START,
            changed_at: SEED_START,
            content: 'kept',
          },
        ]);
      });
      return case_id;
    },
    asOwner: async (work) => {
      const owner = openDatabase({
        ...pool,
        poolSize: 1,
        applicationName: 'test-owner',
        statementMs: 60_000,
      });
      await work(owner.query).finally(() => owner.close());
    },
    nameCase: async (caseId, member, value) => {
      const scheme = 'case-number';
      const row = {
        member,
        scheme,
        token: memberKeys.identifierToken(member, scheme, value),
        value: await memberKeys.sealValue(member, value),
        case_id: caseId,
      };
      await exchange.withTransaction((tx) => cases.insertCaseIdentifiers(tx, [row]));
    },
    add: async (seed) => {
      minutes += 1;
      const moment = seed.acceptedAt ?? new Date(SEED_START.getTime() + minutes * 60_000);
      const status = seed.status ?? 'transmitted';
      const crossed = status === 'transmitted';
      const { content, wrapped } = await memberKeys.mint(seed.from);
      const failureDetail =
        seed.failure?.code === REFUSED_BY_STATE
          ? await sealReason(memberKeys, seed.to, seed.failure.detail)
          : (seed.failure?.detail ?? null);
      const transmissionId = mintUuid(moment, randomBytes);
      const deliveryId = mintUuid(moment, randomBytes);
      const to_member = crossed ? seed.to : null;
      const facts = {
        transmissionId,
        from: seed.from,
        activityType: 'compact.transfer-request.v1',
        schema: 'schema-hash',
        actor: 'S-SEED',
        channel: 'rest',
      } as const;
      const accepted = evidence.chained(undefined, { ...facts, type: 'accepted' }, moment);
      const leaves = [accepted.leaf];
      let chain = accepted.chain;
      let deliveryChain = { eventNo: 0, lastLeafHash: chain.lastLeafHash };
      if (crossed) {
        const event = { ...facts, type: 'transmitted', to: seed.to } as const;
        const transmitted = evidence.chained(chain, event, moment);
        const dispatch = { ...facts, type: 'dispatching', deliveryId, to: seed.to } as const;
        const dispatching = evidence.chained(
          { eventNo: 0, lastLeafHash: transmitted.chain.lastLeafHash },
          dispatch,
          moment,
        );
        leaves.push(transmitted.leaf, dispatching.leaf);
        chain = transmitted.chain;
        deliveryChain = dispatching.chain;
      }
      const messageId = `${seed.from}-${randomUUID()}`;
      const sequenceKey = `${seed.caseId} ${seed.to}`;
      const caseSequence = (sequences.get(sequenceKey) ?? 0) + 1;
      const record = (kind: records.RecordKind, plaintext: Buffer, delivery_id: string | null) => {
        const record_id = mintUuid(moment, randomBytes);
        return {
          record_id,
          transmission_id: transmissionId,
          delivery_id,
          kind,
          from_member: seed.from,
          to_member,
          content_type: 'application/json',
          ciphertext: sealRecord(content, record_id, plaintext, randomBytes),
          commitment: commit('payload', content.salt, plaintext),
          recorded_at: moment,
        };
      };
      const canonical = Buffer.from(seed.canonical ?? '{}');
      const blocking = !['handed-over', 'acknowledged', 'refused'].includes(seed.state ?? '');
      await exchange.withTransaction(async (tx) => {
        await transmissions.insertTransmissions(tx, [
          {
            transmission_id: transmissionId,
            from_member: seed.from,
            to_member,
            destination: seed.to,
            sender_message_id: messageId,
            type: facts.activityType,
            case_id: seed.caseId,
            supervision_type: null,
            status,
            accepted_status: status,
            channel: 'rest',
            actor: facts.actor,
            released_by: null,
            submitted_at: moment,
            accepted_at: moment,
            transmitted_at: crossed ? moment : null,
            received_digest: null,
            content_digest: null,
            schema_hash: 'schema-hash',
            profile_hash: 'profile-hash',
            mapping_hash: null,
            receipt_key_id: 'key',
            event_no: chain.eventNo,
            case_position: null,
            content: 'kept',
            last_leaf_hash: chain.lastLeafHash,
          },
        ]);
        await records.insertContentKeys(tx, [
          { transmission_id: transmissionId, from_member: seed.from, to_member, ...wrapped },
        ]);
        await records.insertRecords(tx, [
          record('canonical', canonical, null),
          record('received', seed.received ?? canonical, null),
          ...(crossed ? [record('sent', canonical, deliveryId)] : []),
        ]);
        if (crossed) {
          sequences.set(sequenceKey, caseSequence);
          await deliveries.insertDeliveries(tx, [
            {
              delivery_id: deliveryId,
              transmission_id: transmissionId,
              from_member: seed.from,
              to_member: seed.to,
              case_id: seed.caseId,
              case_sequence: caseSequence,
              type: facts.activityType,
              state: seed.state ?? 'queued',
              blocking,
              pulled: false,
              due_at: moment,
              attempt: 1,
              claims: 1,
              epoch: 1,
              lease_until: null,
              schema_hash: 'schema-hash',
              failure_code: seed.failure?.code ?? null,
              failure_detail: failureDetail,
              peer_reference: seed.peerReference ?? null,
              created_at: moment,
              handed_over_at: null,
              acknowledged_at: seed.state === 'acknowledged' ? moment : null,
              profile_hash: null,
              mapping_hash: null,
              event_no: deliveryChain.eventNo,
              last_leaf_hash: deliveryChain.lastLeafHash,
            },
          ]);
        }
        await insertPendingLeaves(tx, leaves);
      });
      return { transmissionId, deliveryId: crossed ? deliveryId : undefined, messageId };
    },
    sequence: async () => {
      const stop = new AbortController();
      const faults: unknown[] = [];
      const running = runSequencer(
        {
          store: { ...ledger, ...exchange },
          signers: () => Promise.resolve([signer]),
          headFile: createMemoryHeadFile(),
          cosign: NOBODY_COSIGNS,
          processClock: { now: () => new Date() },
          processId: randomUUID(),
          leaseMs: 10_000,
          onFault: (_part, error) => faults.push(error),
        },
        stop.signal,
      );
      for (let looks = 0; looks < 500; looks += 1) {
        const head = await ledger.findHead(exchange.query);
        const { count } = await ledger.countPendingLeaves(exchange.query);
        if (count === 0 && head.signed_size === head.size) break;
        await wait(10);
      }
      stop.abort();
      await running;
      if (faults.length > 0) throw faults[0];
    },
    close: async () => {
      await Promise.all([exchange.close(), reading.close()]);
      await database.drop();
    },
  };
}
