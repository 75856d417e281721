import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DevicesServer } from '#drivers/server/devices-server.ts'
import { panelTable } from '#drivers/server/panel-table.ts'
import { DevicesClient } from '#drivers/socket/client.ts'
import { VirtualTill } from '#drivers/virtual/virtual-till.ts'
import { PanelRunner } from '#kiosk/panel/panel-runner.ts'
import { panelProducts } from '#tests/kiosk/panel/panel-devices.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

describe('a panel at the devices socket', () => {
  it('follows the devices, turns their knobs, and goes blank with them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'panel-'))
    const socketPath = join(folder, 'd.sock')
    const till = new VirtualTill({ onChange: () => server.tell({ event: 'panel', state: till.state }) })
    const notes = { refused: () => undefined, failed: () => undefined }
    const table = panelTable(till, () => undefined)
    const server: DevicesServer = new DevicesServer({ socketPath, table, isVirtual: true, notes })
    await server.listen()
    await using client = new DevicesClient({ socketPath })
    const panel = new PanelRunner(client, panelProducts)
    const shows = (claim: () => boolean): Promise<void> => waitUntil(claim, () => JSON.stringify(panel.state()))
    let changes = 0
    const unsubscribe = panel.subscribe(() => {
      changes += 1
    })

    await shows(() => panel.state().devices !== undefined)
    panel.input({ type: 'key', key: 'Tab' })
    for (const text of '750') panel.input({ type: 'text', text, isPasted: false })
    panel.input({ type: 'key', key: 'Enter' })
    await shows(() => panel.state().devices?.scale.weightGrams === 750)
    till.drawer.setOpen(true)
    await shows(() => panel.state().devices?.drawer.isOpen === true)
    expect(changes).toBeGreaterThan(5)
    await server.close()
    await shows(() => panel.state().devices === undefined)
    unsubscribe()
    panel.close()
    rmSync(folder, { recursive: true })
  })
})
