#!/usr/bin/env -S node --max-semi-space-size=64
import { requireNode } from './require-node.js';
import { loadModule } from './load-module.js';

requireNode();
const { main } = await loadModule('hub/main.ts');
process.exit(await main(process.argv.slice(2), process.env));
