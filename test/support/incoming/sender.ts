import type { StateAdapter, Transport } from '../../../adapters/adapter.ts';
import type { FaultyProxy, ProxySide } from '../faulty-proxy.ts';
import type { TestHub, TestSite } from '../test-hub.ts';
import type { TestState } from '../test-states.ts';

/** A document as a state's system sends it. */
export interface SentDocument {
  readonly contentType: string;
  readonly body: Buffer;
}

/** The hub's final word, as the sender's own system finds it in its own transport. */
export type HubWord =
  | { readonly kind: 'accepted'; readonly receipt: Readonly<Record<string, unknown>> }
  /** `text`: all that the sender is shown. */
  | { readonly kind: 'refused'; readonly code: string; readonly text: string };

/** A document of a list; those of one lane go in their order. */
export interface ListedDocument extends SentDocument {
  readonly lane: string;
}

/** A state's system that sends to the hub by one transport, under the test's hand. */
export interface Sender {
  /**
   * Sends as an honest system does: again under the same id as long as there is no final word, or, where
   * the hub fetches, left until there is one.
   */
  send(document: SentDocument): Promise<HubWord>;
  /** One word for each, in order. */
  sendAll(documents: readonly ListedDocument[]): Promise<HubWord[]>;
  /** Proves itself, or is asked for proof, with this credential from now on. */
  use(credential: 'right' | 'wrong'): Promise<void>;
  /** The way between both breaks: what was under way on it is lost. */
  readonly cut: () => void;
  /** Where the way is a connection. */
  readonly proxy?: FaultyProxy;
  close(): Promise<void>;
}

/** A transport on which documents come in. */
export interface SenderKind {
  readonly transport: Transport;
  /** Who logs in with a credential; nobody in memory. */
  readonly logsIn: 'sender' | 'hub' | 'nobody';
  /** Which end of a connection the sender's bytes come from. */
  readonly side: ProxySide;
  /** What a document larger than the hub takes is refused with. */
  readonly tooLarge: { readonly bytes: number; readonly code: string };
  prepare(): Promise<PreparedSender>;
}

/** The sender's servers run; the hub does not yet. */
export interface PreparedSender {
  /** How the hub is told of the state. */
  readonly state: TestState;
  readonly decorate?: (adapter: StateAdapter) => StateAdapter;
  connect(place: SenderPlace): Promise<Sender>;
  stop(): Promise<void>;
}

export interface SenderPlace {
  readonly site: TestSite;
  readonly hub: TestHub;
  readonly member: string;
}

/** Lanes beside each other, each in its order. */
export async function sendInLanes(
  documents: readonly ListedDocument[],
  send: (document: SentDocument) => Promise<HubWord>,
): Promise<HubWord[]> {
  const lanes = new Map<string, Promise<unknown>>();
  return Promise.all(
    documents.map((document) => {
      const before = lanes.get(document.lane) ?? Promise.resolve();
      const word = before.then(() => send(document));
      lanes.set(document.lane, word);
      return word;
    }),
  );
}

/** The final word in a problem document. */
export function refusal(text: string): HubWord {
  const { code } = JSON.parse(text) as { code: string };
  return { kind: 'refused', code, text };
}

export function acceptance(receipt: string): HubWord {
  return { kind: 'accepted', receipt: JSON.parse(receipt) as Record<string, unknown> };
}
