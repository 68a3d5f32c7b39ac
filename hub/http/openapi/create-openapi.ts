import { MEMBER_CODES } from '../../compact/members.ts';
import {
  POLICY,
  ROUTES,
  type Access,
  type Route,
  asksFreshFactor,
  openReason,
} from '../../access/policy.ts';
import { ACTIVITIES } from '../../compact/activity-catalogue.ts';
import type { SchemaFiles } from '../../message/schema-files.ts';
import { STATUS_OF, type ProblemCode } from '../problem.ts';
import { ACCESS_SCHEMAS } from './access-schemas.ts';
import { ANSWER_SCHEMAS } from './answer-schemas.ts';
import { componentName, embedSchemas } from './embed-schemas.ts';
import { OPERATIONS, type Content, type Operation } from './operations.ts';

interface OpenApiParts {
  readonly schemaFiles: SchemaFiles;
  readonly publicUrl: string;
  readonly softwareVersion: string;
}

type Json = Readonly<Record<string, unknown>>;

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

/** The API as an OpenAPI 3.1 document, made from the same tables by which it is served. */
export function createOpenApi({ schemaFiles, publicUrl, softwareVersion }: OpenApiParts): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Compact hub',
      version: softwareVersion,
      description:
        'The exchange between the case-management systems of the members of the interstate compact for adult supervision. Errors are problem documents (RFC 9457) with a stable code.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: publicUrl === '' ? '/' : publicUrl }],
    security: [{ credential: [] }, { session: [] }],
    tags: TAGS.map(([name, description]) => ({ name, description })),
    paths: pathsOf(),
    components: {
      securitySchemes: {
        credential: {
          type: 'http',
          scheme: 'bearer',
          description:
            'Key of a state’s system (`hub_OR_…`) or short-lived token of a person (`hubu_…`).',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-hub_session',
          description:
            'Session of a person who signed in. What changes something needs its `X-CSRF-Token` too.',
        },
      },
      responses: { Problem: problemResponse() },
      schemas: {
        ...ANSWER_SCHEMAS,
        ...ACCESS_SCHEMAS,
        ...activitySchemas(),
        ...embedSchemas(schemaFiles, SUBMITTED_SCHEMAS),
      },
    },
  };
}

const SCHEMA_BASE = 'https://schemas.compact-hub.example/';

/** What a canonical submission consists of; what these refer to comes with them. */
const SUBMITTED_SCHEMAS = ['envelope.v1.schema.json', ...ACTIVITIES.map((row) => row.schemaFile)];

const TAGS: readonly (readonly [Operation['tag'], string])[] = [
  ['Messages', 'Submitting activities, and the log of all messages.'],
  ['Sign-in', 'How a person shows who it is, and the own session and password.'],
  ['Accounts', 'Persons who may sign in, their roles and sessions, and what was done with them.'],
  ['Inbox', 'For a state whose system fetches what is for it.'],
  ['Failures', 'What needs a person’s decision.'],
  ['Cases', 'Cases, persons and members.'],
  ['Erasure', 'Expungement and sealing by order of an authority, by two persons.'],
  ['Ledger', 'Evidence that anybody can check.'],
  ['Attachments', 'Documents beside an activity.'],
  ['Offices', 'How offices are reached, and what they are told.'],
  ['Operation', 'Running the hub.'],
];

function pathsOf(): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of ROUTES) {
    const [method = '', path = ''] = route.split(' ');
    const item = (paths[path] ??= {});
    item[method.toLowerCase()] = describe(route, path);
  }
  return paths;
}

function describe(route: Route, path: string): Json {
  const { id, tag, summary, description, query = [], body } = OPERATIONS[route];
  const isOpen = openReason(route) !== undefined;
  const parameters = [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => pathParameter(name)),
    ...query.map((parameter) => ({ ...parameter, in: 'query' })),
  ];
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: [description, whoMay(route)].filter((text) => text !== undefined).join('\n\n'),
    ...(isOpen ? { security: [] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body === undefined ? {} : { requestBody: requestBody(body) }),
    responses: responsesOf(route),
  };
}

const PATH_PARAMETERS: Readonly<Record<string, Json>> = {
  transmissionId: { type: 'string', format: 'uuid' },
  deliveryId: { type: 'string', format: 'uuid' },
  hookId: { type: 'string', format: 'uuid' },
  caseId: { type: 'string', pattern: '^C-[0-9A-Z]{26}$' },
  state: { type: 'string', enum: [...MEMBER_CODES, 'national'] },
  sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
  reference: { type: 'string', pattern: '^U-[0-9A-Z]{12}$' },
  token: { type: 'string', pattern: '^[A-Za-z0-9_-]{43}$' },
};

function pathParameter(name: string): Json {
  return {
    name,
    in: 'path',
    required: true,
    schema: PATH_PARAMETERS[name] ?? { type: 'string' },
  };
}

function whoMay(route: Route): string {
  const access: Access = POLICY[route];
  if ('open' in access) return `Open: ${access.open}.`;
  const freshly = asksFreshFactor(route)
    ? ' A session must have shown its second factor within five minutes.'
    : '';
  if ('stages' in access)
    return `For a session at the stage ${access.stages.join(', ')}.${freshly}`;
  return `For ${access.rows.map(({ role, relation }) => `${role} (${relation})`).join(', ')}.${freshly}`;
}

function requestBody(body: string): Json {
  const bytes = { schema: { type: 'string', format: 'binary' } };
  if (body === 'bytes') return { required: true, content: { '*/*': bytes } };
  if (body === 'soap') {
    return { required: true, content: { 'application/soap+xml': bytes, 'text/xml': bytes } };
  }
  if (body === 'activity') {
    const content = { 'application/cloudevents+json': { schema: ref('Activity') }, '*/*': bytes };
    return { required: true, content };
  }
  const required = body !== 'Acknowledgement';
  return { required, content: { 'application/json': { schema: ref(body) } } };
}

/** Codes that every route can answer with, and those that every route with a credential can. */
const OF_ALL: readonly ProblemCode[] = ['RATE_LIMITED', 'INTERNAL', 'UNAVAILABLE'];
const OF_ACTORS: readonly ProblemCode[] = ['UNAUTHENTICATED', 'NOT_PERMITTED'];

function responsesOf(route: Route): Json {
  const { answers, problems = [] } = OPERATIONS[route];
  const ofActors = openReason(route) === undefined ? OF_ACTORS : [];
  const ofFresh: readonly ProblemCode[] = asksFreshFactor(route) ? ['STEP_UP_REQUIRED'] : [];
  const statuses = [...problems, ...ofActors, ...ofFresh, ...OF_ALL].map((code) => STATUS_OF[code]);
  const responses: Record<string, Json> = {};
  for (const status of [...new Set(statuses)].sort((a, b) => a - b)) {
    responses[status] = { $ref: '#/components/responses/Problem' };
  }
  for (const [status, { description, content }] of Object.entries(answers)) {
    responses[status] = {
      description,
      ...(content === undefined ? {} : { content: contentOf(content) }),
    };
  }
  return responses;
}

function contentOf([mediaType, component]: Content): Json {
  return { [mediaType]: { schema: component === null ? { type: 'string' } : ref(component) } };
}

function problemResponse(): Json {
  return {
    description: 'A problem document; `code` says which problem, docs/errors.md what to do.',
    headers: {
      'Retry-After': {
        description: 'Seconds to wait, with 429 and 503.',
        schema: { type: 'integer', minimum: 1 },
      },
    },
    content: { 'application/problem+json': { schema: ref('Problem') } },
  };
}

/** The envelope with the data of each type: what a canonical submission is. */
function activitySchemas(): Json {
  const variants = ACTIVITIES.map(({ type, title, schemaFile, opensCase }) => [
    type,
    {
      title,
      allOf: [
        ref('envelope.v1'),
        {
          ...(opensCase ? {} : { required: ['subject'] }),
          properties: {
            type: { const: type },
            dataschema: { const: `${SCHEMA_BASE}${schemaFile}` },
            data: ref(componentName(schemaFile)),
          },
        },
      ],
    },
  ]);
  return {
    ...(Object.fromEntries(variants) as Json),
    Activity: {
      title: 'Activity',
      description: 'An envelope with the data of its type.',
      oneOf: ACTIVITIES.map(({ type }) => ref(type)),
      discriminator: {
        propertyName: 'type',
        mapping: Object.fromEntries(
          ACTIVITIES.map(({ type }) => [type, `#/components/schemas/${type}`]),
        ),
      },
    },
  };
}
