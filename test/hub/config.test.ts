import { expect } from 'chai';
import { ConfigError, readConfig } from '../../hub/config.ts';

const problemsOf = (environment: Record<string, string>): string[] => {
  try {
    readConfig(environment, '/srv/hub');
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ pointer }) => pointer);
    throw error;
  }
};

describe('configuration', () => {
  it('has a value for everything when the environment says nothing', () => {
    const config = readConfig({ PATH: '/bin' }, '/srv/hub');
    expect(config.port).to.equal(8080);
    expect(config.host).to.equal('127.0.0.1');
    expect(config.dataDirectory).to.equal('/srv/hub/data');
    expect(config.keyFiles.master).to.equal('/srv/hub/data/keys/master.key');
    expect(config.databaseUrl).to.equal(undefined);
  });

  it('listens beyond loopback only with TLS or behind a proxy', () => {
    const tls = { HUB_TLS_CERT_FILE: 'cert.pem', HUB_TLS_KEY_FILE: 'key.pem' };
    expect(readConfig(tls, '/srv').host).to.equal('::');
    expect(readConfig({ HUB_BEHIND_PROXY: 'yes' }, '/srv').host).to.equal('::');
    expect(readConfig({ HUB_PUBLIC_URL: 'https://hub.example' }, '/srv').host).to.equal(
      '127.0.0.1',
    );
  });

  it('cannot be changed afterwards', () => {
    expect(Object.isFrozen(readConfig({}, '/srv'))).to.equal(true);
  });

  it('lists every problem at once', () => {
    expect(
      problemsOf({
        HUB_PORT: '99999',
        HUB_PUBLIC_URL: 'ftp://hub.example',
        HUB_DATABASE_URL: 'mysql://db',
        HUB_AMQP_URL: 'http://broker',
        HUB_ENDPOINT_NETWORKS: '999.0.0.0/99',
        HUB_TLS_CERT_FILE: 'cert.pem',
        HUB_BEHIND_PROXY: 'maybe',
        HUB_LOG_LEVEL: 'loud',
        HUB_PROT: '80',
      }),
    ).to.have.members([
      'HUB_PORT',
      'HUB_PUBLIC_URL',
      'HUB_DATABASE_URL',
      'HUB_AMQP_URL',
      'HUB_ENDPOINT_NETWORKS',
      'HUB_TLS_CERT_FILE',
      'HUB_BEHIND_PROXY',
      'HUB_LOG_LEVEL',
      'HUB_PROT',
    ]);
  });

  it('takes address ranges of both families', () => {
    const { endpointNetworks } = readConfig({ HUB_ENDPOINT_NETWORKS: '10.0.0.0/8, ::1/128' }, '/');
    expect(endpointNetworks).to.deep.equal(['10.0.0.0/8', '::1/128']);
  });
});
