import type { TillRecord, TillStanding } from '#core/protocol/till-record.ts'
import type { FactsStore } from '#kiosk/store/facts-store.ts'

/** What a till whose file was lost goes on from, and the streams that it wrote before and has no more. */
export interface Carried extends TillStanding {
  readonly streams: TillRecord['streams']
}

// Of one enrolment: a till that takes another's place begins its numbers anew.
const nameOf = (deviceNumber: number): string => `carried_${deviceNumber}`

/** What a till goes on from; undefined for one that has all that it ever wrote. */
export function readCarried(facts: FactsStore, deviceNumber: number): Carried | undefined {
  const text = facts.get(nameOf(deviceNumber))
  // Written by `writeCarried` alone, from an answer that was checked.
  return text === undefined ? undefined : (JSON.parse(text) as Carried)
}

/** Keeps it, in the transaction under way. */
export const writeCarried = (facts: FactsStore, deviceNumber: number, carried: Carried): void =>
  facts.set(nameOf(deviceNumber), JSON.stringify(carried))
