#!/usr/bin/env node
// `npm test`: every test on real services; `npm test -- FILE…` only those. Ends with the counts.
import { requireNode } from './require-node.js';
import { loadSource } from './load-module.js';

requireNode();
const { runTests } = await loadSource('test/support/run-tests.ts');
process.exit(await runTests(process.argv.slice(2)));
