import type { EntryType } from '#core/journal/entry-bodies.ts'
import { SOFTWARE_VERSION } from '#core/protocol/software-version.ts'
import type { Tx } from '#hub/db/connection.ts'
import { defineQuery } from '#hub/db/query.ts'
import { insertException } from '#hub/ingest/entry-queries.ts'
import { addChanges, noChanges, type Fact } from '#hub/ingest/fact.ts'
import { projectFact } from '#hub/ingest/project-fact.ts'

/** Long enough to tell one bug from another. */
const WHY_LENGTH_MAX = 300

const insertUnapplied = defineQuery((db, p: { entryNumber: number; why: string; since: string; triedBy: string }) =>
  db
    .insertInto('entries_not_applied')
    .values({ entry_number: p.entryNumber, why: p.why, since: p.since, tried_by: p.triedBy }),
)

/** What was wrong with an entry, in a line. */
export const whyOf = (fault: Error): string => `${fault.name}: ${fault.message}`.slice(0, WHY_LENGTH_MAX)

/** Applies a fact so that it falls alone; gives what it threw, and then it changed nothing. */
export async function applyAlone<T extends EntryType>(tx: Tx, type: T, fact: Fact<T>): Promise<Error | undefined> {
  const changes = noChanges()
  const fault = await tx.attempt(() => projectFact(tx, type, { ...fact, changes }))
  if (fault === undefined) addChanges(fact.changes, changes)
  return fault
}

/** Notes that an entry is in the journal and in no projection, for somebody to look at. */
export async function keepUnapplied(tx: Tx, { entry, number }: Fact, fault: Error): Promise<void> {
  const why = whyOf(fault)
  await tx.run(insertUnapplied, { entryNumber: number, why, since: entry.at, triedBy: SOFTWARE_VERSION })
  await tx.run(insertException, { kind: 'entry_not_applied', at: entry.at, entryNumber: number, detail: why })
}
