import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from '#bin/commands/command-table.ts'
import { askOrRun, guarded, placeOf } from '#bin/commands/place.ts'
import { askHub } from '#hub/control/ask-hub.ts'

export const hubStatus: Command = guarded(async (call) => {
  const { dataFolder } = placeOf(call)
  const status = (await askHub(join(dataFolder, 'hub'), { command: 'status' })) as Readonly<Record<string, unknown>>
  for (const [name, value] of Object.entries(status)) call.say(`${name.padEnd(14)} ${String(value)}`)
  return undefined
})

export const hubSeed: Command = guarded(async (call) => {
  const outcome = await askOrRun(call, 'seed')
  call.say(outcome === 'seeded' ? 'The demo shop is open.' : 'There is a shop already; nothing was changed.')
  return undefined
})

export const hubMigrate: Command = guarded(async (call) => {
  const { steps } = (await askOrRun(call, 'migrate')) as { readonly steps: readonly string[] }
  call.say(steps.length === 0 ? 'The database is up to date.' : `Taken: ${steps.join(', ')}`)
  return undefined
})

interface Findings {
  readonly damage: readonly string[]
  readonly breaks: readonly { readonly stream: string; readonly seq: number; readonly why: string }[]
  readonly streamCount: number
  readonly entryCount: number
  readonly sizeBytes: number
}

export const hubDoctor: Command = guarded(async (call) => {
  const { dataFolder, databasePath } = placeOf(call)
  // Whoever asks how a hub fares in the wrong folder wants no new one there, which would be well.
  if (!existsSync(databasePath)) return `There is no hub's data in ${dataFolder}; --data DIR says where it is.`
  const found = (await askOrRun(call, 'doctor')) as Findings
  call.say(`${found.entryCount} entries in ${found.streamCount} streams, ${found.sizeBytes} bytes`)
  const problems = [
    ...found.damage.map((line) => `database: ${line}`),
    ...found.breaks.map(({ stream, seq, why }) => `chain of ${stream} at ${seq}: ${why}`),
  ]
  if (problems.length > 0) return problems.join('\n')
  call.say('All is well.')
  return undefined
})

export const hubOwner: Command = guarded(async (call) => {
  const { email, name = 'Owner' } = call.flags
  if (typeof email !== 'string') return 'Say whose: vendly hub owner --email you@example.com'
  const { password } = (await askOrRun(call, 'owner', { email, name })) as { readonly password: string }
  call.say(`Password, shown this once: ${password}`)
  return undefined
})
