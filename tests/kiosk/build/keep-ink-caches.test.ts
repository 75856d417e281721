import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { editInkOutput } from '#kiosk/build/keep-ink-caches.ts'

const output = readFileSync(fileURLToPath(new URL('output.js', import.meta.resolve('ink'))), 'utf8')

test('the edits fit the Ink that is installed', () => {
  const edited = editInkOutput(output)
  expect(edited).toContain('caches = caches;')
  expect(edited).toContain('caches.trim();')
})

test('another Ink fails the build', () => {
  expect(() => editInkOutput(output.replace('caches = new OutputCaches();', 'caches = make();'))).toThrow('has changed')
})
