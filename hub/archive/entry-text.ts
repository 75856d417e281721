import type Sqlite from 'better-sqlite3'
import { sql, type AliasedRawBuilder } from 'kysely'
import type { ArchiveFiles } from '#hub/archive/archive-files.ts'

const FUNCTION = 'archived_text'

/** What stands in a row whose text was moved into an archive. */
export const ARCHIVED = ''

/** The text of an entry as SQL, from the row or from its archive; empty where the archive is not to be had. */
export const ENTRY_TEXT = `iif(entries.text = '${ARCHIVED}', ${FUNCTION}(entries.number, entries.hash), entries.text)`

/** The same for a query: `text`, wherever it lies. */
export const entryText = (): AliasedRawBuilder<string, 'text'> => sql<string>`${sql.raw(ENTRY_TEXT)}`.as('text')

/** Lets a connection read archived entries as if they were in their rows. */
export function useArchive(connection: Sqlite.Database, archive: ArchiveFiles): void {
  connection.function(FUNCTION, { directOnly: true }, (number: unknown, hash: unknown) =>
    typeof number === 'number' && typeof hash === 'string' ? (archive.textOf(number, hash) ?? ARCHIVED) : ARCHIVED,
  )
}
