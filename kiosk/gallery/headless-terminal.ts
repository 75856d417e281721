import { createRequire } from 'node:module'
import type * as Headless from '@xterm/headless'

// The package is CommonJS that Node finds no names in; its types say otherwise.
const headless = createRequire(import.meta.url)('@xterm/headless') as typeof Headless

/** A terminal without a window: bytes in, cells out. */
export const headlessTerminal = (columns: number, rows: number): Headless.Terminal =>
  new headless.Terminal({ cols: columns, rows, allowProposedApi: true })
