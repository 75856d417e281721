import type { CellStyle } from '#kiosk/ui/sgr.ts'

type Rgb = readonly [red: number, green: number, blue: number]

// The Linux console's colours (drivers/tty/vt/vt.c, default_red and its sisters).
const vga: readonly Rgb[] = [
  [0, 0, 0],
  [170, 0, 0],
  [0, 170, 0],
  [170, 85, 0],
  [0, 0, 170],
  [170, 0, 170],
  [0, 170, 170],
  [170, 170, 170],
  [85, 85, 85],
  [255, 85, 85],
  [85, 255, 85],
  [255, 255, 85],
  [85, 85, 255],
  [255, 85, 255],
  [85, 255, 255],
  [255, 255, 255],
]

const black: Rgb = [0, 0, 0]
const steps = [0, 95, 135, 175, 215, 255]

const indexed = (index: number): Rgb => {
  if (index < 16) return vga[index] ?? black
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10
    return [grey, grey, grey]
  }
  const cube = index - 16
  return [steps[Math.floor(cube / 36)] ?? 0, steps[Math.floor(cube / 6) % 6] ?? 0, steps[cube % 6] ?? 0]
}

const short = (code: number): Rgb => {
  const text = code >= 100 || (code >= 40 && code < 50) ? code - 10 : code
  return vga[text >= 90 ? text - 82 : text - 30] ?? black
}

/** The colour that an SGR colour code stands for. */
const rgbOf = (code: string, otherwise: Rgb): Rgb => {
  if (code === '') return otherwise
  const [lead = 0, kind, red = 0, green = 0, blue = 0] = code.split(';').map(Number)
  if (kind === 2) return [red, green, blue]
  return kind === 5 ? indexed(red) : short(lead)
}

const luminance = (rgb: Rgb): number => {
  const [red, green, blue] = rgb.map((channel) => {
    const part = channel / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}

/** The contrast of text in this style (WCAG 2.2, 1.4.3): 1 to 21. */
export const contrastOf = (style: CellStyle): number => {
  const text = luminance(rgbOf(style.foreground, [255, 255, 255]))
  const ground = luminance(rgbOf(style.background, black))
  return (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05)
}
