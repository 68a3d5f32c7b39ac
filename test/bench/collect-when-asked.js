// Loaded into every thread of the hub's process (--import, before anything reads TypeScript): one
// thread cannot collect another's garbage, so the others do when the main thread asks.
import { BroadcastChannel, isMainThread } from 'node:worker_threads';

if (!isMainThread) {
  const channel = new BroadcastChannel('collect-garbage');
  channel.onmessage = () => {
    globalThis.gc();
    globalThis.gc();
    channel.postMessage('collected');
  };
  channel.unref();
}
