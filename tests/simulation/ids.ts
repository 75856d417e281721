import { createHash } from 'node:crypto'
import type { NewId } from '#core/ports/new-id.ts'
import type { Sha256 } from '#core/ports/sha256.ts'
import type { Random } from '#tests/simulation/random.ts'

/** SHA-256 as Node has it. */
export const sha256: Sha256 = (text) => createHash('sha256').update(text, 'utf8').digest('hex')

/** UUIDs of version 7 (RFC 9562, section 5.7) by the virtual clock and the seed's chance. */
export const newIds =
  (random: Random, nowMs: () => number): NewId =>
  () => {
    const time = nowMs().toString(16).padStart(12, '0')
    const variant = random.pick(['8', '9', 'a', 'b'])
    return `${time.slice(0, 8)}-${time.slice(8)}-7${random.hex(3)}-${variant}${random.hex(3)}-${random.hex(12)}`
  }
