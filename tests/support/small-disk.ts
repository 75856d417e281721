import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** A disk of its own that is soon full. */
export interface SmallDisk {
  readonly path: string
  /** Takes all room but so much. */
  readonly fill: (leaveBytes: number) => void
  /** Gives that room back. */
  readonly empty: () => void
  readonly remove: () => void
}

const mount = (path: string, sizeMb: number): boolean =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m`, 'tmpfs', path]).status === 0

const unmount = (path: string): void => void spawnSync('umount', ['--lazy', path])

/** Why no disk can be mounted here, in words; undefined where one can. */
export function mountMissing(folder: string): string | undefined {
  const path = join(folder, 'mount-probe')
  mkdirSync(path, { recursive: true })
  const isMounted = mount(path, 1)
  if (isMounted) unmount(path)
  rmSync(path, { recursive: true, force: true })
  return isMounted ? undefined : 'no disk can be mounted here'
}

/** Mounts a small disk in memory at `path`. */
export function mountSmallDisk(path: string, sizeMb: number): SmallDisk {
  mkdirSync(path, { recursive: true })
  if (!mount(path, sizeMb)) throw new Error(`No disk can be mounted at ${path}.`)
  const filler = join(path, 'somebody-elses-file')
  return {
    path,
    fill: (leaveBytes) => {
      const file = openSync(filler, 'w')
      const chunk = Buffer.alloc(4096)
      const { bavail, bsize } = statfsSync(path)
      try {
        for (let left = bavail * bsize - leaveBytes; left >= chunk.length; left -= chunk.length) writeSync(file, chunk)
      } catch {
        // Others write too: it is full all the sooner.
      }
      closeSync(file)
    },
    empty: () => rmSync(filler, { force: true }),
    remove: () => unmount(path),
  }
}
