import type { Access } from './flows/create-access.ts';
import type { ProviderSignIn } from './flows/provider-sign-in.ts';
import type { SecurityKeys } from './flows/security-keys.ts';
import type { Flows } from './http/parts.ts';

/**
 * The flows of a hub whose ledger may be locked: what would write a fact asks first whether it could be
 * proven; what only reads goes on. An opening asks by itself: of content that was taken it writes nothing.
 *
 * @param requireOpen throws while nothing may be written.
 */
export function closedByLock(requireOpen: () => void, flows: Flows): Flows {
  const open = (): Flows => {
    requireOpen();
    return flows;
  };
  const closed: Omit<
    Flows,
    | 'dryRun'
    | 'readAttachment'
    | 'recordViewing'
    | 'recordReasonedViewing'
    | 'exchangePolicy'
    | 'contacts'
    | 'contact'
    | 'notificationSettings'
    | 'hooks'
    | 'saveFilters'
  > = {
    accept: async (...args) => open().accept(...args),
    inbox: async (...args) => open().inbox(...args),
    acknowledge: async (...args) => open().acknowledge(...args),
    refuse: async (...args) => open().refuse(...args),
    release: async (...args) => open().release(...args),
    returnToSender: async (...args) => open().returnToSender(...args),
    designate: async (...args) => open().designate(...args),
    writeNote: async (...args) => open().writeNote(...args),
    assign: async (...args) => open().assign(...args),
    finishReview: async (...args) => open().finishReview(...args),
    replay: async (...args) => open().replay(...args),
    skip: async (...args) => open().skip(...args),
    supersede: async (...args) => open().supersede(...args),
    listReplay: async (...args) => open().listReplay(...args),
    replayList: async (...args) => open().replayList(...args),
    cancel: async (...args) => open().cancel(...args),
    setContact: async (...args) => open().setContact(...args),
    setNotificationSettings: async (...args) => open().setNotificationSettings(...args),
    addHook: async (...args) => open().addHook(...args),
    rotateHook: async (...args) => open().rotateHook(...args),
    enableHook: async (...args) => open().enableHook(...args),
    removeHook: async (...args) => open().removeHook(...args),
    agree: async (...args) => open().agree(...args),
    pauseDeliveries: async (...args) => open().pauseDeliveries(...args),
    resumeDeliveries: async (...args) => open().resumeDeliveries(...args),
    storeAttachment: async (...args) => open().storeAttachment(...args),
    proposeErasure: async (...args) => open().proposeErasure(...args),
    approveErasure: async (...args) => open().approveErasure(...args),
    withdrawErasure: async (...args) => open().withdrawErasure(...args),
  };
  return { ...flows, ...closed };
}

/**
 * The same for accounts and sessions: under a locked ledger nobody signs in, out or is administered;
 * sessions that are open go on and may read.
 */
export function closedAccess(requireOpen: () => void, access: Access): Access {
  const open = (): Access => {
    requireOpen();
    return access;
  };
  const closed: Omit<
    Access,
    | 'policy'
    | 'findSession'
    | 'readInvitation'
    | 'accounts'
    | 'account'
    | 'sessions'
    | 'ownSessions'
    | 'events'
    | 'beginEnrolment'
  > = {
    keys: closedKeys(requireOpen, access.keys),
    byProvider: closedProviders(requireOpen, access.byProvider),
    signIn: async (...args) => open().signIn(...args),
    showSecondFactor: async (...args) => open().showSecondFactor(...args),
    confirmEnrolment: async (...args) => open().confirmEnrolment(...args),
    acceptPolicy: async (...args) => open().acceptPolicy(...args),
    renewSession: async (...args) => open().renewSession(...args),
    stepUp: async (...args) => open().stepUp(...args),
    endOwnSessions: async (...args) => open().endOwnSessions(...args),
    renewRecoveryCodes: async (...args) => open().renewRecoveryCodes(...args),
    endSession: async (...args) => open().endSession(...args),
    changePassword: async (...args) => open().changePassword(...args),
    acceptInvitation: async (...args) => open().acceptInvitation(...args),
    askReset: async (...args) => open().askReset(...args),
    completeReset: async (...args) => open().completeReset(...args),
    invite: async (...args) => open().invite(...args),
    reinvite: async (...args) => open().reinvite(...args),
    changeRoles: async (...args) => open().changeRoles(...args),
    deactivate: async (...args) => open().deactivate(...args),
    unlock: async (...args) => open().unlock(...args),
    confirmStaff: async (...args) => open().confirmStaff(...args),
    endSessionsOf: async (...args) => open().endSessionsOf(...args),
  };
  return { ...access, ...closed };
}

/** The same for security keys: they may be asked for and listed. */
function closedKeys(requireOpen: () => void, keys: SecurityKeys): SecurityKeys {
  const open = (): SecurityKeys => {
    requireOpen();
    return keys;
  };
  const closed: Omit<SecurityKeys, 'offered' | 'list' | 'challenge' | 'challengePasskey'> = {
    show: async (...args) => open().show(...args),
    signIn: async (...args) => open().signIn(...args),
    begin: async (...args) => open().begin(...args),
    add: async (...args) => open().add(...args),
    remove: async (...args) => open().remove(...args),
  };
  return { ...keys, ...closed };
}

/** The same for sign-in by providers. */
function closedProviders(requireOpen: () => void, byProvider: ProviderSignIn): ProviderSignIn {
  const open = (): ProviderSignIn => {
    requireOpen();
    return byProvider;
  };
  const closed: Omit<ProviderSignIn, 'offered' | 'list' | 'begin'> = {
    signIn: async (...args) => open().signIn(...args),
    beginBinding: async (...args) => open().beginBinding(...args),
    finishBinding: async (...args) => open().finishBinding(...args),
    unbind: async (...args) => open().unbind(...args),
  };
  return { ...byProvider, ...closed };
}
