import { spawnSync } from 'node:child_process'
import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'

const programs = ['kiosk', 'hub', 'devices']

const changedAtMs = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

const isFresh = (root: string): boolean => {
  const builtAtMs = Math.min(...programs.map((program) => changedAtMs(join(root, 'dist', `${program}.mjs`))))
  const sources = globSync(
    ['{core,drivers,hub,kiosk,models}/**/*.{ts,tsx,mjs,json,tsv}', 'rolldown.config.ts', 'package.json'],
    {
      cwd: root,
    },
  )
  return builtAtMs > 0 && sources.every((source) => changedAtMs(join(root, source)) <= builtAtMs)
}

/** Builds the release bundles in `dist/` when a source is newer; false when that fails. `say` tells the person waiting. */
export function ensureBuilt(root: string, say: (text: string) => void): boolean {
  if (isFresh(root)) return true
  say('Building the programs …')
  const cli = join(root, 'node_modules/rolldown/bin/cli.mjs')
  const { status } = spawnSync(process.execPath, [cli, '-c', '--log-level', 'warn'], { cwd: root, stdio: 'inherit' })
  return status === 0
}
