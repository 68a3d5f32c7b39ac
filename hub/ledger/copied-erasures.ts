import { parseEntry } from '../../ledger-verifier/entry.ts';

/** The last that a copy of the ledger tells of what was done to the content of a transmission. */
export interface CopiedErasure {
  readonly transmissionId: string;
  readonly action: 'expunge' | 'seal' | 'unseal';
  /** Whether its case went as a whole. */
  readonly scope: 'transmission' | 'case';
  readonly from: string;
  readonly erasureId: string;
  readonly authority: string;
  readonly approvers: readonly string[];
}

/** Reads the entries of a copy in their order. */
export interface ErasureReading {
  readonly read: (entry: Uint8Array) => void;
  /** By transmission: what stands after all that was read. */
  readonly found: ReadonlyMap<string, CopiedErasure>;
}

const ACTION_OF: Readonly<Record<string, CopiedErasure['action']>> = {
  expunged: 'expunge',
  sealed: 'seal',
  unsealed: 'unseal',
};

/** What is expunged stays so; of seals the last counts. Throws `malformed` (ledger-verifier). */
export function readErasures(): ErasureReading {
  const found = new Map<string, CopiedErasure>();
  return {
    found,
    read: (entry) => {
      const told = erasureOf(entry);
      if (told === undefined || found.get(told.transmissionId)?.action === 'expunge') return;
      found.set(told.transmissionId, told);
    },
  };
}

/** As a leaf of a transmission says it (docs/ledger-format.md). */
interface ErasureFields {
  readonly type: string;
  readonly transmissionId?: string;
  readonly from?: string;
  readonly code?: string;
  readonly outcome?: string;
  readonly subject?: string;
  readonly authority?: string;
  readonly approvers?: readonly string[];
}

function erasureOf(entry: Uint8Array): CopiedErasure | undefined {
  const event = parseEntry(entry).event as ErasureFields;
  const { type, transmissionId, from = '', subject, authority, approvers = [] } = event;
  const again = type === 'erasure-reapplied' ? event.code : undefined;
  const action = ACTION_OF[again === undefined ? type : (TYPE_OF[again] ?? '')];
  if (action === undefined || transmissionId === undefined) return undefined;
  if (subject === undefined || authority === undefined) return undefined;
  const scope = event.outcome === 'case' ? 'case' : 'transmission';
  return { transmissionId, action, scope, from, erasureId: subject, authority, approvers };
}

const TYPE_OF: Readonly<Record<string, string>> = {
  expunge: 'expunged',
  seal: 'sealed',
  unseal: 'unsealed',
};
