import { DAY_MS } from '../lib/time'
import { timeIn } from '../lib/zone'

/** R46: so many days before its closing date a gallery's visitors are reminded, and until when it is not too late for that. */
const REMINDERS = [
  { days: 7, untilDays: 5 },
  { days: 1, untilDays: 0 },
] as const

/** *Keep it open*: so many days more. */
export const MORE_DAYS = 14

export const FIRST_REMINDER_DAYS = REMINDERS[0].days
export type ReminderDays = (typeof REMINDERS)[number]['days']

/** Which reminder of a closing date is due; undefined when none is. Pure. */
export function reminderDue(closesAt: Date, now: Date): ReminderDays | undefined {
  const daysLeft = (closesAt.getTime() - now.getTime()) / DAY_MS
  return REMINDERS.find(({ days, untilDays }) => daysLeft <= days && daysLeft > untilDays)?.days
}

/** Whether it is a time of the day at which people are written to: from nine to eight in the evening. */
export function isDaytime(now: Date, zone: string): boolean {
  const time = timeIn(now, zone)
  return time >= '09:00' && time < '20:00'
}

/** Names the one reminder that a contact gets so many days before a closing date. */
export function reminderId(contactId: string, closesAt: Date, days: ReminderDays): string {
  return `closing-${contactId}-${closesAt.getTime()}-${days}`
}

/** Whether a reminder still speaks of the closing date that the gallery has. */
export function isReminderOf(id: string, contactId: string, closesAt: Date | null): boolean {
  return closesAt !== null && REMINDERS.some(({ days }) => id === reminderId(contactId, closesAt, days))
}
