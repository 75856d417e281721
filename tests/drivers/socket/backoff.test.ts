import { describe, expect, it } from 'vitest'
import { Backoff } from '#drivers/socket/backoff.ts'

describe('pauses between tries', () => {
  it('grow by half to a limit, and start over after a success', () => {
    const backoff = new Backoff({ firstMs: 100, lastMs: 300, random: () => 0.5 })
    expect([1, 2, 3, 4, 5].map(() => backoff.next())).toEqual([100, 150, 225, 300, 300])
    backoff.reset()
    expect(backoff.next()).toBe(100)
  })

  it('are spread by a fifth to both sides', () => {
    const pause = (random: number): number => new Backoff({ firstMs: 100, lastMs: 300, random: () => random }).next()
    expect([pause(0), pause(0.999_999)]).toEqual([80, 120])
  })
})
