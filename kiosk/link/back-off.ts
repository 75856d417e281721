const FIRST_MS = 500
const LONGEST_MS = 60_000
const DOUBLINGS_MAX = 7 // 64 s is past the longest

/** A hub that starts again is met by its tills over so long a time: 200 of them would take its CPU for seconds. */
const RETURN_WITHIN_MS = 3_000

/** How long to wait when a connection that stood is lost: anything up to `RETURN_WITHIN_MS`, each till for itself. */
export const returnMs = (random: () => number): number => Math.round(random() * RETURN_WITHIN_MS)

/**
 * How long to wait after so many failures in a row: twice as long each time, up to a minute. Between half of it and all,
 * so that tills which lost the hub at the same moment do not all come back at the same moment.
 */
export const backOffMs = (failures: number, random: () => number): number => {
  const fullMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, DOUBLINGS_MAX))
  return Math.round(fullMs * (0.5 + random() / 2))
}
