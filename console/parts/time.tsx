import { type ReactElement, useEffect, useState } from 'react';
import { moment, relative } from '../words/time.ts';

const EVERY_MS = 15_000;

/** The time of this machine, which moves on while a page stands open. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(new Date());
    }, EVERY_MS);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return now;
}

/** A moment as people say it, with the exact time beside or on pointing. */
export function Moment({
  at,
  both = false,
}: {
  readonly at: string;
  readonly both?: boolean;
}): ReactElement {
  const said = relative(at, useNow());
  const exact = moment(at);
  return (
    <time dateTime={at} title={exact} className="moment">
      {both ? `${exact} (${said})` : said}
    </time>
  );
}
