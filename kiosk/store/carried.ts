import type { TillStanding } from '#core/protocol/till-record.ts'
import type { FactsStore } from '#kiosk/store/facts-store.ts'

// Of one enrolment: a till that takes another's place begins its numbers anew.
const nameOf = (deviceNumber: number): string => `carried_${deviceNumber}`

/** What a till whose file was lost goes on from, as the hub had it; undefined for a till that has its own. */
export function readCarried(facts: FactsStore, deviceNumber: number): TillStanding | undefined {
  const text = facts.get(nameOf(deviceNumber))
  // Written by `writeCarried` alone, from an answer that was checked.
  return text === undefined ? undefined : (JSON.parse(text) as TillStanding)
}

/** Keeps it, in the transaction under way. */
export const writeCarried = (facts: FactsStore, deviceNumber: number, standing: TillStanding): void =>
  facts.set(nameOf(deviceNumber), JSON.stringify(standing))
