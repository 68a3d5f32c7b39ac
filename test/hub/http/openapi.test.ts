import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'chai';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Express } from 'express';
import { createHttpApp } from '../../../hub/http/create-http-app.ts';
import { STATUS_OF } from '../../../hub/http/problem.ts';
import { PROJECT_ROOT } from '../../../hub/project-root.ts';
import { type TestHttp, httpParts, startTestHttp } from '../../support/test-http.ts';
import { OPEN_ROUTES } from '../access/policy-matrix.ts';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly security?: readonly unknown[];
  readonly parameters?: readonly { name: string; in: string; required?: boolean; schema: object }[];
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, object>>;
}

interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, object>>;
    readonly responses: Readonly<Record<string, object>>;
    readonly securitySchemes: Readonly<Record<string, object>>;
  };
}

/** Every `METHOD /path` that express answers by itself, in the words of the document. */
function routesOf(app: Express): string[] {
  const { stack } = app.router as unknown as {
    stack: { route?: { path: string; methods: Record<string, boolean> } }[];
  };
  return stack.flatMap(({ route }) => {
    // A route of every method is the one that refuses those that a path does not know.
    if (route === undefined || Object.keys(route.methods).length > 3) return [];
    const path = route.path.replace(/[:*](\w+)/g, '{$1}');
    return Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${path}`);
  });
}

function* referencesIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    if (key === '$ref' && typeof item === 'string') yield item;
    else yield* referencesIn(item);
  }
}

function resolve(document: unknown, reference: string): unknown {
  let found: unknown = document;
  for (const step of reference.replace(/^#\//, '').split('/')) {
    found = (found as Record<string, unknown> | undefined)?.[step];
  }
  return found;
}

describe('OpenAPI document', () => {
  const { app } = createHttpApp(httpParts());
  let http: TestHttp;
  let document: Document;
  let operations: [string, Operation][];

  before(async () => {
    http = await startTestHttp(httpParts());
    document = (await http.call('GET /openapi.json')).body as Document;
    operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]): [string, Operation] => [
        `${method.toUpperCase()} ${path}`,
        operation,
      ]),
    );
  });
  after(() => http.close());

  it('is OpenAPI 3.1 and names the API and its version', () => {
    expect(document.openapi).to.match(/^3\.1\.\d$/);
    expect(document.info).to.include({ title: 'Compact hub', version: '0.0.0' });
  });

  it('stands beside the AsyncAPI document of the queues', async () => {
    const { body } = await http.call('GET /asyncapi.json');
    expect(body).to.include({ asyncapi: '3.0.0' });
    expect(Object.keys((body as { channels: object }).channels)).to.include('deliveries');
  });

  it('stands beside the schemas, their context and the code lists', async () => {
    const files = [
      ['transfer-request.v1.schema.json', 'application/schema+json'],
      ['context.jsonld', 'application/ld+json'],
      ['state-delivery.v1.wsdl', 'text/xml; charset=utf-8'],
      ['code-lists/race.v1.json', 'application/json'],
    ] as const;
    for (const [file, mediaType] of files) {
      const { status, text, headers } = await http.call(`GET /schemas/${file}`);
      expect(status, file).to.equal(200);
      expect(headers.get('content-type')).to.equal(mediaType);
      expect(text).to.equal(readFileSync(join(PROJECT_ROOT, 'schemas', file), 'utf8'));
    }
  });

  it('describes every route of the router, and no other', () => {
    expect(operations.map(([route]) => route)).to.have.members(routesOf(app));
  });

  it('says of every operation what it is, under an id of its own and a tag that is explained', () => {
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).to.equal(ids.length);
    const tags = document.tags.map(({ name }) => name);
    for (const [route, operation] of operations) {
      expect(operation.operationId, route).to.match(/^[a-z][A-Za-z]+$/);
      expect(operation.summary, route).to.have.length.within(8, 80);
      expect(tags, route).to.include.members([...operation.tags]);
    }
  });

  it('asks for a credential everywhere but on the open routes', () => {
    expect(document.components.securitySchemes).to.have.keys('credential', 'session');
    for (const [route, { security, responses }] of operations) {
      const isOpen = (OPEN_ROUTES as readonly string[]).includes(route);
      expect(security === undefined ? 'needs a credential' : 'open', route).to.equal(
        isOpen ? 'open' : 'needs a credential',
      );
      if (!isOpen) expect(responses, route).to.include.keys('401', '403', '429');
    }
  });

  it('declares every parameter of a path, and answers and problems of every operation', () => {
    for (const [route, { parameters = [], responses }] of operations) {
      const inPath = [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = parameters.filter((parameter) => parameter.in === 'path');
      expect(
        declared.map(({ name }) => name),
        route,
      ).to.have.members(inPath);
      expect(
        declared.every(({ required }) => required === true),
        route,
      ).to.equal(true);
      const statuses = Object.keys(responses);
      expect(
        statuses.some((status) => /^[23]/.test(status)),
        route,
      ).to.equal(true);
      expect(statuses, route).to.include.members(['429', '500', '503']);
    }
  });

  it('has a target for every reference', () => {
    const references = new Set(referencesIn(document));
    expect(references.size).to.be.above(50);
    for (const reference of references) {
      expect(reference).to.match(/^#\/components\//);
      expect(resolve(document, reference), reference).to.be.an('object');
    }
  });

  it('lists every code that a problem can have', () => {
    const problem = document.components.schemas['Problem'] as {
      properties: { code: { enum: string[] } };
    };
    expect(problem.properties.code.enum).to.have.members(Object.keys(STATUS_OF));
  });

  it('holds only valid JSON Schema of 2020-12', () => {
    const ajv = new Ajv2020.default({ strict: false });
    addFormats.default(ajv);
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      expect(ajv.validateSchema(schema), `${name}: ${ajv.errorsText()}`).to.equal(true);
    }
  });

  describe('for a submission', () => {
    const folder = join(PROJECT_ROOT, 'fixtures', 'messages');
    const messagesOf = (verdict: 'valid' | 'invalid'): [string, unknown][] =>
      readdirSync(folder).flatMap((type) => {
        const at = join(folder, type, verdict);
        return readdirSync(at)
          .filter((name) => name.endsWith('.json') && name !== 'expected.json')
          .map((name): [string, unknown] => [
            `${type}/${name}`,
            JSON.parse(readFileSync(join(at, name), 'utf8')),
          ]);
      });
    let check: (value: unknown) => boolean;

    before(() => {
      const ajv = new Ajv2020.default({ strict: false, allErrors: false });
      addFormats.default(ajv);
      ajv.addSchema({ ...document, $id: 'api' });
      const validate = ajv.getSchema('api#/components/schemas/Activity')!;
      check = (value) => validate(value) === true;
    });

    it('takes every valid message of the fixtures', () => {
      const messages = messagesOf('valid');
      expect(messages).to.not.be.empty;
      for (const [name, message] of messages) expect(check(message), name).to.equal(true);
    });

    it('refuses every message that the schemas refuse', () => {
      const messages = messagesOf('invalid');
      expect(messages).to.not.be.empty;
      for (const [name, message] of messages) expect(check(message), name).to.equal(false);
    });
  });

  it('is readable at /docs, by files of this server alone', async () => {
    const page = await http.call('GET /docs');
    expect(page.headers.get('content-type')).to.equal('text/html; charset=utf-8');
    const policy = page.headers.get('content-security-policy');
    expect(policy)
      .to.contain("script-src 'self'")
      .and.not.contain('unsafe')
      .and.not.contain('http');
    expect(page.text).to.not.match(/<script>|<style|style=|onload=|https?:/);
    const files = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path!);
    expect(files).to.have.length(4);
    for (const path of files) {
      const file = await http.call(`GET ${path}`);
      expect(file.status, path).to.equal(200);
      expect(file.headers.get('content-type')).to.match(
        /^(text\/(css|javascript); charset=utf-8|image\/png)$/,
      );
    }
  });
});
