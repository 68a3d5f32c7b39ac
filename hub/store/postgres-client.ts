import pg from 'pg';

/**
 * A connection whose loss never ends the process. Between its opening and sequelize's first look at it
 * nobody listens for errors: a server that goes away in just that moment would end the hub. Whoever
 * asks it something hears of the loss then.
 */
export class HeardClient extends pg.Client {
  constructor(config: pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

/** Sends a statement without waiting for the answers to those before it; sequelize has no setting for it. */
export class PipeliningClient extends HeardClient {
  constructor(config: pg.ClientConfig) {
    super({ ...config, pipeline: true });
  }
}

/** The module that sequelize makes its connections with. */
export const clientModule = (Client: typeof pg.Client): object => ({ ...pg, Client });
