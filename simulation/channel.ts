import type { FaultPlan } from './fault-plan.ts';
import { openQueueChannel } from './queue-channel.ts';
import { openRestChannel } from './rest-channel.ts';
import { openSoapChannel } from './soap-channel.ts';
import type { NativeDialect } from './native/meaning.ts';
import type { Delivery, ReceiveVerdict } from './receive-delivery.ts';
import { openSftpChannel } from './sftp-channel.ts';
import type { HubAddress, SubmitAnswer } from './submit-document.ts';

/** The ways on which a simulated state and the hub exchange documents. */
export type ChannelKind = 'rest' | 'soap' | 'sftp' | 'queue';

/** A folder of an SFTP server that somebody else runs, with the state's own folders in it. */
export interface ServedFolder {
  readonly folder: string;
  readonly endpoint: string;
  readonly credential: string;
  readonly hostKeys: readonly string[];
}

export interface ChannelConfig {
  readonly kind: ChannelKind;
  /** A queue's broker, `amqp://user:password@host:port/vhost`; the other kinds serve by themselves. */
  readonly broker?: string;
  /** SFTP only: the server that serves the state's files; its own one when absent. */
  readonly served?: ServedFolder;
}

/** What the hub must know to come by a state's way. */
export interface ChannelAddress {
  /** Where the hub reaches the state. */
  readonly endpoint: string;
  /** What the hub shows there (docs/adapters.md says in which form). */
  readonly credential: string;
  /** What `transport` of the state's profile says to the hub. */
  readonly transport: Readonly<Record<string, unknown>>;
  /** By which the state's server proves itself, where the hub asks for such (SFTP). */
  readonly hostKeys: readonly string[];
}

/** One state's side of a way to the hub, both directions: real servers and clients, code of its own. */
export interface StateChannel extends ChannelAddress {
  /**
   * Submits one document and waits for the hub's word on it, in the statuses of the HTTP API whatever
   * the transport: 202 or 200 with the receipt, 4xx with the problem document; or why none came.
   */
  submit(submission: ChannelSubmission): Promise<SubmitAnswer>;
  /** Refuses connections, and ends those that are open, until `comeUp`. */
  goDown(): Promise<void>;
  comeUp(): Promise<void>;
  close(): Promise<void>;
}

export interface ChannelSubmission {
  readonly hub: HubAddress;
  /** The sender's id of the activity, in the document too. */
  readonly messageId: string;
  readonly document: Buffer;
  /** Ends the connection as soon as the document is sent, without waiting for the answer. */
  readonly abandon?: boolean;
}

/** What a channel is opened with. */
export interface ChannelParts {
  readonly member: string;
  readonly config: ChannelConfig;
  readonly dialect: NativeDialect;
  /** For what the channel keeps itself, such as keys and files; below the state's data directory. */
  readonly folder: string;
  /** The secret by which the hub proves who it is, where the channel's kind has one word for it. */
  readonly pushKey: string;
  /** Of the state's own server; a free one when 0. */
  readonly port: number;
  /** Asked once for each delivery (`nextReceive`); a channel plays the faults that it can have. */
  readonly faults: FaultPlan;
  /** Milliseconds to wait for the hub's answer. */
  readonly timeoutMs: number;
  /** Most submissions under way at once. */
  readonly concurrency: number;
  /**
   * Takes a delivery, one at a time for each id: its bytes and the journal's line are on the disk
   * before this resolves. `knowsRepeats: false` stores again what it has.
   */
  readonly take: (delivery: Delivery, knowsRepeats?: boolean) => Promise<ReceiveVerdict>;
  /** SHA-256 in hexadecimal of what is held under a delivery's id; undefined when nothing is. */
  readonly held: (deliveryId: string) => Promise<string | undefined>;
  /** The state's own number for a delivery; equal for equal deliveries, also after a restart. */
  readonly referenceOf: (deliveryId: string) => string;
}

export type OpenChannel = (parts: ChannelParts) => Promise<StateChannel>;

/** Each kind has a file of its own. */
const CHANNELS: Partial<Readonly<Record<ChannelKind, OpenChannel>>> = {
  rest: openRestChannel,
  sftp: openSftpChannel,
  soap: openSoapChannel,
  queue: openQueueChannel,
};

/** Opens the state's side; throws when no simulated state knows the kind. */
export function openChannel(parts: ChannelParts): Promise<StateChannel> {
  const open = CHANNELS[parts.config.kind];
  if (open === undefined) throw new Error('no simulated state knows this kind of channel');
  return open(parts);
}
