// A process of its own: express with a parsed body and a fixed answer, the measure of the machine.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { serveParent } from './serve-parent.ts';

const app = express();
app.use(express.json({ type: () => true }));
app.post('/v1/messages', (_request, response) => {
  response.status(202).send('hello');
});
const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
serveParent({ url: `http://127.0.0.1:${port}` }, {}, () => {
  server.closeAllConnections();
});
