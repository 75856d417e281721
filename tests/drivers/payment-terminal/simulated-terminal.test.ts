import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SimulatedTerminal } from '#drivers/payment-terminal/simulated-terminal.ts'
import { MemoryCable } from '#drivers/transport/memory-cable.ts'
import { IntentMemory } from '#drivers/virtual/intent-memory.ts'
import { VirtualTerminal } from '#drivers/virtual/virtual-terminal.ts'
import { makeBench } from '#tests/drivers/driver-bench.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

const approved = { outcome: 'approved', approvalCode: '100001', scheme: 'VISA', last4: '4242' }
const charge = (intentId: string) => ({ intentId, amountMinor: 1234, currency: 'EUR' })

async function openTerminal(memory = new IntentMemory()) {
  const cable = new MemoryCable('terminal')
  const virtual = new VirtualTerminal(cable, memory, () => undefined)
  const bench = makeBench('card', cable)
  const terminal = new SimulatedTerminal(bench.ports, { silenceMs: 2500 })
  terminal.start()
  await bench.reaches('idle')
  const asks = () =>
    waitUntil(
      () => virtual.openCharge !== undefined,
      () => 'nobody was asked',
    )
  return { ...bench, cable, virtual, terminal, asks, [Symbol.asyncDispose]: () => terminal.close() }
}

describe('a card terminal', () => {
  it('approves, and charges the same intent only once', async () => {
    await using bench = await openTerminal()
    expect(await bench.terminal.charge(charge('i1'))).toEqual(approved)
    expect(await bench.terminal.charge(charge('i1'))).toEqual(approved)
    expect(await bench.terminal.lookup({ intentId: 'i1' })).toEqual(approved)
  })

  it('declines with a reason', async () => {
    await using bench = await openTerminal()
    bench.virtual.setManner('decline')
    expect(await bench.terminal.charge(charge('i1'))).toEqual({ outcome: 'declined', reason: 'insufficient funds' })
  })

  it('waits for the customer longer than it may be silent', async () => {
    await using bench = await openTerminal()
    bench.virtual.setManner('ask')
    const result = bench.terminal.charge(charge('i1'))
    await bench.asks()
    expect(await bench.terminal.lookup({ intentId: 'i1' })).toEqual({ outcome: 'unknown' })
    setTimeout(() => bench.virtual.answer('approve'), 3500)
    expect(await result).toEqual(approved)
  })

  it('says unknown when the reply gets lost, and finds it by looking it up', async () => {
    await using bench = await openTerminal()
    bench.virtual.setManner('reply_lost')
    expect(await bench.terminal.charge(charge('i1'))).toEqual({ outcome: 'unknown' })
    expect(await bench.terminal.lookup({ intentId: 'i1' })).toEqual(approved)
    expect(await bench.terminal.lookup({ intentId: 'i2' })).toEqual({ outcome: 'not_found' })
  })

  it('says unknown when the cable is pulled while the customer pays, and finds it afterwards', async () => {
    await using bench = await openTerminal()
    bench.virtual.setManner('ask')
    const result = bench.terminal.charge(charge('i1'))
    await bench.asks()
    bench.cable.unplug()
    expect(await result).toEqual({ outcome: 'unknown' })
    await expect(bench.terminal.lookup({ intentId: 'i1' })).rejects.toMatchObject({ code: 'Offline' })
    bench.virtual.answer('approve')
    bench.cable.plug()
    await bench.reaches('idle')
    expect(await bench.terminal.lookup({ intentId: 'i1' })).toEqual(approved)
  })

  it('gives up a charge that is cancelled', async () => {
    await using bench = await openTerminal()
    bench.virtual.setManner('ask')
    const result = bench.terminal.charge(charge('i1'))
    await bench.asks()
    await bench.terminal.cancel({ intentId: 'i1' })
    expect(await result).toEqual({ outcome: 'declined', reason: 'cancelled' })
  })

  it('refuses while it is away, since nothing was sent', async () => {
    await using bench = await openTerminal()
    bench.cable.unplug()
    await bench.reaches('searching')
    await expect(bench.terminal.charge(charge('i1'))).rejects.toMatchObject({ code: 'Offline' })
  })

  it('reads answers that arrive in pieces or together', async () => {
    await using bench = await openTerminal()
    bench.cable.setFaults({ pieceBytesMax: 3 })
    expect(await bench.terminal.charge(charge('i1'))).toEqual(approved)
  })

  it('remembers beyond the life of the process, and a line cut by a kill harms no other', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'terminal-'))
    const path = join(folder, 'memory.jsonl')
    {
      await using bench = await openTerminal(new IntentMemory(path))
      await bench.terminal.charge(charge('i1'))
    }
    writeFileSync(path, '["i2",{"outco', { flag: 'a' })
    {
      await using bench = await openTerminal(new IntentMemory(path))
      await bench.terminal.charge(charge('i3'))
    }
    await using bench = await openTerminal(new IntentMemory(path))
    expect(await bench.terminal.lookup({ intentId: 'i1' })).toEqual(approved)
    expect(await bench.terminal.lookup({ intentId: 'i2' })).toEqual({ outcome: 'not_found' })
    expect(await bench.terminal.lookup({ intentId: 'i3' })).toEqual(approved)
    rmSync(folder, { recursive: true })
  })
})
