import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { settingList } from '#hub/settings.ts'
import { kioskSettingList } from '#kiosk/settings.ts'

test('.env.example has every setting of hub, kiosk and devices, its meaning and its default, and no other', () => {
  const text = readFileSync('.env.example', 'utf8')
  const blocks = [...text.matchAll(/^# (?<meaning>.+)\n# (?<name>[A-Z_]+)=(?<value>.*)$/gmu)].map(({ groups }) => ({
    name: groups?.['name'],
    meaning: groups?.['meaning'],
    value: groups?.['value'],
  }))
  const ofHub = settingList()
  // A name that two programs share is explained once, with the hub's.
  const ofKiosk = kioskSettingList().filter(({ name }) => !ofHub.some((setting) => setting.name === name))
  const wanted = [...ofHub, ...ofKiosk].map(({ name, schema }) => ({
    name,
    meaning: schema.description,
    value: schema.default ?? '',
  }))
  expect(blocks).toEqual(wanted)
  expect(text.match(/^#? ?[A-Z_]+=/gmu)).toHaveLength(wanted.length)
})
