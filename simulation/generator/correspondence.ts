import type {
  ActionReply,
  ActionRequest,
  ProfileChanges,
  ProfileUpdate,
} from '../../hub/generated/messages.ts';
import { head, tail } from './activity-frame.ts';
import type { Author } from './activity-frame.ts';
import { residence } from './address.ts';
import { addDays } from './calendar.ts';
import type { CaseFacts } from './case-facts.ts';
import * as weights from './code-weights.ts';
import { emailAddress, phoneNumber } from './contact-lines.ts';
import { listOf, optional } from './draw.ts';
import type { Draw } from './draw.ts';
import type { SideChoices } from './notices.ts';
import { employment } from './person.ts';
import { prose } from './prose.ts';
import { CHANCES } from './rates.ts';
import { reference } from './reference.ts';
import type { ReferenceChoices } from './reference.ts';
import { receivingAuthor, sendingAuthor } from './replies.ts';
import { supervision } from './sentence.ts';

export interface CorrespondenceChoices extends SideChoices, ReferenceChoices {
  readonly specialization?: NonNullable<ActionRequest['specialization']>;
  readonly replyRequested?: boolean;
  /** Which sort of change: where and how the person lives, or how long supervision lasts. */
  readonly changes?: 'life' | 'term';
}

/** One state asks or tells the other what no other activity is for. */
export function actionRequest(
  draw: Draw,
  facts: CaseFacts,
  choices: CorrespondenceChoices,
): ActionRequest {
  const { random } = draw;
  const about =
    choices.specialization === undefined &&
    (choices.reference !== undefined || random.chance(CHANCES.aboutAnActivity));
  return {
    ...head(draw, 'compact.action-request.v1', eitherAuthor(draw, facts, choices)),
    ...(about
      ? { about: reference(draw, choices, random.weighted(weights.ACTIVITY_CODES)) }
      : {
          specialization: choices.specialization ?? random.weighted(weights.ACTION_SPECIALIZATIONS),
        }),
    text: prose(draw, 'request', 1024, 1),
    replyRequested: choices.replyRequested ?? random.chance(CHANCES.replyRequested),
    ...tail(draw),
  };
}

/** The other state answers. */
export function actionReply(
  draw: Draw,
  facts: CaseFacts,
  choices: CorrespondenceChoices,
): ActionReply {
  return {
    ...head(draw, 'compact.action-reply.v1', eitherAuthor(draw, facts, choices)),
    ...optional(draw, 'action-reply.actionRequest', () => reference(draw, choices, 'CAR')),
    text: prose(draw, 'conduct', 1024, 1),
    ...tail(draw),
  };
}

/** What is different about the person or the supervision; something always is. */
export function profileUpdate(
  draw: Draw,
  facts: CaseFacts,
  choices: CorrespondenceChoices,
): ProfileUpdate {
  const author = eitherAuthor(draw, facts, choices);
  const drawn = {
    ...(choices.changes === 'term' ? {} : changesOfLife(draw, author.state)),
    ...(choices.changes === 'life' ? {} : changesOfTerm(draw)),
  };
  const least =
    choices.changes === 'term'
      ? { tolling: draw.random.weighted(weights.TOLLING_STATUSES) }
      : { residence: residence(draw, author.state) };
  return {
    ...head(draw, 'compact.profile-update.v1', author),
    changes: Object.keys(drawn).length === 0 ? least : drawn,
    ...optional(draw, 'profile-update.effectiveDate', () =>
      addDays(draw.today, -draw.random.integer(0, 20)),
    ),
    ...tail(draw),
  };
}

function changesOfLife(draw: Draw, state: string): ProfileChanges {
  const { random } = draw;
  return {
    ...optional(draw, 'profileChanges.residence', () => residence(draw, state)),
    ...optional(draw, 'profileChanges.phones', () =>
      listOf(draw, 'phones', () => ({
        number: phoneNumber(random),
        kind: random.weighted(weights.PHONE_KINDS),
      })),
    ),
    ...optional(draw, 'profileChanges.emails', () =>
      listOf(draw, 'emails', () => emailAddress(random)),
    ),
    ...optional(draw, 'profileChanges.employment', () => employment(draw, state)),
    ...optional(draw, 'profileChanges.intendedDepartureDate', () =>
      addDays(draw.today, random.integer(5, 60)),
    ),
    ...optional(draw, 'profileChanges.newPhoto', () => true as const),
  };
}

function changesOfTerm(draw: Draw): ProfileChanges {
  return {
    ...optional(draw, 'profileChanges.supervision', () => supervision(draw)),
    ...optional(draw, 'profileChanges.tolling', () =>
      draw.random.weighted(weights.TOLLING_STATUSES),
    ),
  };
}

/** The author on the side that acts; one of the two when nobody says which. */
export function eitherAuthor(draw: Draw, facts: CaseFacts, { by }: SideChoices): Author {
  const side = by ?? draw.random.pick(['sending', 'receiving'] as const);
  return side === 'sending' ? sendingAuthor(facts) : receivingAuthor(facts);
}
