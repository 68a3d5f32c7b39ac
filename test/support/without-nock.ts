import nock from 'nock';

/** Inside this suite sockets are the system's own, not those that nock puts between. */
export function withoutNock(): void {
  before(() => {
    nock.restore();
  });
  after(() => {
    nock.activate();
  });
}
