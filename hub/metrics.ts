import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** What the hub counts. Labels come from closed lists only: no id, no address, no path as asked for. */
export interface Metrics {
  requestFinished(request: FinishedRequest): void;
  /** Asked at each scrape: what a process can say of itself or of the store. */
  observe(name: GaugeName, read: () => number | Promise<number>): void;
  /** The same for each member that there is a value of. */
  observeMembers(name: MemberGaugeName, read: () => ReadonlyMap<string, number>): void;
  count(name: CounterName, labels: { readonly member?: string; readonly outcome: string }): void;
  /** The exposition text and its content type. */
  scrape(): Promise<{ readonly contentType: string; readonly text: string }>;
}

export interface FinishedRequest {
  /** A row of the policy table, or `none`. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

const GAUGES = {
  hub_acceptances_waiting: 'Activities that wait for a place in a commit of this process',
  hub_pending_leaves: 'Leaves that wait for their index',
  hub_checkpoint_age_seconds: 'Age of the latest signed checkpoint',
  hub_ledger_size: 'Leaves in the ledger',
  hub_ledger_witnesses: 'Witnesses that are asked to cosign the heads of the ledger',
  hub_ledger_cosignatures: 'Witnesses that cosigned the head that is served now',
  hub_ledger_locked: 'Whether the ledger is locked: 1 means that nothing is accepted',
  hub_oldest_undelivered_seconds: 'Age of the oldest delivery that no state has taken',
  hub_open_incidents: 'Causes of trouble that last',
  hub_intake_open: 'Whether activities are accepted: 1 or 0',
  hub_evidence_age_seconds: 'How long the oldest leaf waits for a signed checkpoint',
  hub_free_bytes: 'Free space of the data directory',
  hub_oldest_mail_seconds: 'How long the oldest mail waits for the mail server',
  hub_oldest_hook_call_seconds: 'How long the oldest call waits for its web hook',
  hub_event_subscribers: 'Open streams of live events',
} as const;
export type GaugeName = keyof typeof GAUGES;

const MEMBER_GAUGES = {
  hub_soonest_expiry_seconds: 'Until a key, certificate or credential of the member stops working',
} as const;
export type MemberGaugeName = keyof typeof MEMBER_GAUGES;

const COUNTERS = {
  hub_activities_total: 'Activities by outcome of acceptance',
  hub_inbound_faults_total: 'Failures to read what a state left, by member and code',
  hub_delivery_attempts_total: 'Attempts to hand over, by destination and outcome',
} as const;
export type CounterName = keyof typeof COUNTERS;

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'hub_http_requests_total',
    help: 'Requests by route and status',
    labelNames: ['route', 'status'],
    registers,
  });
  const durations = new Histogram({
    name: 'hub_http_request_seconds',
    help: 'Time from the head of a request to the end of its answer',
    labelNames: ['route'],
    buckets: SECONDS,
    registers,
  });
  const counters = new Map(
    Object.entries(COUNTERS).map(([name, help]) => [
      name,
      new Counter({ name, help, labelNames: ['member', 'outcome'], registers }),
    ]),
  );
  return {
    requestFinished: ({ route, status, seconds }) => {
      requests.inc({ route, status });
      durations.observe({ route }, seconds);
    },
    observe: (name, read) => {
      new Gauge({
        name,
        help: GAUGES[name],
        registers,
        async collect() {
          this.set(await read());
        },
      });
    },
    observeMembers: (name, read) => {
      new Gauge({
        name,
        help: MEMBER_GAUGES[name],
        labelNames: ['member'],
        registers,
        collect() {
          this.reset();
          for (const [member, value] of read()) this.set({ member }, value);
        },
      });
    },
    count: (name, { member = 'none', outcome }) => {
      counters.get(name)?.inc({ member, outcome });
    },
    scrape: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}
