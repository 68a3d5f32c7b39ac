import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type TranslateParts, translate } from '../../../hub/flows/translate.ts';
import { loadFiles } from '../../../hub/load-files.ts';
import { mintContentKey, sealRecord } from '../../../hub/message/sealed-content.ts';
import { PROJECT_ROOT } from '../../../hub/project-root.ts';
import type { DeliveryRow } from '../../../hub/store/deliveries.ts';

const ENVELOPE = join(PROJECT_ROOT, 'fixtures/messages/transfer-request/valid/minimal.json');
const CASE = 'C-00000000000000000000000000';
const DELIVERY = '00000000-0000-4000-8000-000000000001';

/** A request to Texas, whose system learns its own number of the case only later. */
describe('the document of a delivery', () => {
  const { states } = loadFiles(join(PROJECT_ROOT, 'mappings'));
  const content = mintContentKey(randomBytes);
  const canonical = {
    ...(JSON.parse(readFileSync(ENVELOPE, 'utf8')) as object),
    source: 'urn:compact:OR',
    destination: 'TX',
  };
  const ids = { canonical: 'canonical', sent: 'sent' };
  let sent: Buffer | undefined;
  let number: string | undefined;

  const parts = {
    states,
    store: {
      query: () => Promise.resolve([]),
      findRecords: (_query: unknown, _ids: unknown, [kind]: readonly (keyof typeof ids)[]) => {
        const body = kind === 'sent' ? sent : Buffer.from(JSON.stringify(canonical));
        if (kind === undefined || body === undefined) return Promise.resolve([]);
        const ciphertext = sealRecord(content, ids[kind], body, randomBytes);
        const record = { record_id: ids[kind], delivery_id: DELIVERY, transmission_id: 'T' };
        return Promise.resolve([{ ...record, ciphertext }]);
      },
      identifiersOfCases: () =>
        Promise.resolve(
          number === undefined
            ? []
            : [{ case_id: CASE, member: 'TX', scheme: 'case-number', value: Buffer.from(number) }],
        ),
    },
    memberKeys: {
      open: () => Promise.resolve(content),
      openValue: (value: Buffer) => Promise.resolve(value.toString()),
    },
  } as unknown as TranslateParts;

  const documentOf = async (row: Partial<DeliveryRow>) => {
    const whole = {
      delivery_id: DELIVERY,
      transmission_id: 'T',
      case_id: CASE,
      from_member: 'OR',
      to_member: 'TX',
      attempt: 0,
      ...row,
    };
    const [made] = await translate(parts, [whole as DeliveryRow]);
    if (made?.kind !== 'translated') throw new Error(made?.detail);
    return made;
  };

  it('is the same at every attempt, although the crosswalk has learnt more since', async () => {
    const first = await documentOf({ attempt: 0 });
    sent = first.body;
    number = 'TX 4711';
    const { mappingHash: mapping_hash, profileHash: profile_hash } = first;
    const anew = await documentOf({ attempt: 0 });
    expect(anew.body.equals(first.body)).to.equal(false);
    const again = await documentOf({ attempt: 1, mapping_hash, profile_hash });
    expect(again.body.equals(first.body)).to.equal(true);
    const mended = await documentOf({ attempt: 1, mapping_hash: 'an earlier one', profile_hash });
    expect(mended.body.equals(anew.body)).to.equal(true);
  });
});
