import { type CertificationReport, VERDICT_WORDS } from './certificate.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');

const VERDICTS = { passed: 'passed', failed: 'failed', 'not-run': 'not run' } as const;

/** The report as a page by itself: no script, no style from elsewhere, printable. */
export function reportPage(report: CertificationReport): string {
  const { member, name, issuedAt, files, trials } = report;
  const title = `${name} (${member}): ${VERDICT_WORDS[report.verdict]}`;
  const rows = trials.map(
    (trial) => `<tr class="${trial.verdict}">
<th scope="row">${escaped(trial.name)}</th><td>${escaped(trial.title)}</td>
<td>${VERDICTS[trial.verdict]}</td><td>${trial.count}</td>
<td>${[...trial.findings, ...(trial.note === undefined ? [] : [trial.note])].map(escaped).join('<br>')}</td></tr>`,
  );
  const facts: [string, string][] = [
    ['Tried', issuedAt],
    ['Endpoint class', report.endpointClass],
    ['Format and transport', `${report.dialect}, ${report.transport}`],
    ['Profile', files.profileHash],
    ['Mappings', files.mappingsHash],
    ['Schemas', files.schemaHash],
    ['Hub', files.softwareVersion],
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #a9aeb1; overflow-wrap: anywhere; }
.failed td:nth-child(3) { color: #b50909; font-weight: 700; }
.passed td:nth-child(3) { color: #008817; font-weight: 700; }
dt { font-weight: 700; } dd { margin: 0 0 .5rem; overflow-wrap: anywhere; font-family: ui-monospace, monospace; font-size: .875rem; }
</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<dl>${facts.map(([term, value]) => `<dt>${escaped(term)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>
<table>
<thead><tr><th scope="col">Trial</th><th scope="col">What is right</th><th scope="col">Verdict</th><th scope="col">Count</th><th scope="col">Findings</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
<p>The signed report stands beside this page; the ledger holds its hash.</p>
</body>
</html>
`;
}
