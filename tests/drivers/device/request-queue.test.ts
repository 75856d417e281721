import { describe, expect, it } from 'vitest'
import { RequestQueue } from '#drivers/device/request-queue.ts'

describe('the queue before a device', () => {
  it('runs one after the other, also after one that failed', async () => {
    const queue = new RequestQueue('scale')
    const steps: string[] = []
    const task = (name: string) => async (): Promise<string> => {
      steps.push(`${name} starts`)
      await Promise.resolve()
      steps.push(`${name} ends`)
      if (name === 'b') throw new Error('b')
      return name
    }
    const done = await Promise.allSettled(['a', 'b', 'c'].map((name) => queue.run(task(name), 1000)))
    expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(steps).toEqual(['a starts', 'a ends', 'b starts', 'b ends', 'c starts', 'c ends'])
  })

  it('refuses what waits too long or comes on top of too much', async () => {
    const queue = new RequestQueue('scale')
    const { promise, resolve } = Promise.withResolvers<string>()
    const first = queue.run(() => promise, 10_000)
    const late = queue.run(async () => 'late', 20)
    const others = Array.from({ length: 20 }, () => queue.run(async () => 'other', 10_000).catch(codeOf))
    setTimeout(() => resolve('first'), 50)
    await expect(late).rejects.toMatchObject({ code: 'Timeout' })
    expect(await first).toBe('first')
    expect((await Promise.all(others)).filter((one) => one === 'Busy').length).toBeGreaterThan(5)
  })
})

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : error)
