/** The parts of the bench, by the names under which `--only` asks for them. */
export const PARTS = ['accept', 'end-to-end', 'sequencer', 'soak', 'mapping'] as const;
export type Part = (typeof PARTS)[number];

export interface BenchPlan {
  readonly parts: ReadonlySet<Part>;
  /** Pairs of runs, the relay and the hub in turn; the median of their ratios counts. */
  readonly rounds: number;
  readonly cases: number;
  readonly warmUpMs: number;
  readonly acceptMs: number;
  readonly endToEndActivities: number;
  readonly backlogLeaves: number;
  /** Both are reached before the soak ends. */
  readonly soakMs: number;
  readonly soakActivities: number;
  /** After so much of the soak the memory is measured first. */
  readonly settledMs: number;
  /** Each measure of each dialect takes so long, in each round. */
  readonly mappingMs: number;
  readonly postgresSettings: Readonly<Record<string, string>>;
}

/** What the figures of the release are measured with. */
export const FULL_PLAN: BenchPlan = {
  parts: new Set(PARTS),
  rounds: 5,
  cases: 1_200,
  warmUpMs: 2_000,
  acceptMs: 8_000,
  endToEndActivities: 30_000,
  backlogLeaves: 100_000,
  soakMs: 300_000,
  soakActivities: 100_000,
  settledMs: 60_000,
  mappingMs: 400,
  postgresSettings: {},
};

/** For development: its figures say which way a change goes, not how fast the hub is. */
export const QUICK_PLAN: BenchPlan = {
  ...FULL_PLAN,
  rounds: 3,
  warmUpMs: 1_000,
  acceptMs: 4_000,
  endToEndActivities: 6_000,
  backlogLeaves: 30_000,
  soakMs: 60_000,
  soakActivities: 20_000,
  settledMs: 20_000,
};

/** For the test of the bench: everything runs, nothing is measured. */
export const TINY_PLAN: BenchPlan = {
  ...FULL_PLAN,
  rounds: 1,
  cases: 12,
  warmUpMs: 50,
  acceptMs: 1_500,
  endToEndActivities: 60,
  backlogLeaves: 200,
  soakMs: 400,
  soakActivities: 40,
  settledMs: 200,
  mappingMs: 2,
  postgresSettings: { fsync: 'off' },
};
