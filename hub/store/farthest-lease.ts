const LEASES = 4;

/**
 * No lease of clocks that agree reaches further than some of them from now. One that does was taken by a
 * clock that was ahead, and nobody need wait for its end.
 */
export function farthestLease({ now, until }: { readonly now: Date; readonly until: Date }): Date {
  return new Date(now.getTime() + LEASES * (until.getTime() - now.getTime()));
}
