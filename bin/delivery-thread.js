// The thread of deliveries, loaded as the command that starts it is.
import { loadModule } from './load-module.js';

await loadModule('hub/delivery-thread.ts');
