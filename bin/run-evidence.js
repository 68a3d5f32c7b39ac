#!/usr/bin/env node
// `npm run evidence -- NAME`: computes the figures behind the README's claims.
import { requireNode } from './require-node.js';
import { buildWhenStale } from './build-when-stale.js';
import { loadSource } from './load-module.js';

requireNode();
buildWhenStale();
const { runEvidence } = await loadSource('test/evidence/run-evidence.ts');
process.exit(await runEvidence(process.argv.slice(2)));
