/** Lines in the basket when a measurement starts, and again after `r`. */
export const BASKET_LINES = 30

/** The code of the n-th article that is scanned. */
export const codeOf = (at: number): string => `2000${String(at).padStart(6, '0')}`

/** What the terminal shows once it is sold. */
export const nameOf = (code: string): string => `Article ${code}`

/** Its price, minor units. */
export const priceOf = (code: string): number => 100 + (Number(code) % 900)

/** Keys of the benchmark programs: `s` scans the next article, `r` goes back to the start. */
export const onKeys = (till: { scan: () => void; reset: () => void }): void => {
  process.stdin.setRawMode(true)
  process.stdin.on('data', (bytes: Buffer) => {
    for (const byte of bytes) {
      if (byte === 0x73) till.scan()
      if (byte === 0x72) till.reset()
      if (byte === 0x71) process.exit(0)
    }
  })
}
