import type { Database } from '../db/client'
import type { Message, Studio } from '../db/schema'
import type { Settings } from '../settings'

/** What the queue carries: the message's id, and a code with what it is for, which is kept nowhere else. */
export type Delivery = { messageId: string; code?: string; isStepUp?: boolean }

/** A message whose turn it is, with what is needed to write it. */
export type Composing = { db: Database; settings: Settings; message: Message; delivery: Delivery; now: Date }

/** What a mail says, and in whose name; undefined when its cause is gone: the contact removed, the code lost. */
export type Composed = { studio: Studio; mail: { subject: string; html: string; text: string } } | undefined
