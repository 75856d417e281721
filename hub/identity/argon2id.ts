import { argon2Sync } from 'node:crypto'
import type { Argon2id } from '#core/staff/pin-verifier.ts'

/** Argon2id of Node's own crypto, as `core/staff` asks for it. */
export const argon2id: Argon2id = (text, saltHex, { memoryKib, passes }) =>
  argon2Sync('argon2id', {
    message: text,
    nonce: Buffer.from(saltHex, 'hex'),
    parallelism: 1,
    tagLength: 32,
    memory: memoryKib,
    passes,
  }).toString('hex')
