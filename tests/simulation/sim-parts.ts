import type { Agenda } from '#tests/simulation/agenda.ts'
import type { Busy } from '#tests/simulation/busy.ts'
import type { Random } from '#tests/simulation/random.ts'
import type { Trace } from '#tests/simulation/trace.ts'
import type { Weights } from '#tests/simulation/weights.ts'

/** What all parts of a simulated store share. */
export interface SimParts {
  readonly folder: string
  readonly agenda: Agenda
  readonly busy: Busy
  readonly random: Random
  readonly weights: Weights
  readonly trace: Trace
  /** Off at the end of a run, so that everything can come to rest. */
  readonly faults: { isOn: boolean }
}
