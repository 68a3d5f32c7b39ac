/** What an adapter is made from: the state's profile, its row in force, and what the process allows. */
export interface AdapterSettings {
  readonly endpoint: string;
  /** The secret in force, in the form that the transport's options schema describes. */
  readonly credential: string | undefined;
  /** From the profile; valid by the transport's options schema, which the caller has checked. */
  readonly options: unknown;
  /** Address ranges (CIDR) besides public ones that endpoints may lie in. */
  readonly allowedNetworks: readonly string[];
  /** Process clock. */
  readonly now: () => Date;
}
