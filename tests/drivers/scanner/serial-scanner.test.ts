import { describe, expect, it } from 'vitest'
import { SerialScanner } from '#drivers/scanner/serial-scanner.ts'
import { MemoryCable } from '#drivers/transport/memory-cable.ts'
import { VirtualScanner } from '#drivers/virtual/virtual-scanner.ts'
import { makeBench, testClock } from '#tests/drivers/driver-bench.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

/** A clock that stands still unless it is moved. */
function openScanner() {
  const cable = new MemoryCable('scanner')
  const virtual = new VirtualScanner(cable)
  let nowMs = 0
  const bench = makeBench('counter', cable, { ...testClock, monotonicMs: () => nowMs })
  const scanner = new SerialScanner(bench.ports)
  scanner.start()
  const counts = () => bench.told('scan').length + bench.told('scan_rejected').length
  return {
    ...bench,
    cable,
    virtual,
    wait: (ms: number) => {
      nowMs += ms
    },
    heard: (count: number) =>
      waitUntil(
        () => counts() === count,
        () => `${counts()} instead of ${count} scans`,
      ),
    [Symbol.asyncDispose]: () => scanner.close(),
  }
}

describe('a serial scanner', () => {
  it('tells what was scanned, on which device and when', async () => {
    await using bench = openScanner()
    await bench.reaches('idle')
    await bench.virtual.scan('4006381333931', ']E0')
    await bench.heard(1)
    const at = '2026-01-02T03:04:05.000Z'
    expect(bench.told('scan')).toEqual([{ event: 'scan', at, device: 'counter', aim: ']E0', text: '4006381333931' }])
  })

  it('counts a second identical tin, but not a decode reported twice', async () => {
    await using bench = openScanner()
    await bench.reaches('idle')
    await bench.virtual.scan('4006381333931', ']E0')
    bench.wait(119)
    await bench.virtual.scan('4006381333931', ']E0')
    await bench.heard(1)
    bench.wait(120)
    await bench.virtual.scan('4006381333931', ']E0')
    await bench.heard(2)
    expect(bench.told('scan_rejected')).toEqual([])
  })

  it('refuses more than twenty scans in a second, counts them, and goes on after it', async () => {
    await using bench = openScanner()
    await bench.reaches('idle')
    for (let code = 100; code < 125; code += 1) await bench.virtual.scan(String(code), '')
    await bench.heard(25)
    expect(bench.told('scan').map((scan) => scan.text)).toEqual(Array.from({ length: 20 }, (_, at) => String(100 + at)))
    expect(bench.told('scan_rejected').map(({ reason, count }) => [reason, count])).toEqual(
      [1, 2, 3, 4, 5].map((count) => ['too_fast', count]),
    )
    bench.wait(1000)
    await bench.virtual.scan('200', '')
    await bench.heard(26)
    expect(bench.told('scan').at(-1)?.text).toBe('200')
  })

  it('refuses escapes and too much data, with the reason and no content', async () => {
    await using bench = openScanner()
    await bench.reaches('idle')
    await bench.virtual.scan('\u001b[2J', ']C0')
    await bench.virtual.scan('9'.repeat(600), ']Q1')
    await bench.heard(2)
    expect(bench.told('scan_rejected')).toMatchObject([{ reason: 'bad_characters' }, { reason: 'too_long' }])
    expect(JSON.stringify(bench.told('scan_rejected'))).not.toMatch(/\[2J|999/)
  })

  it('says so when its cable is pulled, and is back when it is plugged in', async () => {
    await using bench = openScanner()
    await bench.reaches('idle')
    bench.cable.unplug()
    await bench.reaches('searching')
    expect(bench.told('health').at(-1)?.device.attention).toContain('cable')
    bench.cable.plug()
    await bench.reaches('idle')
    expect(bench.told('health').at(-1)?.device).toMatchObject({ power: 'online', reconnects: 1 })
    await bench.virtual.scan('12345670', ']E4')
    await bench.heard(1)
  })
})
