import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeDurably } from '#hub/devices/key-file.ts'
import type { LineSeal } from '#hub/mirror/line-seal.ts'

const SEALED = '.sealed'
/** Half written, by a crash: see `writeDurably`. */
const isWhole = (name: string): boolean => !name.endsWith('.new')

const folderIn = (mirror: string): string => join(mirror, 'keys')

const readSealed = (path: string, seal: LineSeal): string | undefined =>
  existsSync(path) ? seal.open(readFileSync(path, 'latin1').trim()) : undefined

/** Copies the hub's key files to the mirror, as far as they are not there as they are. */
export function copyKeys(keyFolder: string, mirror: string, seal: LineSeal): void {
  for (const name of readdirSync(keyFolder).filter(isWhole)) {
    const text = readFileSync(join(keyFolder, name), 'utf8')
    const path = join(folderIn(mirror), `${name}${SEALED}`)
    if (readSealed(path, seal) !== text) writeDurably(path, `${seal.seal(text)}\n`)
  }
}

/** The key files that a mirror holds, by name. */
export function readMirroredKeys(mirror: string, seal: LineSeal): ReadonlyMap<string, string> {
  const folder = folderIn(mirror)
  if (!existsSync(folder)) return new Map()
  const names = readdirSync(folder).filter((name) => name.endsWith(SEALED))
  return new Map(
    names.flatMap((name) => {
      const text = readSealed(join(folder, name), seal)
      return text === undefined ? [] : [[name.slice(0, -SEALED.length), text] as const]
    }),
  )
}

/** Puts key files in place that are missing; those that are there stay as they are. Gives the names of the new ones. */
export function putMissingKeys(keyFolder: string, keys: ReadonlyMap<string, string>): readonly string[] {
  mkdirSync(keyFolder, { recursive: true, mode: 0o700 })
  const missing = [...keys].filter(([name]) => !existsSync(join(keyFolder, name)))
  for (const [name, text] of missing) writeDurably(join(keyFolder, name), text)
  return missing.map(([name]) => name)
}
