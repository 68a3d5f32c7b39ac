import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { commit, opensCommitment } from '../../../hub/ledger/commitment.ts';

const salt = Buffer.alloc(32, 3);
const content = Buffer.from('{"a":1}');

describe('commitment to content', () => {
  it('is SHA-256 over purpose, salt and bytes', () => {
    const expected = createHash('sha256')
      .update(Buffer.concat([Buffer.from('hub/payload/v1'), salt, content]))
      .digest('hex');
    expect(commit('payload', salt, content).toString('hex')).to.equal(expected);
  });

  it('differs by purpose and by salt', () => {
    const made = [
      commit('payload', salt, content),
      commit('envelope', salt, content),
      commit('acknowledgement', salt, content),
      commit('payload', Buffer.alloc(32, 4), content),
    ].map((hash) => hash.toString('hex'));
    expect(new Set(made).size).to.equal(made.length);
  });

  it('opens to its own content only', () => {
    const commitment = commit('payload', salt, content);
    expect(opensCommitment('payload', { salt, content }, commitment)).to.equal(true);
    expect(opensCommitment('envelope', { salt, content }, commitment)).to.equal(false);
    const other = { salt, content: Buffer.from('{"a":2}') };
    expect(opensCommitment('payload', other, commitment)).to.equal(false);
    expect(opensCommitment('payload', { salt, content }, commitment.subarray(1))).to.equal(false);
  });

  it('needs a salt of 256 bits', () => {
    expect(() => commit('payload', Buffer.alloc(16), content)).to.throw(RangeError);
  });
});
