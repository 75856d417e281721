import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { askHub } from '#hub/control/ask-hub.ts'
import { openControlServer } from '#hub/control/control-server.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vendly-control-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a command reaches the hub that runs on this data, and nobody after it', async () => {
  const server = await openControlServer({
    socketPath: join(folder, 'hub.sock'),
    dataFolder: folder,
    commands: { status: async () => ({ port: 8000 }) },
    onFailure: (_command, error) => {
      throw error
    },
  })
  expect(readFileSync(join(folder, 'control.path'), 'utf8')).toBe(`${join(folder, 'hub.sock')}\n`)
  expect(await askHub(folder, { command: 'status' })).toEqual({ port: 8000 })
  await expect(askHub(folder, { command: 'dance' })).rejects.toMatchObject({ code: 'refused' })
  await server[Symbol.asyncDispose]()
  await expect(askHub(folder, { command: 'status' })).rejects.toMatchObject({ code: 'away' })
})

test.each(['', '\n'])(
  'a path file without a path (%j), as a power cut leaves it, is a hub that is away',
  async (text) => {
    writeFileSync(join(folder, 'control.path'), text)
    await expect(askHub(folder, { command: 'status' })).rejects.toMatchObject({ code: 'away' })
  },
)
