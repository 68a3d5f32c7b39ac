// The hub's second thread, loaded as the command that starts it is.
import { loadModule } from './load-module.js';

await loadModule('hub/background-thread.ts');
