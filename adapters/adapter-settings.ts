/** What an adapter is made from: the state's profile, its row in force, and what the process allows. */
export interface AdapterSettings {
  /** USPS code of the state. */
  readonly member: string;
  /** The transport's address of the state, from its row in force. */
  readonly endpoint: string;
  /** The secret in force, in the form that docs/adapters.md says for the transport. */
  readonly credential: string | undefined;
  /**
   * The keys by which the state's server proves itself, from its row in force: SHA256 fingerprints or
   * lines of public keys. Only SFTP goes by them; without one it connects to nothing.
   */
  readonly hostKeys: readonly string[];
  /** From the profile; valid by the transport's options schema, which the start has checked. */
  readonly options: unknown;
  readonly capabilities: AdapterCapabilities;
  /** IANA zone of the state's office, for dates in names of files. */
  readonly timeZone: string;
  /** Address ranges (CIDR) besides public ones that endpoints may lie in. */
  readonly allowedNetworks: readonly string[];
  /** Process clock. */
  readonly now: () => Date;
  /** One document of the state's format that holds the records of all these, in their order. */
  readonly joinDocuments: (documents: readonly Buffer[]) => Buffer;
  /** Content type of the state's format: where the transport does not say one. */
  readonly contentType: string;
}

/** What a transport cannot use of options that keep to its schema. */
export interface OptionProblem {
  /** JSON Pointer within the options. */
  readonly option: string;
  readonly detail: string;
}

/** What of the profile's capabilities an adapter goes by, whatever its transport. */
export interface AdapterCapabilities {
  /** Whether a success of the transport says that the state's system holds the delivery. */
  readonly acknowledgement: AcknowledgementKind;
  readonly sizeLimitBytes: number;
  /** Most calls under way at once. */
  readonly concurrency: number;
  /** Most parcels in one call of `deliver`. */
  readonly listMaximum: number;
}

export type AcknowledgementKind =
  /** A success means that the state's system holds the activity under our id. */
  | 'synchronous'
  /** A success means that it was taken; the state's system answers later. */
  | 'asynchronous'
  /** A success is a status and no more. */
  | 'none';
