const DAY_MS = 86_400_000

/** Tills are the hub's backup: what it has acknowledged they keep for so long. */
export const KEPT_DAYS = 35

/** A shop that takes goods back for longer keeps them longer at its tills, up to this: some 100 MB at 1,000 sales a day. */
export const KEPT_DAYS_MAX = 100

/**
 * However old a clock says that an entry is, the till has worked on so many days since: a clock that leaps to another
 * year makes nothing old.
 */
export const DAYS_WORKED_SINCE_MIN = 20

/** Entries that go at once: the till is busy for some milliseconds. */
export const PRUNED_AT_ONCE_MAX = 500

/** Fewer are not worth an anchor. */
export const PRUNED_AT_ONCE_MIN = 100

/** The time before which entries may go; `refundDaysMax`: for how long the shop takes goods back. */
export const prunedBeforeMs = (trustedNowMs: number, refundDaysMax: number): number =>
  trustedNowMs - Math.max(KEPT_DAYS, Math.min(KEPT_DAYS_MAX, refundDaysMax)) * DAY_MS

/** An entry as its age is judged by. */
export interface AgedEntry {
  readonly entryNo: number
  readonly atMs: number
  readonly clockTrusted: boolean
}

/**
 * The newest of these entries, oldest first, that is known to be older than `beforeMs`; 0 for none. Only a trusted clock
 * says how old an entry is, and never less than the entries before it said: what a wrong clock wrote waits until a later
 * entry is old enough.
 */
export function agedTo(entries: Iterable<AgedEntry>, beforeMs: number): number {
  let to = 0
  for (const { entryNo, atMs, clockTrusted } of entries) {
    if (!clockTrusted) continue
    if (atMs >= beforeMs) break
    to = entryNo
  }
  return to
}

/** What holds the older entries of a till, as entry numbers. */
export interface PruneLimits {
  /** The hub holds all up to here. */
  readonly ackedTo: number
  /** The newest anchor that the hub has counter-signed: it stays, so that a cut journal shows. */
  readonly vouchedAt: number
  readonly agedTo: number
  /** Entries that something still stands on, with all after them: the open shift, the last Z, an unsettled payment. */
  readonly neededFrom: readonly number[]
}

/** The newest entry that may go, with all before it; 0 for none. */
export const pruneTo = ({ ackedTo, vouchedAt, agedTo: aged, neededFrom }: PruneLimits): number =>
  Math.max(0, Math.min(ackedTo, vouchedAt - 1, aged, ...neededFrom.map((entryNo) => entryNo - 1)))
