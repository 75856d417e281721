import { Readable } from 'node:stream'

/**
 * What Ink gets as its stdin: no terminal and never a byte, since Ink merges keys that arrive together and knows no
 * function keys. The till reads the terminal itself.
 */
export class InkStdin extends Readable {
  readonly isTTY = false

  setRawMode(): this {
    return this
  }

  ref(): this {
    return this
  }

  unref(): this {
    return this
  }

  override _read(): void {
    // Nothing ever comes.
  }
}
