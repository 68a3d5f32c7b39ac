import { createDeliveryStore } from '../delivery-store.ts';
import { findDialect } from '../native/find-dialect.ts';
import type { Meaning } from '../native/meaning.ts';

/** A state whose data directory is read. */
export interface ObservedState {
  readonly member: string;
  readonly dialect: string;
  readonly dataDirectory: string;
}

/** Reads a delivery as the state itself reads it; undefined when it cannot be read. */
export function readerOf({
  dialect: name,
  dataDirectory,
}: ObservedState): (deliveryId: string) => Promise<Meaning | undefined> {
  const dialect = findDialect(name);
  const { ending } = dialect;
  const store = createDeliveryStore({ folder: dataDirectory, ending, fsync: false });
  return async (deliveryId) => {
    const document = await store.find(deliveryId);
    try {
      return document === undefined ? undefined : dialect.read(document);
    } catch {
      return undefined;
    }
  };
}
