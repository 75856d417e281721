import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { BackupError } from '#hub/backup/backup-error.ts'
import { openKey, readHeader, type BackupHeader } from '#hub/backup/backup-header.ts'
import { MemberWriter } from '#hub/backup/members.ts'
import { openParts } from '#hub/backup/sealed-parts.ts'

const HEADER_BYTES_MAX = 4096
const NEWLINE = 0x0a

/** The header's text: everything up to the second line's end. */
const headerTextOf = async (path: string): Promise<string> => {
  const file = await open(path, 'r')
  try {
    const bytes = Buffer.alloc(HEADER_BYTES_MAX)
    const { bytesRead } = await file.read(bytes, 0, HEADER_BYTES_MAX, 0)
    const end = bytes.indexOf(NEWLINE, bytes.indexOf(NEWLINE) + 1)
    return bytes.toString('utf8', 0, end < 0 ? bytesRead : end + 1)
  } finally {
    await file.close()
  }
}

const inWords = (error: unknown): unknown => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  // Each part is authentic by the time it is unpacked, so only a bug of the writer comes here.
  return code.startsWith('Z_') ? new BackupError('damaged', 'This backup cannot be unpacked.', { cause: error }) : error
}

/** Opens a backup and writes its files into a folder. Throws `BackupError`. */
export async function openBackup(path: string, secret: string, folder: string): Promise<BackupHeader> {
  const text = await headerTextOf(path)
  const header = readHeader(text)
  const key = openKey(text, header, secret)
  const writer = new MemberWriter(folder)
  const sealed = createReadStream(path, { start: Buffer.byteLength(text) })
  try {
    await pipeline(openParts(sealed, key), createGunzip(), async (source: AsyncIterable<Buffer>) => {
      for await (const piece of source) await writer.take(piece)
    })
  } catch (error) {
    throw inWords(error)
  }
  await writer.end()
  return header
}
