const NUMBER = new Intl.NumberFormat('en-US');
const SHORT = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/** `1,204`. */
export const whole = (value: number): string => NUMBER.format(value);

/** `1.2K`, where room is scarce. */
export const short = (value: number): string => SHORT.format(value);

/** `1 message`, `3 messages`. */
export function countOf(count: number, one: string, more = `${one}s`): string {
  return `${whole(count)} ${count === 1 ? one : more}`;
}

/** `3 %`; a share that is not zero never reads as zero. */
export function percent(part: number, all: number): string {
  if (all === 0) return '–';
  const share = (100 * part) / all;
  if (share > 0 && share < 1) return '< 1 %';
  return `${Math.round(share)} %`;
}
