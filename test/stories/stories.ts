import type { Story } from './story.ts';
import { DUAL_SUPERVISION } from './told/dual-supervision.ts';
import { FAILURE_TO_ARRIVE } from './told/failure-to-arrive.ts';
import { INSTRUCTIONS_FIRST } from './told/instructions-first.ts';
import { ORDINARY_TRANSFER } from './told/ordinary-transfer.ts';
import { REJECTION } from './told/rejection.ts';
import { REOPENING } from './told/reopening.ts';
import { RETURN_IN_LIEU } from './told/return-in-lieu.ts';
import { SEX_OFFENDER } from './told/sex-offender.ts';
import { SUBSEQUENT_STATE } from './told/subsequent-state.ts';
import { VIOLATION_RETAKING } from './told/violation-retaking.ts';
import { WITHDRAWAL } from './told/withdrawal.ts';

/** What the compact's rules are told by, in the order in which they are played. */
export const STORIES: readonly Story[] = [
  ORDINARY_TRANSFER,
  INSTRUCTIONS_FIRST,
  REJECTION,
  VIOLATION_RETAKING,
  RETURN_IN_LIEU,
  SUBSEQUENT_STATE,
  SEX_OFFENDER,
  FAILURE_TO_ARRIVE,
  DUAL_SUPERVISION,
  WITHDRAWAL,
  REOPENING,
];
