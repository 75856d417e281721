import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const OWNER_ONLY = 0o600
const SECRET_BYTES = 32

/** A secret that the demo makes for itself once and keeps beside its data. */
export function makeSecret(name: string, dataFolder: string): string {
  const folder = join(dataFolder, 'hub', 'keys')
  const path = join(folder, `${name.toLowerCase()}.secret`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  try {
    writeFileSync(path, randomBytes(SECRET_BYTES).toString('hex'), { mode: OWNER_ONLY, flag: 'wx' })
  } catch (error) {
    // It is there from an earlier start.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  return readFileSync(path, 'utf8')
}
