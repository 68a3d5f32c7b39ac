// A process of its own: the naive relay against which the hub is measured. It validates, stores one
// row, answers 202, delivers from memory and updates the row: no mapping, evidence, encryption,
// deduplication or order, and what it had in memory is lost when it ends.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import express, { type Request, type Response } from 'express';
import pg from 'pg';
import { loadSchemas } from '../../hub/load-data.ts';
import { createSchemaChecker } from '../../hub/message/schema-checker.ts';
import { messageSchemasOf } from '../../hub/message/schema-files.ts';
import type { JsonValue } from '../../hub/message/json.ts';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import { serveParent, workerOptions } from './serve-parent.ts';

export interface RelayOptions {
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly sinkUrl: string;
}

const CREATE = `
  CREATE TABLE IF NOT EXISTS messages (
    id text PRIMARY KEY, message_id text NOT NULL, source text NOT NULL, destination text NOT NULL,
    type text NOT NULL, body text NOT NULL, status text NOT NULL, received_at timestamptz NOT NULL,
    delivered_at timestamptz)`;
const INSERT = `INSERT INTO messages VALUES ($1, $2, $3, $4, $5, $6, 'received', $7)`;
const UPDATE = `UPDATE messages SET status = $2, delivered_at = $3 WHERE id = $1`;

const { databaseUrl, poolSize, sinkUrl } = workerOptions() as RelayOptions;
const pool = new pg.Pool({ connectionString: databaseUrl, max: poolSize });
await pool.query(CREATE);

const schemas = messageSchemasOf(loadSchemas(join(PROJECT_ROOT, 'schemas')));
const checkerOf = createSchemaChecker(schemas);
const checkEnvelope = checkerOf('envelope.v1.schema.json');
const checkData = checkerOf('progress-report.v1.schema.json');
let underWay = 0;

interface Envelope {
  readonly id: string;
  readonly source: string;
  readonly destination: string;
  readonly type: string;
  readonly data: JsonValue;
}

async function accept(request: Request, response: Response): Promise<void> {
  const body = request.body as JsonValue;
  const problems = [...checkEnvelope(body), ...checkData((body as { data: JsonValue }).data)];
  if (problems.length > 0) {
    response.status(422).json({ problems });
    return;
  }
  const { id: messageId, source, destination, type } = body as unknown as Envelope;
  const id = randomUUID();
  const text = JSON.stringify(body);
  await pool.query(INSERT, [id, messageId, source, destination, type, text, new Date()]);
  response.status(202).json({ id, status: 'received' });
  void deliver(id, destination, text);
}

async function deliver(id: string, destination: string, body: string): Promise<void> {
  underWay += 1;
  try {
    const answer = await fetch(`${sinkUrl}/${destination}/activities`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-delivery-id': id },
      body,
    });
    await answer.json();
    await pool.query(UPDATE, [id, answer.ok ? 'delivered' : 'failed', new Date()]);
  } catch (error) {
    console.error(error); // the bench finds that a delivery is missing
  } finally {
    underWay -= 1;
  }
}

const app = express();
app.use(express.json({ type: () => true }));
app.post('/v1/messages', accept);
const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
serveParent(
  { url: `http://127.0.0.1:${port}` },
  {
    underWay: () => underWay,
    cpuSeconds: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    },
  },
  async () => {
    server.closeAllConnections();
    await pool.end();
  },
);
