import type { Message } from '../db/schema'
import {
  composeAccountErased,
  composeEmailChanged,
  composeEmailConfirmation,
  composeEmailReplaced,
  composeEmailReverted,
  composeEmailTaken,
  composePasswordChanged,
  composePhoneChanged,
} from './compose-account'
import { composeNewDevice } from './compose-devices'
import { composeCode, composeInvitation, composeNoticePin, composeReset } from './compose-door'
import { composePasskeysChanged, composeStaffCode } from './compose-passkeys'
import { composePortalLink } from './compose-portal'
import { composeClosing, composeMoreTime, composeOpening } from './compose-times'
import type { Composed, Composing } from './composing'

const COMPOSERS: Record<Message['kind'], (composing: Composing) => Promise<Composed>> = {
  invitation: composeInvitation,
  'client-code': composeCode,
  'staff-code': composeStaffCode,
  'password-reset': composeReset,
  'notice-pin': composeNoticePin,
  'gallery-open': composeOpening,
  'closing-soon': composeClosing,
  'notice-more-time': composeMoreTime,
  'portal-invitation': composePortalLink,
  'portal-login': composePortalLink,
  'new-device': composeNewDevice,
  'passkeys-changed': composePasskeysChanged,
  'email-confirmation': composeEmailConfirmation,
  'email-taken': composeEmailTaken,
  'email-changed': composeEmailChanged,
  'email-replaced': composeEmailReplaced,
  'email-reverted': composeEmailReverted,
  'password-changed': composePasswordChanged,
  'phone-changed': composePhoneChanged,
  'account-erased': composeAccountErased,
}

/** The mail of a message, whatever it is about. */
export function compose(composing: Composing): Promise<Composed> {
  return COMPOSERS[composing.message.kind](composing)
}
