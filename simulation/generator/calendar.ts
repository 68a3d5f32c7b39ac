const DAY = 86_400_000;

/** The day so many days after an ISO date (before it, when negative). */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** A moment of that day in UTC and whole seconds, RFC 3339. */
export function momentOn(date: string, secondOfDay: number): string {
  const moment = new Date(Date.parse(`${date}T00:00:00Z`) + secondOfDay * 1000).toISOString();
  return `${moment.slice(0, 19)}Z`;
}
