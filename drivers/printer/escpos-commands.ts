// Epson ESC/POS, as far as a till needs it. DLE commands are real-time: the printer carries them out on arrival, even
// while it is offline; all others wait their turn in the receive buffer.
const DLE = 0x10
const ESC = 0x1b
const GS = 0x1d

/** DLE EOT 2: why the printer is offline; answered by one byte at once. */
export const askOfflineCause = Uint8Array.of(DLE, 0x04, 2)

/** DLE DC4 1 0 2: a pulse of 200 ms on drawer pin 2, even while the printer is out of paper. */
export const pulseDrawer = Uint8Array.of(DLE, 0x14, 1, 0, 2)

/** ESC @: the settings of power-on; also ends automatic status. */
export const initialise = Uint8Array.of(ESC, 0x40)

/** GS a 255: four bytes of status now and at every change. */
export const tellStatus = Uint8Array.of(GS, 0x61, 0xff)

/** GS V 66 3: feed to the cutter and three dots more, cut but for one point. */
export const cut = Uint8Array.of(GS, 0x56, 66, 3)

/** GS ( H, function 48: sends the four characters back once everything before them is on paper. */
export const fence = (processId: string): Uint8Array =>
  Uint8Array.of(GS, 0x28, 0x48, 6, 0, 0x30, 0x30, ...Buffer.from(processId, 'latin1'))

/** GS k 67: EAN-13 with its figures below. */
export const ean13 = (digits: string): Uint8Array => barcode(67, Buffer.from(digits, 'latin1'))

/** GS k 73: Code 128 in code set B, in which `{` is written twice. */
export const code128 = (text: string): Uint8Array =>
  barcode(73, Buffer.from(`{B${text.replaceAll('{', '{{')}`, 'latin1'))

function barcode(symbology: number, data: Uint8Array): Uint8Array {
  const heightDots = Uint8Array.of(GS, 0x68, 64)
  const moduleDots = Uint8Array.of(GS, 0x77, 2)
  const figuresBelow = Uint8Array.of(GS, 0x48, 2)
  return Buffer.concat([heightDots, moduleDots, figuresBelow, Uint8Array.of(GS, 0x6b, symbology, data.length), data])
}

/** GS ( k: a QR code, model 2, modules of five dots, error correction M. The length counts bytes, not characters. */
export function qr(text: string): Uint8Array {
  const data = Buffer.from(text, 'utf8')
  const command = (bytes: Uint8Array): Uint8Array =>
    Buffer.concat([Uint8Array.of(GS, 0x28, 0x6b, bytes.length & 0xff, bytes.length >> 8), bytes])
  return Buffer.concat([
    command(Uint8Array.of(0x31, 0x41, 50, 0)),
    command(Uint8Array.of(0x31, 0x43, 5)),
    command(Uint8Array.of(0x31, 0x45, 49)),
    command(Buffer.concat([Uint8Array.of(0x31, 0x50, 0x30), data])),
    command(Uint8Array.of(0x31, 0x51, 0x30)),
  ])
}
