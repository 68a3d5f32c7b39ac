import type { KeyObject } from 'node:crypto';
import { createSigner } from '../../hub/ledger/signer.ts';
import { treeHash } from '../../hub/ledger/tree-hash.ts';
import { formatNote, parseNote } from '../../ledger-verifier/note.ts';
import {
  type StatedTransmission,
  type Statement,
  type StatementDocument,
  formatStatement,
  parseStatement,
  rootOfTransmissions,
} from '../../ledger-verifier/statement.ts';
import type { SeededRandom } from '../support/seeded-random.ts';

/** The first two are signed with the hub's own key, as by a hub that lies; the third was changed on its way. */
export type LieKind = 'leftOut' | 'added' | 'unsigned';

/** A statement that is not true of the books. */
export interface Lie {
  readonly kind: LieKind;
  readonly document: StatementDocument;
  /** How the line of the verifier that names it begins. */
  readonly finding: string;
}

export const statedIn = ({ statement }: StatementDocument): Statement =>
  parseStatement(parseNote(Buffer.from(statement)).text);

/** What can be made of a statement with the key; nothing is left out of one that counts one. */
export async function liesAbout(
  honest: StatementDocument,
  random: SeededRandom,
  key: KeyObject,
): Promise<Lie[]> {
  const { id, list } = withOneMore(honest, random);
  const lies: Lie[] = [
    { kind: 'added', document: await signed(honest, list, key), finding: `extra: ${id} ` },
    { kind: 'unsigned', document: { ...honest, transmissions: list }, finding: 'bad-proof: ' },
  ];
  const hidden = random.pick(honest.transmissions);
  const rest = honest.transmissions.filter((one) => one !== hidden);
  if (hidden === undefined || rest.length === 0) return lies;
  const document = await signed(honest, rest, key);
  return [...lies, { kind: 'leftOut', document, finding: `missing: ${hidden.transmissionId} ` }];
}

/** One more at an entry of the range that is none of the pair's. */
function withOneMore(honest: StatementDocument, random: SeededRandom) {
  const { fromSize, toSize } = statedIn(honest);
  const taken = new Set(honest.transmissions.map(({ index }) => index));
  const all = Array.from(
    { length: Number(toSize - fromSize) },
    (_none, at) => Number(fromSize) + at,
  );
  const index = random.pick(all.filter((one) => !taken.has(one))) ?? 0;
  const id = `018f2d0e-0000-7000-8000-${String(random.below(1e9)).padStart(12, '0')}`;
  const list = [...honest.transmissions, { index, transmissionId: id }];
  return { id, list: list.sort((one, other) => one.index - other.index) };
}

/** As the hub would have signed it, had it counted these. */
async function signed(
  honest: StatementDocument,
  transmissions: readonly StatedTransmission[],
  key: KeyObject,
): Promise<StatementDocument> {
  const stated = statedIn(honest);
  const ids = transmissions.map(({ transmissionId }) => transmissionId);
  const text = formatStatement({
    ...stated,
    count: ids.length,
    first: BigInt(transmissions[0]?.index ?? 0),
    last: BigInt(transmissions.at(-1)?.index ?? 0),
    root: rootOfTransmissions(treeHash, ids),
  });
  const signer = createSigner(stated.origin, key);
  const { name, keyId } = signer;
  const signature = await signer.sign(Buffer.from(text));
  const statement = formatNote({ text, signatures: [{ name, keyId, signature }] });
  return { ...honest, statement, transmissions };
}
