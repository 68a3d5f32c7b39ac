import { expect } from 'chai';
import { packedDateTime } from '../../../simulation/native/element-xml-values.ts';

const PLACE = { at: '/time', carried: new Map() };

describe('date and time in the simulated state that packs them', () => {
  const pairs = [
    ['2026-11-23T12:00:05Z', '20261123T120005Z'],
    ['2026-11-23T12:00:05.250Z', '20261123T120005.250Z'],
    ['2026-11-23T12:00:05-08:00', '20261123T120005-0800'],
    ['2026-11-23T12:00:05.5+05:30', '20261123T120005.5+0530'],
  ] as const;
  for (const [compact, packed] of pairs) {
    it(`is ${packed} for ${compact}, and back`, () => {
      expect(packedDateTime.write(compact, PLACE)).to.equal(packed);
      expect(packedDateTime.read(packed)).to.equal(compact);
    });
  }
});
