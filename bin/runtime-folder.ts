import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where the sockets of one run live: a short path, since a socket's may have 107 bytes. */
export function makeRuntimeFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const runtime = environment['XDG_RUNTIME_DIR']
  const parent = runtime === undefined || runtime === '' ? tmpdir() : runtime
  mkdirSync(parent, { recursive: true })
  return mkdtempSync(join(parent, 'vendly-'))
}
