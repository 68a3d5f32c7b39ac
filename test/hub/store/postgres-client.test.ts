import { expect } from 'chai';
import pg from 'pg';
import { HeardClient } from '../../../hub/store/postgres-client.ts';

describe('a connection to PostgreSQL', () => {
  it('that is lost while nobody listens ends nothing', () => {
    const lost = new Error('terminating connection due to administrator command');
    expect(() => new pg.Client({}).emit('error', lost)).to.throw(lost);
    expect(new HeardClient({}).emit('error', lost)).to.equal(true);
  });
});
