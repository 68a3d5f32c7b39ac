import { dayIn } from '../compact/calendar-day.ts';
import { askedBy, findIneligibility, isChecked, refuses } from '../compact/find-ineligibility.ts';
import type { Finding } from '../compact/finding.ts';
import type { Profile } from '../compact/profile.ts';
import type { Activity } from '../message/validate-message.ts';
import { ExchangeError } from './exchange-error.ts';

/** What the eligibility checks find in an activity that comes at this moment; none in most types. */
export function findingsIn({ envelope }: Activity, profile: Profile, now: Date): Finding[] {
  const { type, data, destination } = envelope;
  if (!isChecked(type)) return [];
  return findIneligibility({
    type,
    data,
    from: profile.member,
    to: destination,
    today: dayIn(now, profile.timeZone),
    fees: profile.fees ?? [],
  });
}

/** Throws NOT_TRANSFERABLE with every finding that keeps the request from crossing. */
export function requireTransferable(findings: readonly Finding[]): void {
  const problems = findings.filter(refuses).flatMap((finding) =>
    finding.pointers.map((pointer) => ({
      pointer,
      code: finding.code,
      detail: `Rule ${finding.rule} asks: ${askedBy(finding)}`,
    })),
  );
  if (problems.length > 0) throw new ExchangeError('NOT_TRANSFERABLE', problems);
}
