/**
 * Time is always an argument. The business clock says when the compact's events happen
 * (acceptance, due dates, retry horizons); the process clock paces leases, sockets and checkpoints.
 * A simulation moves the first and never the second.
 */
export interface Clock {
  now(): Date;
}

export interface Clocks {
  readonly business: Clock;
  readonly process: Clock;
}

/** A later moment. */
export function after(moment: Date, milliseconds: number): Date {
  return new Date(moment.getTime() + milliseconds);
}
