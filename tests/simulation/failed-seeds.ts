import type { Profile } from '#tests/simulation/weights.ts'

/** A run that once broke an invariant; each is run again, for good. */
export interface FailedRun {
  readonly seed: bigint
  readonly hours: number
  readonly tills: number
  /** normal, if not given. */
  readonly profile?: Profile
  /** What was wrong with the product then. */
  readonly found: string
}

export const failedRuns: readonly FailedRun[] = [
  {
    seed: 1n,
    hours: 0.1,
    tills: 3,
    found: 'Keys that waited for the scale did not see that the sale was complete: the drawer opened for each of them.',
  },
  {
    seed: 1001n,
    hours: 0.4,
    tills: 3,
    found: 'A till that was locked with nothing but voided lines in its basket stopped at an assertion.',
  },
  {
    seed: 1015n,
    hours: 0.1,
    tills: 3,
    found:
      'A card approved late, after cash had paid a part, paid the whole: the next cash tender was negative, and the hub ' +
      'kept the till’s whole stream apart.',
  },
  {
    seed: 1086n,
    hours: 0.3,
    tills: 3,
    found: 'After many losses the answers to statuses put off the next sending again, for ever.',
  },
  {
    seed: 5018n,
    hours: 0.3,
    tills: 3,
    found: 'What a hub forgot with its disk was asked for once; when that was lost, it was never sent again.',
  },
  {
    seed: 228n,
    hours: 0.2,
    tills: 3,
    found:
      'A recall that the hub did not answer was told again only after the next break of the link: until then the hub gave ' +
      'the same basket to another till.',
  },
  {
    seed: 310n,
    hours: 0.2,
    tills: 3,
    found: 'Of more than two hundred reservations that were given up in an outage the hub heard only after a restart.',
  },
  {
    seed: 205n,
    hours: 0.2,
    tills: 3,
    found:
      'A hub whose disk went back heard of a till’s boots in another order than they were written, and said that the till ' +
      'had lost what came first.',
  },
  {
    seed: 90003n,
    hours: 1,
    tills: 3,
    found:
      'A coupon was refused, and the same question, which had come twice, granted it seconds later: nobody gave it back.',
  },
  {
    seed: 90005n,
    hours: 1,
    tills: 3,
    profile: 'rollback',
    found:
      'Of more than two hundred reservations that a start found open, one was told to nobody before the next start.',
  },
]
