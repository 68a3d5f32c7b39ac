import { ATTACHMENTS } from './attachments.ts';
import { ENDPOINTS } from './endpoints.ts';
import { openDropLab } from './file-drop.ts';
import type { HostileCategory } from './hostile-case.ts';
import { type HostileLab, openHostileLab } from './hostile-lab.ts';
import { HTTP_REQUESTS } from './http-requests.ts';
import { JSON_SEMANTICS } from './json-semantics.ts';
import { JSON_SYNTAX } from './json-syntax.ts';
import { LOG_INJECTION } from './log-injection.ts';
import { NATIVE_FORMATS } from './native-formats.ts';
import { REGULAR_EXPRESSIONS } from './patterns.ts';
import { PROOFS } from './proofs.ts';
import { openQueueLab } from './queue-messages.ts';
import { type CategoryResult, type RunOptions, runCategory } from './run-category.ts';
import { schemaInvalid } from './schema-invalid.ts';
import { SOAP_SECURITY } from './soap-security.ts';
import { TEXT_AND_NAMES } from './text-names.ts';
import { XML_ATTACKS } from './xml-attacks.ts';

/** What comes in by HTTP, and what needs no transport. */
export const BY_HTTP: readonly HostileCategory[] = [
  JSON_SYNTAX,
  JSON_SEMANTICS,
  XML_ATTACKS,
  NATIVE_FORMATS,
  SOAP_SECURITY,
  REGULAR_EXPRESSIONS,
  TEXT_AND_NAMES,
  ATTACHMENTS,
  HTTP_REQUESTS,
  ENDPOINTS,
  LOG_INJECTION,
  PROOFS,
  ...schemaInvalid(),
];

interface CorpusOptions extends RunOptions {
  readonly progress: (text: string) => void;
  /** Wraps the lab: an evidence run switches a defect on there. */
  readonly decorate?: (lab: HostileLab) => HostileLab;
}

/** The whole corpus, against hubs with every intake: HTTP, SOAP, SFTP and AMQP. */
export async function runCorpus(options: CorpusOptions): Promise<CategoryResult[]> {
  const { progress, decorate = (lab: HostileLab) => lab } = options;
  const results: CategoryResult[] = [];
  const labs = [
    async () => ({ lab: await openHostileLab(), categories: BY_HTTP }),
    async () => {
      const { lab, category } = await openQueueLab();
      return { lab, categories: [category] };
    },
    async () => {
      const { lab, category } = await openDropLab();
      return { lab, categories: [category] };
    },
  ];
  for (const open of labs) {
    const { lab, categories } = await open();
    try {
      for (const category of categories) {
        progress(category.name);
        results.push(await runCategory(decorate(lab), category, options));
      }
    } finally {
      await lab.close();
    }
  }
  return results;
}
