import type { Logger } from 'pino'
import { archiveMonths, type ArchiveParts } from '#hub/archive/archive-months.ts'

/** A month is over once a month; a day late does no harm. */
const LOOK_EVERY_MS = 86_400_000
/** The start has better things to do first. */
const FIRST_LOOK_MS = 600_000

/** Archives what is due once a day while the hub runs; gives the way to stop. */
export function keepArchived(parts: ArchiveParts, logger: Pick<Logger, 'info' | 'error'>): () => Promise<void> {
  if (parts.keepMonths === 0) return async () => {}
  let work: Promise<void> = Promise.resolve()
  const look = async (): Promise<void> => {
    try {
      for (const { month, file, entryCount } of await archiveMonths(parts)) {
        logger.info({ month, file, entryCount }, 'a month was archived')
      }
    } catch (error) {
      // Nothing is taken out of the database before it is safe elsewhere, so the next day tries again.
      logger.error({ err: error }, 'archiving failed')
    }
  }
  const later = (): void => {
    work = work.then(look)
  }
  const first = setTimeout(later, FIRST_LOOK_MS)
  const timer = setInterval(later, LOOK_EVERY_MS)
  first.unref()
  timer.unref()
  return async () => {
    clearTimeout(first)
    clearInterval(timer)
    await work
  }
}
