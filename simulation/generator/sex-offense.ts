import type { AddressState } from '../../hub/generated/code-lists.ts';
import type { Registry, SexOffense, Victim } from '../../hub/generated/messages.ts';
import { addDays } from './calendar.ts';
import { REGISTRY_STATUSES, SEXES } from './code-weights.ts';
import { demanded, listOf, optional } from './draw.ts';
import type { Draw } from './draw.ts';
import { personName } from './person-name.ts';
import { line, prose } from './prose.ts';

/**
 * What is added for a person who must register. With `complete`, as a request for reporting
 * instructions demands it: contact restrictions and registry are there (Rule 3.101-3).
 */
export function sexOffense(draw: Draw, sending: string, complete: boolean): SexOffense {
  return {
    narrative: prose(draw, 'offense', 8192, 3),
    ...demanded(draw, 'sexOffense.contactRestrictions', complete, () =>
      listOf(draw, 'contactRestrictions', () => line(draw, 'condition', 1024)),
    ),
    ...optional(draw, 'sexOffense.victims', () => listOf(draw, 'victims', () => victim(draw))),
    ...demanded(draw, 'sexOffense.registry', complete, () => registry(draw, sending)),
    ...optional(draw, 'sexOffense.assessment', () => prose(draw, 'health', 4096, 2)),
    ...optional(draw, 'sexOffense.treatmentPlan', () => prose(draw, 'health', 4096, 2)),
  };
}

function victim(draw: Draw): Victim {
  const { random } = draw;
  const known: Victim = {
    ...optional(draw, 'victim.name', () => personName(draw)),
    ...optional(draw, 'victim.sex', () => random.weighted(SEXES)),
    ...optional(draw, 'victim.age', () => random.integer(4, 88)),
    ...optional(draw, 'victim.relationship', () => random.pick(['neighbor', 'cousin', 'stranger'])),
    ...optional(draw, 'victim.statement', () => prose(draw, 'remark', 4096, 2)),
  };
  return Object.keys(known).length > 0 ? known : { age: random.integer(18, 60) };
}

function registry(draw: Draw, sending: string): Registry {
  const { random } = draw;
  return {
    status: random.weighted(REGISTRY_STATUSES),
    ...optional(draw, 'registry.state', () => sending as AddressState),
    ...optional(draw, 'registry.number', () => `SOR ${random.integer(1000, 999_999)}`),
    ...optional(draw, 'registry.registeredOn', () => addDays(draw.today, -random.integer(10, 900))),
  };
}
