import { createHash } from 'node:crypto'
import { pipeline, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { Check } from 'typebox/value'
import { catalogueRowSchema, snapshotHeaderSchema, type SnapshotHeader } from '#core/catalogue/change-set.ts'
import { snapshotSignedText } from '#core/catalogue/feed-hash.ts'
import type { FeedHead } from '#core/protocol/messages.ts'
import { LinkError } from '#kiosk/link/link-error.ts'
import type { CatalogueBuilder, LinkWorld } from '#kiosk/link/ports.ts'

/** A row is a few hundred bytes; a policy with all its texts is some kilobytes. */
const LINE_CHARACTERS_MAX = 64 * 1024

const broken = (cause: unknown): LinkError =>
  cause instanceof LinkError ? cause : new LinkError('hub_answer_invalid', 'The snapshot is broken.', { cause })

async function* readLines(source: Readable): AsyncGenerator<string, void> {
  let rest = ''
  for await (const chunk of source.setEncoding('utf8') as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > LINE_CHARACTERS_MAX) throw new LinkError('hub_answer_invalid', 'A line is too long.')
    yield* lines
  }
  if (rest !== '') throw new LinkError('hub_answer_invalid', 'The snapshot breaks off.')
}

/** The values of the lines; whatever is wrong with them or with where they come from is the network's failure. */
async function* readValues(source: Readable): AsyncGenerator<{ line: string; value: unknown }, void> {
  const lines = readLines(source)
  for (;;) {
    let next: { line: string; value: unknown } | undefined
    try {
      const line = await lines.next()
      if (line.done !== true) next = { line: line.value, value: JSON.parse(line.value) }
    } catch (cause) {
      throw broken(cause)
    }
    if (next === undefined) return
    yield next
  }
}

const readHeader = (header: unknown, isSigned: LinkWorld['isSignedByHub']): SnapshotHeader => {
  if (!Check(snapshotHeaderSchema, header)) throw new LinkError('hub_answer_invalid', 'The snapshot has no header.')
  if (isSigned(snapshotSignedText(header), header.signature)) return header
  throw new LinkError('signature_wrong', 'The snapshot is not signed by our hub.')
}

const readRows = async (
  values: ReturnType<typeof readValues>,
  header: SnapshotHeader,
  builder: CatalogueBuilder,
): Promise<void> => {
  const content = createHash('sha256')
  let count = 0
  for await (const { line, value } of values) {
    if (!Check(catalogueRowSchema, value))
      throw new LinkError('hub_answer_invalid', 'A row of the snapshot is not one.')
    builder.add(value)
    content.update(line).update('\n')
    count += 1
  }
  if (count !== header.rowCount || content.digest('hex') !== header.contentHash) {
    throw new LinkError('signature_wrong', 'The snapshot is not what was signed.')
  }
}

/** Builds a new catalogue from a gzipped snapshot as it comes in; nothing of it is used before all of it was checked. */
export const readSnapshot = async (
  source: Readable,
  startBuild: () => CatalogueBuilder,
  isSigned: LinkWorld['isSignedByHub'],
): Promise<FeedHead> => {
  // An error of the source ends the unzipping, and so the loop that reads it.
  const values = readValues(pipeline(source, createGunzip(), () => {}))
  let builder: CatalogueBuilder | undefined
  try {
    const first = await values.next()
    const header = readHeader(first.done === true ? undefined : first.value.value, isSigned)
    const head: FeedHead = { revision: header.revision, hash: header.hash }
    builder = startBuild()
    await readRows(values, header, builder)
    builder.finish(head)
    return head
  } catch (cause) {
    builder?.discard()
    source.destroy()
    throw cause
  }
}
