import type { Journal } from '#hub/ingest/journal.ts'

/** Often enough that an anchor is late by little; most looks find that none is due. */
const LOOK_EVERY_MS = 300_000

/** Anchors the hub's own stream hourly while it is open; gives the way to stop. */
export function keepAnchored(
  journal: Pick<Journal, 'anchor'>,
  onFailed: (error: unknown) => void,
): () => Promise<void> {
  let work: Promise<void> = Promise.resolve()
  const look = async (): Promise<void> => {
    try {
      await journal.anchor()
    } catch (error) {
      onFailed(error)
    }
  }
  const timer = setInterval(() => {
    work = look()
  }, LOOK_EVERY_MS)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await work
  }
}
