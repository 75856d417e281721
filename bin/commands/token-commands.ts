import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Check } from 'typebox/value'
import type { Command } from '#bin/commands/command-table.ts'
import { guarded, placeOf } from '#bin/commands/place.ts'
import { DeviceName } from '#core/identity/device-name.ts'
import { askHub } from '#hub/control/ask-hub.ts'

const OWNER_ONLY = 0o600
const MINUTES_A_DAY = 1440
const DAYS_MAX = 90
const DAYS_USUAL = 30
/** As many as a hub lets wait at once. */
const DEVICES_MAX = 500

interface NewToken {
  readonly token: string
  readonly code: string
  readonly expiresAtMs: number
}

export const hubToken: Command = guarded(async (call) => {
  const { name, minutes } = call.flags
  if (typeof name !== 'string') return 'Name the device: vendly hub token --name T2'
  const params = { name, ...(typeof minutes === 'string' ? { minutes: Number(minutes) } : {}) }
  const { dataFolder } = placeOf(call)
  const made = (await askHub(join(dataFolder, 'hub'), { command: 'token', params })) as NewToken
  call.say(`Good until ${new Date(made.expiresAtMs).toISOString()}, once.`)
  call.say(`Type at the device:  ${made.token}`)
  call.say(`Or show it as a code: ${made.code}`)
  return undefined
})

/** `T2-T5,SCO1` as T2, T3, T4, T5, SCO1; undefined where a part is no name. */
export const deviceNames = (text: string): readonly string[] | undefined => {
  const names = text.split(',').flatMap((part) => {
    const [, stem = '', first = '', otherStem = '', last = ''] =
      /^([A-Z]+)(\d+)-([A-Z]+)(\d+)$/u.exec(part.trim()) ?? []
    if (stem === '') return [part.trim()]
    const count = Number(last) - Number(first) + 1
    if (stem !== otherStem || count < 1 || count > DEVICES_MAX) return ['']
    return Array.from({ length: count }, (_, n) => `${stem}${Number(first) + n}`)
  })
  const areRight = names.every((name) => Check(DeviceName, name)) && new Set(names).size === names.length
  return areRight && names.length <= DEVICES_MAX ? names : undefined
}

const daysOf = (text: unknown): number | undefined => {
  const days = text === undefined ? DAYS_USUAL : Number(text)
  return Number.isInteger(days) && days >= 1 && days <= DAYS_MAX ? days : undefined
}

/** One file a device, each good for that device alone, once: they go onto the cards of a flashed batch. */
export const hubTokens: Command = guarded(async (call) => {
  const { names: text, to, days: daysText } = call.flags
  const names = typeof text === 'string' ? deviceNames(text) : undefined
  if (names === undefined) return 'Name the devices, at most 500: vendly hub tokens --names T2-T40,SCO1 --to DIR'
  if (typeof to !== 'string') return 'Say where the files go: --to DIR'
  const days = daysOf(daysText)
  if (days === undefined) return `--days takes 1 to ${DAYS_MAX}.`
  const { dataFolder } = placeOf(call)
  mkdirSync(to, { recursive: true, mode: 0o700 })
  const taken = names.find((name) => existsSync(join(to, `${name}.enrolment`)))
  if (taken !== undefined) return `${join(to, taken)}.enrolment is there already: take another folder.`
  for (const [index, name] of names.entries()) {
    const params = { name, minutes: days * MINUTES_A_DAY }
    const made = (await askHub(join(dataFolder, 'hub'), { command: 'token', params })) as NewToken
    writeFileSync(join(to, `${name}.enrolment`), `${made.code}\n`, { mode: OWNER_ONLY, flag: 'wx' })
    call.say(`${String(index + 1).padStart(3)} of ${names.length}  ${name}.enrolment`)
  }
  call.say(`Each is good for ${days} days, once. A device takes its own as VENDLY_ENROLMENT=@FILE.`)
  return undefined
})
