import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { TillRunner } from '#kiosk/effects/till-runner.ts'
import { initialState } from '#kiosk/state/till-state.ts'
import { TillTerminal } from '#kiosk/terminal.tsx'
import { darkTheme } from '#kiosk/ui/theme.ts'
import { openTinyShop } from '#tests/support/tiny-shop.ts'

/** A terminal's output that takes everything and can be made larger and smaller. */
class FakeOutput extends EventEmitter {
  columns = 80
  rows = 24

  write(): boolean {
    return true
  }

  resizeTo(columns: number, rows: number): void {
    this.columns = columns
    this.rows = rows
    this.emit('resize')
  }
}

test('keys that are typed while the terminal is too small to show them are not taken', () => {
  const { world } = openTinyShop()
  const runner = new TillRunner(
    initialState({ policy: world.policy(), rules: world.sellingRules() }, 'T1', world.nowMs()),
    world,
    () => [],
  )
  const output = new FakeOutput()
  const terminal = new TillTerminal({
    runner,
    panel: undefined,
    view: { theme: darkTheme, demoStaff: [], clockText: () => '14:32', localTime: world.localTime },
    // The terminal is asked for no more than this.
    output: output as unknown as NodeJS.WriteStream,
    startTimer: () => () => undefined,
    onQuit: () => undefined,
  })
  terminal.open()
  terminal.push(Buffer.from('1'))
  expect(runner.state().entry).toBe('1')
  output.resizeTo(60, 20)
  terminal.push(Buffer.from('2'))
  output.resizeTo(80, 24)
  expect(runner.state().entry).toBe('1')
  terminal.push(Buffer.from('3'))
  expect(runner.state().entry).toBe('13')
  terminal.close()
})
