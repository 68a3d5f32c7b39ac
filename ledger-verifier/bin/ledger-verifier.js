#!/usr/bin/env node
// Runs the sources as they are where Node strips types (22.18 and later), so that this folder alone
// is enough there; else the compiled files or tsx of the checkout around it.
const print = (line) => process.stdout.write(`${line}\n`);

async function load() {
  if (process.features.typescript) return import('../cli.ts');
  const { loadModule } = await import('../../bin/load-module.js');
  return loadModule('ledger-verifier/cli.ts');
}

const { runVerifier } = await load();
process.exitCode = await runVerifier(process.argv.slice(2), print);
