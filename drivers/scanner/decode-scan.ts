import type { ScanRejected } from '#drivers/socket/events.ts'

/** The longest GS1 data is under 500 bytes; a QR code may hold thousands, and those are no business of a till. */
export const SCAN_BYTES_MAX = 512

/** A scan as a fact, or why it is none. */
export type DecodedScan =
  | { readonly aim?: string; readonly text: string }
  | { readonly rejected: ScanRejected['reason'] }

// ISO/IEC 15424: `]`, a letter for the symbology, a modifier. No barcode of a shop starts with a bracket of its own.
const aimPattern = /^\][A-Za-z][0-9a-zA-Z]/

/** The symbologies in which FNC1 makes GS (0x1D) a separator: GS1-128, DataBar, DataMatrix, QR, DotCode. */
const gs1Aims = new Set([']C1', ']e0', ']d2', ']d5', ']Q3', ']Q4', ']J1'])

/** An EAN/UPC composite symbol comes in one piece, its second half GS1 data under an identifier of its own. */
const isComposite = (prefix: string, text: string): boolean => prefix.startsWith(']E') && text.includes('|]e0')

const GS = 0x1d
const isPrintable = (byte: number): boolean => byte >= 0x20 && byte <= 0x7e

/** Reads one scan: an optional AIM identifier, then printable ASCII, and GS where the identifier says GS1. */
export function decodeScan(bytes: Uint8Array): DecodedScan {
  const prefix = aimPattern.exec(String.fromCharCode(...bytes.subarray(0, 3)))?.[0]
  const data = prefix === undefined ? bytes : bytes.subarray(3)
  if (data.length > SCAN_BYTES_MAX) return { rejected: 'too_long' }
  if (data.length === 0) return { rejected: 'empty' }
  const text = String.fromCharCode(...data)
  const isGs1 = prefix !== undefined && (gs1Aims.has(prefix) || isComposite(prefix, text))
  if (!data.every((byte) => isPrintable(byte) || (isGs1 && byte === GS))) return { rejected: 'bad_characters' }
  return prefix === undefined ? { text } : { aim: prefix, text }
}
