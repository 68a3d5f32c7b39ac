import { type SubmitEvent, useState } from 'react';
import { ApiProblem } from '../../api/api-problem.ts';
import { wordsOf } from '../../parts/panel.tsx';
import { SIGN_IN } from './sign-in-text.ts';

interface Step {
  readonly isBusy: boolean;
  /** What is wrong with what was given, in words. */
  readonly error: string | undefined;
  readonly submit: (event: SubmitEvent) => void;
}

/** Something that the person has to give first; its message is what the person reads. */
export class NotGiven extends Error {}

/** Codes whose findings are written for the person who gave the value. */
const EXPLAINED: readonly string[] = ['PASSWORD_REFUSED', 'ROLE_NOT_ADMITTED'];

/** A form of one step: what it sends, whether it is under way and why it was refused. */
export function useStep(send: () => Promise<void>): Step {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    setError(undefined);
    send()
      .catch((problem: unknown) => {
        setError(sayWhy(problem));
      })
      .finally(() => {
        setBusy(false);
      });
  };
  return { isBusy, error, submit };
}

/** Why a step was refused, for who took it. */
export function sayWhy(problem: unknown): string {
  if (problem instanceof NotGiven) return problem.message;
  if (!(problem instanceof Error)) return SIGN_IN.wrong;
  if (problem instanceof ApiProblem) {
    if (problem.code === 'SIGN_IN_FAILED') return SIGN_IN.wrong;
    if (problem.code === 'RATE_LIMITED') return SIGN_IN.busy(problem.retryAfter ?? 60);
    const [finding] = problem.problems;
    if (EXPLAINED.includes(problem.code) && finding !== undefined) {
      return sentence(finding.detail);
    }
  }
  const { what, next } = wordsOf(problem);
  return `${what} ${next}`.trim();
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
