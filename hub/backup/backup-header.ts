import { createHash, createHmac, randomBytes, scryptSync } from 'node:crypto'
import { Type, type Static } from 'typebox'
import { Check } from 'typebox/value'
import { BackupError } from '#hub/backup/backup-error.ts'

/** The first line of a backup. */
const MAGIC = 'vendly-backup'
/** What this version writes, and the newest it reads. */
const FORMAT = 1
const KEY_BYTES = 32
const SALT_BYTES = 16
/** OWASP's least for scrypt: 32 MiB and a tenth of a second, so that a short secret is not searched through. */
const SCRYPT_COST = 2 ** 15
const SCRYPT_MEMORY_MAX_BYTES = 64 * 1024 * 1024

const headerSchema = Type.Object({
  format: Type.Integer({ minimum: 1 }),
  madeAt: Type.String(),
  softwareVersion: Type.String(),
  /** Of the database: the number of migrations that it has taken. */
  schema: Type.Integer({ minimum: 0 }),
  hubId: Type.Union([Type.String(), Type.Null()]),
  salt: Type.String({ pattern: '^[0-9a-f]{32}$' }),
  /** Tells a wrong key from a damaged file. */
  keyCheck: Type.String(),
})
export type BackupHeader = Static<typeof headerSchema>

/** The key of one backup, and what each of its parts is bound to. */
export interface BackupKey {
  readonly key: Buffer
  /** SHA-256 of the header as it was written: a part of another file fits nowhere here. */
  readonly bound: Buffer
}

/** The line that ends the header; what follows is sealed. */
export interface WrittenHeader {
  readonly text: string
  readonly key: BackupKey
}

const keyOf = (secret: string, salt: string): Buffer =>
  scryptSync(secret, Buffer.from(salt, 'hex'), KEY_BYTES, { cost: SCRYPT_COST, maxmem: SCRYPT_MEMORY_MAX_BYTES })

const checkOf = (key: Buffer): string => createHmac('sha256', key).update('check').digest('hex').slice(0, 16)

const bind = (key: Buffer, text: string): BackupKey => ({ key, bound: createHash('sha256').update(text).digest() })

/** Makes the header of a new backup, under a key of its own. */
export function makeHeader(
  facts: Pick<BackupHeader, 'madeAt' | 'softwareVersion' | 'schema' | 'hubId'>,
  secret: string,
): WrittenHeader {
  const salt = randomBytes(SALT_BYTES).toString('hex')
  const key = keyOf(secret, salt)
  const header: BackupHeader = { format: FORMAT, ...facts, salt, keyCheck: checkOf(key) }
  const text = `${MAGIC}\n${JSON.stringify(header)}\n`
  return { text, key: bind(key, text) }
}

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

const formatOf = (header: unknown): unknown =>
  typeof header === 'object' && header !== null && 'format' in header ? header.format : undefined

/** Reads the two lines of a header. Throws `BackupError`. */
export function readHeader(text: string): BackupHeader {
  const [magic, line = ''] = text.split('\n')
  if (magic !== MAGIC) throw new BackupError('not_a_backup', 'This file is no backup of a hub.')
  const header = parsed(line)
  const format = formatOf(header)
  if (typeof format === 'number' && format > FORMAT) {
    throw new BackupError('newer', `This backup is of format ${format}; this Vendly reads up to ${FORMAT}. Update it.`)
  }
  if (!Check(headerSchema, header)) throw new BackupError('damaged', 'The head of this backup is damaged.')
  return header
}

/** The key of a backup from its header. Throws `BackupError` for another secret than it was made with. */
export function openKey(text: string, { salt, keyCheck }: BackupHeader, secret: string): BackupKey {
  const key = keyOf(secret, salt)
  if (checkOf(key) !== keyCheck) {
    throw new BackupError('key_wrong', 'This backup was made under another ENCRYPTION_KEY. Set the one of that time.')
  }
  return bind(key, text)
}
