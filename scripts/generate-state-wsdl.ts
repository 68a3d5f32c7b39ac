import { STATE_WSDL } from '../adapters/soap-state-wsdl.ts';
import type { Generator } from './generator.ts';

/** The WSDL that a state implements which has none of its own, as a file to be handed out. */
export const generateStateWsdl: Generator = {
  name: 'WSDL of the standard delivery service',
  generate: () => Promise.resolve([{ path: 'schemas/state-delivery.v1.wsdl', text: STATE_WSDL }]),
};
