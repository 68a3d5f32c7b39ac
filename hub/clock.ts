/** Time is always an argument. */
export interface Clock {
  now(): Date;
}

export interface Clocks {
  /** When the compact's events happen: acceptance, due dates, retry horizons. A simulation moves it. */
  readonly business: Clock;
  /** Paces leases, sockets and checkpoints: goes on steadily, whatever happens to the machine's time. */
  readonly process: Clock;
  /** The machine's time, as it is told to others and as keys, certificates and signatures are judged by. */
  readonly wall: Clock;
}

/** A later moment. */
export function after(moment: Date, milliseconds: number): Date {
  return new Date(moment.getTime() + milliseconds);
}
