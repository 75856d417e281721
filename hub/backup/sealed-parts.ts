import { createCipheriv, createDecipheriv } from 'node:crypto'
import { BackupError } from '#hub/backup/backup-error.ts'
import type { BackupKey } from '#hub/backup/backup-header.ts'

/** What is sealed at once: a file of any length passes through a few megabytes of memory. */
const PART_BYTES = 1024 * 1024
const LENGTH_BYTES = 4
const NONCE_BYTES = 12
const TAG_BYTES = 16
const AES_GCM = 'aes-256-gcm'

/** The key seals one file only, so a count serves; the first byte marks the last part, so that a cut shows. */
const nonceOf = (index: number, isLast: boolean): Buffer => {
  const nonce = Buffer.alloc(NONCE_BYTES)
  nonce.writeUInt8(isLast ? 1 : 0, 0)
  nonce.writeUIntBE(index, NONCE_BYTES - 6, 6)
  return nonce
}

interface Place {
  readonly index: number
  readonly isLast: boolean
}

const seal = (part: Buffer, { key, bound }: BackupKey, { index, isLast }: Place): Buffer => {
  const cipher = createCipheriv(AES_GCM, key, nonceOf(index, isLast), { authTagLength: TAG_BYTES })
  cipher.setAAD(bound)
  const sealed = Buffer.concat([cipher.update(part), cipher.final(), cipher.getAuthTag()])
  const length = Buffer.alloc(LENGTH_BYTES)
  // The highest bit marks the last part, as the nonce does.
  length.writeUInt32BE((sealed.length | (isLast ? 0x80_00_00_00 : 0)) >>> 0)
  return Buffer.concat([length, sealed])
}

const open = (sealed: Buffer, { key, bound }: BackupKey, { index, isLast }: Place): Buffer => {
  const decipher = createDecipheriv(AES_GCM, key, nonceOf(index, isLast), { authTagLength: TAG_BYTES })
  decipher.setAAD(bound)
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()])
  } catch (cause) {
    throw new BackupError('damaged', `This backup is damaged, about ${index} MiB into it.`, { cause })
  }
}

/** Seals bytes of any length, part by part. */
export async function* sealParts(source: AsyncIterable<Uint8Array>, key: BackupKey): AsyncGenerator<Buffer> {
  let index = 0
  let waiting = Buffer.alloc(0)
  for await (const bytes of source) {
    waiting = Buffer.concat([waiting, bytes])
    // The last part is known as such at the end only, so one always waits.
    while (waiting.length > PART_BYTES) {
      yield seal(waiting.subarray(0, PART_BYTES), key, { index, isLast: false })
      waiting = waiting.subarray(PART_BYTES)
      index += 1
    }
  }
  yield seal(waiting, key, { index, isLast: true })
}

const cut = (): BackupError => new BackupError('cut', 'This backup is cut off: its end is missing.')

/** Opens what `sealParts` sealed. Throws `BackupError` at the first part that is not as it was, and where parts are missing. */
export async function* openParts(source: AsyncIterable<Uint8Array>, key: BackupKey): AsyncGenerator<Buffer> {
  let index = 0
  let isEnded = false
  let waiting = Buffer.alloc(0)
  for await (const bytes of source) {
    waiting = Buffer.concat([waiting, bytes])
    for (;;) {
      if (isEnded && waiting.length > 0) throw new BackupError('damaged', 'There is something after the backup’s end.')
      if (waiting.length < LENGTH_BYTES) break
      const word = waiting.readUInt32BE(0)
      const isLast = word >= 0x80_00_00_00
      const end = LENGTH_BYTES + (word & 0x7f_ff_ff_ff)
      if (end > LENGTH_BYTES + PART_BYTES + TAG_BYTES || end < LENGTH_BYTES + TAG_BYTES) {
        throw new BackupError('damaged', `This backup is damaged, about ${index} MiB into it.`)
      }
      if (waiting.length < end) break
      yield open(waiting.subarray(LENGTH_BYTES, end), key, { index, isLast })
      waiting = waiting.subarray(end)
      index += 1
      isEnded = isLast
    }
  }
  if (!isEnded) throw cut()
}
