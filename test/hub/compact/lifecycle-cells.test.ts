import { expect } from 'chai';
import { cellColumns } from './compare-cells.ts';
import { CELL_LINES, NAMED_STATES } from './lifecycle-cells.ts';

describe('the lifecycle as it is stated by hand', () => {
  it('states each cell once', () => {
    const widths = new Set(CELL_LINES.map(({ cells }) => cells.length));
    expect([...widths]).to.deep.equal([NAMED_STATES.length]);
    const cells = CELL_LINES.length * NAMED_STATES.length;
    console.log(
      `      ${cells} cells: ${NAMED_STATES.length} states, ${CELL_LINES.length} activities`,
    );
    expect(cells).to.be.at.least(200);
  });

  for (const { name, stated, decided } of cellColumns()) {
    it(`holds for a case that is ${name}`, () => {
      expect(decided).to.deep.equal(stated);
    });
  }
});
