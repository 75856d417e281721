import type { PrintResult } from '#drivers/socket/methods.ts'

/** A shift prints a few hundred receipts; an older one is not asked about any more. */
const JOBS_MAX = 400

/** What became of the newest print jobs, and by which fence each is known to the printer. */
export class JobBook {
  readonly #results = new Map<string, PrintResult>()
  readonly #jobsByFence = new Map<string, string>()
  #nextFence: number

  /** `start` is any number: fences of an earlier process may still wait in the printer's buffer. */
  constructor(start: number) {
    this.#nextFence = start
  }

  /** Notes that the job is on its way; gives the four characters of its fence. */
  begin(jobId: string): string {
    this.#nextFence = (this.#nextFence + 1) % 36 ** 4
    const fence = this.#nextFence.toString(36).padStart(4, '0')
    this.#jobsByFence.set(fence, jobId)
    this.note(jobId, { outcome: 'unconfirmed' })
    this.#forget()
    return fence
  }

  note(jobId: string, result: PrintResult): void {
    this.#results.set(jobId, result)
  }

  find(jobId: string): PrintResult | undefined {
    return this.#results.get(jobId)
  }

  isConfirmed(jobId: string): boolean {
    return this.find(jobId)?.outcome === 'confirmed'
  }

  /** The printer reached a fence: the job that this confirms. */
  confirm(fence: string): string | undefined {
    const jobId = this.#jobsByFence.get(fence)
    if (jobId === undefined) return undefined
    this.#jobsByFence.delete(fence)
    this.note(jobId, { outcome: 'confirmed' })
    return jobId
  }

  #forget(): void {
    for (const map of [this.#results, this.#jobsByFence]) {
      for (const key of map.keys()) {
        if (map.size <= JOBS_MAX) break
        map.delete(key)
      }
    }
  }
}
