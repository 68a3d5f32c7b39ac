#!/usr/bin/env node
// `npm run test:faults`: lets faults happen to a hub under load and checks that nothing is lost.
import { requireNode } from './require-node.js';
import { buildWhenStale } from './build-when-stale.js';
import { loadSource } from './load-module.js';

requireNode();
buildWhenStale();
const { runTestFaults } = await loadSource('test/faults/run-test-faults.ts');
process.exit(await runTestFaults(process.argv.slice(2)));
