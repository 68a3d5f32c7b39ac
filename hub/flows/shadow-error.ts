import { HubError } from '../errors.ts';

/** Why the administration of mapping versions refuses; docs/errors.md says what to do about each. */
export type ShadowErrorCode =
  | 'CANDIDATE_IS_LIVE'
  | 'SHADOW_RUNS'
  | 'SHADOW_NONE'
  | 'LIVE_CHANGED'
  | 'DIFFERENCE_UNKNOWN'
  | 'VERSION_NONE';

const PUBLIC_TEXT: Record<ShadowErrorCode, string> = {
  CANDIDATE_IS_LIVE: 'these files are the version that is live',
  SHADOW_RUNS: 'a version runs beside this dialect already: end it first',
  SHADOW_NONE: 'no version runs beside this dialect',
  LIVE_CHANGED:
    'the live files are no more those that the candidate was compared with: end it, start it again',
  DIFFERENCE_UNKNOWN: 'there is no such difference: status lists them',
  VERSION_NONE: 'no version of this dialect was promoted',
};

export class ShadowError extends HubError<ShadowErrorCode> {
  override readonly name = 'ShadowError';

  constructor(code: ShadowErrorCode) {
    super(code, PUBLIC_TEXT[code]);
  }
}
