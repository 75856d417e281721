import { closeSync, fsyncSync, openSync } from 'node:fs'

/** Makes names that were given in a folder last through a power cut. */
export function fsyncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
