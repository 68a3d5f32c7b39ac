import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { createPooledRandom } from '../../../hub/message/pooled-random.ts';

describe('pooled random bytes', () => {
  it('are those of the draws, each given out once', () => {
    const drawn: Buffer[] = [];
    const random = createPooledRandom((size) => {
      const bytes = randomBytes(size);
      drawn.push(Buffer.from(bytes));
      return bytes;
    });
    const pieces = Array.from({ length: 3_000 }, (_, index) =>
      Buffer.from(random((index % 64) + 1)),
    );
    const all = Buffer.concat(drawn);
    for (const piece of pieces.filter(({ length }) => length >= 16)) {
      const at = all.indexOf(piece);
      expect(at).to.be.greaterThan(-1);
      expect(all.indexOf(piece, at + 1)).to.equal(-1);
    }
  });

  it('are drawn apart when more are asked for than the pool holds', () => {
    expect(createPooledRandom(randomBytes)(100_000)).to.have.length(100_000);
  });

  it('stay as they are when others are drawn', () => {
    const random = createPooledRandom(randomBytes);
    const first = random(32);
    const copy = Buffer.from(first);
    for (let draw = 0; draw < 5_000; draw += 1) random(32);
    expect(first.equals(copy)).to.equal(true);
  });
});
