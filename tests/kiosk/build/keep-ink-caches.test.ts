import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { editInk, editedModules } from '#kiosk/build/keep-ink-caches.ts'

const moduleOfInk = (name: string): string =>
  readFileSync(fileURLToPath(new URL(name, import.meta.resolve('ink'))), 'utf8')

test.for(editedModules)('the edits fit the %s that is installed', (name) => {
  expect(editInk(name, moduleOfInk(name))).not.toBe(moduleOfInk(name))
})

test('another Ink fails the build', () => {
  const other = moduleOfInk('output.js').replace('caches = new OutputCaches();', 'caches = make();')
  expect(() => editInk('output.js', other)).toThrow('has changed')
})
