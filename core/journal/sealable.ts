/** Deeper than any fact of ours; a message that nests on and on must not end the program that reads it. */
const DEPTH_MAX = 16

// Loops, and no entries of pairs: every entry is walked, at the till while a customer waits.
const isListSealable = (list: readonly unknown[], depth: number): boolean => {
  for (const member of list) {
    if (!isSealable(member, depth)) return false
  }
  return true
}

const isObjectSealable = (value: object, depth: number): boolean => {
  for (const key of Object.keys(value)) {
    if (!key.isWellFormed()) return false
  }
  return isListSealable(Object.values(value), depth)
}

/**
 * True for what an entry may hold: text without lone surrogates, finite numbers, whole ones below 2^53 (a database's
 * integer column takes no others), at most 16 levels. Anything else was not written by a till of ours.
 */
export function isSealable(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value === 'number') return Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value)
  if (typeof value !== 'object' || value === null) return typeof value === 'boolean' || value == null
  if (depth >= DEPTH_MAX) return false
  return Array.isArray(value) ? isListSealable(value, depth + 1) : isObjectSealable(value, depth + 1)
}
