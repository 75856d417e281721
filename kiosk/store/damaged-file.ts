import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fsyncFolder } from '#kiosk/store/fsync-folder.ts'

const NAME = 'till.sqlite'
const keptPattern = /^till-damaged-[\dTZ-]+\.sqlite$/u

const COPIES = 'salvage-'

/** Somebody may want to look into the newest ones; more than these only fill the disk. */
const KEPT_MAX = 3

/** The files that a database consists of: its log belongs to it, and to no other. */
const SUFFIXES = ['', '-wal'] as const

const keptNames = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => keptPattern.test(name))
    .toSorted()

/** A name that no file has yet, with the time in it; the clock may stand anywhere. */
const freeName = (folder: string, nowIso: string): string => {
  const time = nowIso.replaceAll(/[-:]|\.\d+/gu, '')
  const taken = new Set(keptNames(folder))
  const name = `till-damaged-${time}.sqlite`
  if (!taken.has(name)) return name
  return (
    Array.from({ length: KEPT_MAX + 1 }, (_, at) => `till-damaged-${time}-${at + 2}.sqlite`).find(
      (candidate) => !taken.has(candidate),
    ) ?? name
  )
}

/** True where a till has its file. */
export const hasTillFile = (folder: string): boolean => existsSync(join(folder, NAME))

/** The damaged file that was kept last, if any. */
export const lastKept = (folder: string): string | undefined => keptNames(folder).at(-1)

/**
 * Keeps a till's file aside under a name with the time, and gives that name. The database goes before its log, so that a
 * crash in between leaves no database without its log; a log that was left is joined to the database it belongs to.
 */
export function setAside(folder: string, nowIso: string): string | undefined {
  const name = hasTillFile(folder) ? freeName(folder, nowIso) : lastKept(folder)
  if (name === undefined) return undefined
  for (const suffix of SUFFIXES) {
    const path = join(folder, `${NAME}${suffix}`)
    if (existsSync(path)) renameSync(path, join(folder, `${name}${suffix}`))
  }
  for (const old of keptNames(folder)
    .filter((kept) => kept !== name)
    .slice(0, -(KEPT_MAX - 1))) {
    for (const suffix of SUFFIXES) rmSync(join(folder, `${old}${suffix}`), { force: true })
  }
  fsyncFolder(folder)
  return name
}

/** Looks into a copy of a kept file: what is kept stays as it was found. */
export function withCopy<T>(folder: string, name: string, look: (path: string) => T): T {
  // A start that was cut short left its copies.
  for (const left of readdirSync(folder).filter((found) => found.startsWith(COPIES))) {
    rmSync(join(folder, left), { recursive: true, force: true })
  }
  const copies = mkdtempSync(join(folder, COPIES))
  try {
    for (const suffix of SUFFIXES) {
      const path = join(folder, `${name}${suffix}`)
      if (existsSync(path)) copyFileSync(path, join(copies, `${NAME}${suffix}`))
    }
    return look(join(copies, NAME))
  } finally {
    rmSync(copies, { recursive: true, force: true })
  }
}

/** The bytes of a kept file and of its log, for whoever looks for words in them. */
export const keptBytes = (folder: string, name: string): Buffer[] =>
  SUFFIXES.map((suffix) => join(folder, `${name}${suffix}`))
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path))
