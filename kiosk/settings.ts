import { join, resolve } from 'node:path'
import { Type, type Static, type TSchema } from 'typebox'
import { themeFor, type ThemeName } from '#kiosk/ui/theme.ts'

const text = (description: string, more: object = {}) =>
  Type.Optional(Type.String({ description, default: '', ...more }))

/** Every setting of the kiosk by the name of its environment variable. */
const kioskSettingsSchema = Type.Object({
  VENDLY_DATA: text('Folder of everything that lasts: kiosk/ is below it.', { default: '.local/kiosk' }),
  VENDLY_DEVICES_SOCKET: text('Unix socket of vendly-devices: where it listens, and where the kiosk finds it.'),
  VENDLY_ENROLMENT: text('Enrolment code or token of a device that is not enrolled yet, or @FILE that holds it.', {
    isSecret: true,
  }),
  VENDLY_DEMO_FILE: text('File with the demo staff (and their PINs) and products for the panel. Demo only.'),
  VENDLY_THEME: text('auto, or what the terminal can show: dark (24-bit colours), indexed (256), vt16 (16).', {
    pattern: '^(auto|dark|indexed|vt16)$',
    default: 'auto',
  }),
})

type SettingName = keyof Static<typeof kioskSettingsSchema>

interface SettingSchema {
  readonly description?: string
  readonly pattern?: string
  readonly default?: string
}

/** Name, meaning and default of each setting of the kiosk, in the order that `.env.example` has them. */
export function kioskSettingList(): readonly { readonly name: string; readonly schema: SettingSchema }[] {
  const schemas = Object.entries(kioskSettingsSchema.properties as Record<string, TSchema & SettingSchema>)
  return schemas.map(([name, schema]) => ({ name, schema }))
}

/** The settings as the kiosk uses them. */
export interface KioskSettings {
  readonly folder: string
  readonly logFile: string
  readonly devicesSocket: string
  readonly enrolment: string
  readonly demoFile: string | undefined
  readonly theme: ThemeName
}

/** A setting does not fit; the message says which and what it takes. */
export class KioskSettingsError extends Error {}

const themeOf = (wanted: string, environment: Readonly<Record<string, string | undefined>>): ThemeName => {
  const { TERM: term = '', COLORTERM: colorTerm = '' } = environment
  return wanted === 'dark' || wanted === 'indexed' || wanted === 'vt16' ? wanted : themeFor(term, colorTerm)
}

/** Reads the settings from the environment. Throws `KioskSettingsError`. */
export function readKioskSettings(environment: Readonly<Record<string, string | undefined>>): KioskSettings {
  const value = (name: SettingName): string => {
    const { pattern, default: fallback = '' } = kioskSettingsSchema.properties[name] as TSchema & SettingSchema
    const given = environment[name]?.trim() ?? ''
    const chosen = given === '' ? fallback : given
    if (pattern !== undefined && !new RegExp(pattern, 'u').test(chosen)) {
      throw new KioskSettingsError(`${name}: "${chosen}" does not fit. See .env.example for what it takes.`)
    }
    return chosen
  }
  const devicesSocket = value('VENDLY_DEVICES_SOCKET')
  if (devicesSocket === '')
    throw new KioskSettingsError('VENDLY_DEVICES_SOCKET is missing: the socket of vendly-devices.')
  const demoFile = value('VENDLY_DEMO_FILE')
  const data = resolve(value('VENDLY_DATA'))
  return {
    folder: join(data, 'kiosk'),
    logFile: join(data, 'logs', 'kiosk.log'),
    devicesSocket,
    enrolment: value('VENDLY_ENROLMENT'),
    demoFile: demoFile === '' ? undefined : demoFile,
    theme: themeOf(value('VENDLY_THEME'), environment),
  }
}
