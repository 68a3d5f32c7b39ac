import type {
  Condition,
  FinancialObligation,
  Offense,
  OtherResident,
  Residence,
  SexOffense,
  SupervisedIndividual,
  Supervision,
} from '../../hub/generated/messages.ts';
import { otherResident, residence } from './address.ts';
import { listOf } from './draw.ts';
import type { Draw } from './draw.ts';
import { supervisedIndividual } from './person.ts';
import type { Places } from './person.ts';
import { CHANCES } from './rates.ts';
import { condition, financialObligation, offense, supervision } from './sentence.ts';
import { sexOffense } from './sex-offense.ts';

/** What stays the same over the activities of a case. */
export interface CaseFacts extends Places {
  /** The case's number in each of the two states' own systems. */
  readonly caseNumbers: { readonly sending: string; readonly receiving: string };
  readonly person: SupervisedIndividual;
  readonly supervision: Supervision;
  readonly offenses: Offense[];
  readonly conditions: Condition[];
  readonly registrable: boolean;
  readonly sexOffense: SexOffense | undefined;
  /** Where the person will live, in the receiving state. */
  readonly residence: Residence;
  readonly otherResidents: OtherResident[];
  readonly financialObligations: FinancialObligation[];
}

export interface CaseFrame extends Places {
  readonly caseNumbers: CaseFacts['caseNumbers'];
}

export function caseFacts(draw: Draw, frame: CaseFrame): CaseFacts {
  const { sending, receiving } = frame;
  const registrable = draw.random.chance(CHANCES.sexOffender);
  return {
    ...frame,
    person: supervisedIndividual(draw, frame),
    supervision: supervision(draw),
    offenses: listOf(draw, 'offenses', (index) => offense(draw, index === 0, sending)),
    conditions: listOf(draw, 'conditions', () => condition(draw), registrable ? 1 : 0),
    registrable,
    sexOffense: registrable ? sexOffense(draw, sending, true) : undefined,
    residence: residence(draw, receiving),
    otherResidents: listOf(draw, 'otherResidents', () => otherResident(draw)),
    financialObligations: listOf(draw, 'financialObligations', () =>
      financialObligation(draw, sending),
    ),
  };
}
