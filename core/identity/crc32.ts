const POLYNOMIAL_REVERSED = 0xed_b8_83_20

const shiftByte = (start: number): number => {
  let rest = start
  for (let bit = 0; bit < 8; bit += 1) rest = (rest & 1) === 1 ? (rest >>> 1) ^ POLYNOMIAL_REVERSED : rest >>> 1
  return rest
}

/** CRC-32 (ISO 3309, as in Ethernet and gzip), from 0 to 2³² − 1: finds every error within 32 neighbouring bits. */
export const crc32 = (bytes: Uint8Array): number => {
  let rest = 0xff_ff_ff_ff
  for (const byte of bytes) rest = shiftByte((rest ^ byte) & 255) ^ (rest >>> 8)
  return (rest ^ 0xff_ff_ff_ff) >>> 0
}
