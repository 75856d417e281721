import type { Sha256 } from '#core/ports/sha256.ts'
import type { Reader } from '#hub/db/connection.ts'
import { findHubFact, keepHubFact } from '#hub/ingest/hub-facts.ts'
import type { Journal } from '#hub/ingest/journal.ts'
import { applyAgain, takeAgain } from '#hub/quarantine/judge-again.ts'
import { listQuarantinedStreams, listUnapplied } from '#hub/quarantine/quarantine-queries.ts'

/** The version that judged all that is quarantined. */
const JUDGED_BY = 'quarantine_judged_by'
/** More than that is no bad entry but a bad version, which somebody has to see. */
const JUDGED_MAX = 10_000

export interface JudgeAtStartParts {
  readonly read: Reader
  readonly journal: Journal
  readonly sha256: Sha256
  readonly version: string
  readonly nowMs: () => number
}

/** Judges again what is quarantined, oldest first, when this is another version than the one that did last. */
export async function judgeAtStart({ read, journal, sha256, version, nowMs }: JudgeAtStartParts): Promise<void> {
  if ((await read.one(findHubFact, { name: JUDGED_BY }))?.value === version) return
  const nowIso = new Date(nowMs()).toISOString()
  const page = { before: Number.MAX_SAFE_INTEGER, rows: JUDGED_MAX }
  for (const { number } of (await read.all(listUnapplied, page)).toReversed()) {
    await journal.write(({ tx, changes }) => applyAgain({ tx, changes, sha256, version, nowIso }, number))
  }
  for (const { number } of (await read.all(listQuarantinedStreams, page)).toReversed()) {
    await journal.write(({ tx, changes }) => takeAgain({ tx, changes, sha256, version, nowIso }, number, false))
  }
  await journal.write(({ tx }) => tx.run(keepHubFact, { name: JUDGED_BY, value: version }))
}
