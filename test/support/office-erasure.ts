import { expect } from 'chai';
import type { TestAnswer, TestHub } from './test-hub.ts';

/** What a state asks for; the subject is an id of the hub's. */
export interface TestOrder {
  readonly action?: 'expunge' | 'seal' | 'unseal';
  readonly scope: 'transmission' | 'case' | 'person';
  readonly subject: string;
  readonly authority?: string;
  readonly reason?: string;
}

/** Two persons of a state's compact office order an erasure: the first proposes, the second approves. */
export interface OfficeErasure {
  propose(member: string, order: TestOrder): Promise<TestAnswer>;
  approve(caller: string, erasureId: string): Promise<TestAnswer>;
  /** Both, and fails where either is refused; the id of the order. */
  carryOut(member: string, order: TestOrder): Promise<string>;
}

export function officeErasure(hub: TestHub): OfficeErasure {
  const propose: OfficeErasure['propose'] = (member, order) =>
    hub.call(`${member} office`, 'POST /v1/erasures', {
      json: { action: 'expunge', authority: 'ORDER-2026-17', ...order },
    });
  const approve: OfficeErasure['approve'] = (caller, erasureId) =>
    hub.call(caller, `POST /v1/erasures/${erasureId}/approve`);
  return {
    propose,
    approve,
    carryOut: async (member, order) => {
      const proposed = await propose(member, order);
      expect(proposed.status, proposed.text).to.equal(201);
      const erasureId = String(proposed.body['erasureId']);
      const approved = await approve(`${member} office-2`, erasureId);
      expect(approved.status, approved.text).to.equal(200);
      return erasureId;
    },
  };
}
