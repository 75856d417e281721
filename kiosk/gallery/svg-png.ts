import { fileURLToPath } from 'node:url'
import { Resvg } from '@resvg/resvg-js'

const font = (name: string): string => fileURLToPath(import.meta.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`))

/** The picture of an SVG, with fonts of its own, so that it is the same on every machine. */
export const svgPng = (svg: string): Uint8Array => {
  const fontFiles = ['DejaVuSansMono', 'DejaVuSansMono-Bold', 'DejaVuSans'].map(font)
  return new Resvg(svg, {
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans Mono' },
  })
    .render()
    .asPng()
}
