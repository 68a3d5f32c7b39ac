import { identifiersIn } from '../compact/person-traits.ts';
import type { SupervisedIndividual } from '../generated/messages.ts';
import { openRecord } from '../message/sealed-content.ts';
import type { SealedRecordRow } from '../store/records.ts';
import type { ReadParts } from './read-store.ts';
import type { PersonView } from './reads.ts';

/** Whom a canonical record describes. */
export async function openDescription(
  { memberKeys }: Pick<ReadParts, 'memberKeys'>,
  record: SealedRecordRow,
): Promise<SupervisedIndividual | undefined> {
  const content = await memberKeys.open(record);
  const canonical = openRecord(content, record.record_id, record.ciphertext).toString();
  const { data } = JSON.parse(canonical) as {
    data?: { supervisedIndividual?: SupervisedIndividual };
  };
  return data?.supervisedIndividual;
}

/** The person as the two states of a case see them. */
export function viewPerson(person: SupervisedIndividual): PersonView {
  const { name, aliases = [], dateOfBirth, otherDatesOfBirth = [], sex, race } = person;
  return {
    name,
    aliases: aliases.map((alias) => alias.name),
    dateOfBirth,
    otherDatesOfBirth,
    sex,
    race,
    identifiers: identifiersIn(person),
  };
}
