import { BroadcastChannel } from 'node:worker_threads';

/** A full collection on this thread, then on the hub's other one (collect-when-asked.js). */
export async function collectGarbage(): Promise<void> {
  // The second collection frees what finalizers of the first let go.
  globalThis.gc?.();
  globalThis.gc?.();
  const channel = new BroadcastChannel('collect-garbage');
  await new Promise<void>((resolve) => {
    channel.onmessage = () => {
      resolve();
    };
    channel.postMessage('collect');
  });
  channel.close();
}
