const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const TENTHS = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/** `81,204` */
export const whole = (value: number | bigint): string => WHOLE.format(value);

/** `980 bytes`, `7.2 kB`, `1.1 MB` */
export function bytes(count: number): string {
  if (count < 1_000) return `${whole(count)} bytes`;
  if (count < 1_000_000) return `${TENTHS.format(count / 1_000)} kB`;
  return `${TENTHS.format(count / 1_000_000)} MB`;
}

/** `184 ms`, `3.2 s` */
export function milliseconds(ms: number): string {
  if (ms < 1) return 'less than 1 ms';
  return ms < 1_000 ? `${whole(ms)} ms` : `${TENTHS.format(ms / 1_000)} s`;
}

/** The first eight digits of a hash, as people compare them. */
export const shortHash = (hash: string): string => hash.slice(0, 8);
