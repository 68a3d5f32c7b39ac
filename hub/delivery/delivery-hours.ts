import type { Capabilities, LocalHours, Profile } from '../compact/profile.ts';

/**
 * Whether the hub hands over to this state at the moment: inside its batch window where it has one,
 * outside its quiet hours. Both are local times of the profile's zone, so that a day's change of the
 * clocks moves them with the office.
 */
export function handsOverAt(
  { timeZone, capabilities }: Pick<Profile, 'timeZone' | 'capabilities'>,
  now: Date,
): boolean {
  const { batchWindow, quietHours } = capabilities;
  if (batchWindow === undefined && quietHours === undefined) return true;
  const time = localTime(timeZone, now);
  return (
    (batchWindow === undefined || isWithin(batchWindow, time)) &&
    (quietHours === undefined || !isWithin(quietHours, time))
  );
}

/** Whether batch window and quiet hours together leave no minute of the day. */
export function neverHandsOver({ batchWindow, quietHours }: Capabilities): boolean {
  if (quietHours === undefined) return false;
  // A time at which either of them begins or ends begins each stretch in which something holds.
  const edges = [quietHours, batchWindow ?? quietHours].flatMap(({ from, until }) => [from, until]);
  return !edges.some(
    (time) =>
      (batchWindow === undefined || isWithin(batchWindow, time)) && !isWithin(quietHours, time),
  );
}

/** From the first minute up to the last but one; over midnight when `until` is not after `from`. */
export function isWithin({ from, until }: LocalHours, time: string): boolean {
  return from < until ? time >= from && time < until : time >= from || time < until;
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** `HH:MM` by the clocks of the zone. */
export function localTime(timeZone: string, now: Date): string {
  const format =
    FORMATS.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  FORMATS.set(timeZone, format);
  return format.format(now);
}
