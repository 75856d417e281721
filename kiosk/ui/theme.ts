import type { CellStyle } from '#kiosk/ui/sgr.ts'

/** What a cell is for. A theme says how it looks; screens never name a colour. */
export const tokens = [
  'canvas',
  'muted',
  'strong',
  'good',
  'bad',
  'warn',
  'accent',
  'voided',
  'marker',
  'stripe',
  'stripeMuted',
  'selected',
  'selectedMuted',
  'heading',
  'bar',
  'barStrong',
  'barGood',
  'barWarn',
  'panel',
  'panelMuted',
  'panelStrong',
  'panelAccent',
  'panelGood',
  'panelBad',
  'panelTotal',
  'panelPlain',
  'entry',
  'entryMuted',
  'cursor',
  'key',
  'keyStrong',
  'keyOff',
  'keyDanger',
  'keyDangerStrong',
  'keyPrimary',
  'keyPrimaryStrong',
  'notice',
  'fatal',
  'paper',
  'paperStrong',
] as const

type Token = (typeof tokens)[number]

export type Theme = Readonly<Record<Token, CellStyle>> & {
  /** Edges between canvas and panel: half blocks where the font has them. */
  readonly edge: CellStyle
  /** What parts one key from the next where they stand side by side. */
  readonly keyEdge: { readonly text: string; readonly foreground: string }
}

type Colour = string | number

const BOLD = [1]

/** The colours of a theme; each is an index of the 256 colours, an SGR code of the 16, or `r;g;b`. */
interface Palette {
  readonly canvas: Colour
  readonly stripe: Colour
  readonly panel: Colour
  readonly entry: Colour
  readonly key: Colour
  readonly bar: Colour
  readonly danger: Colour
  readonly primary: Colour
  readonly paper: Colour
  readonly warning: Colour
  readonly text: Colour
  readonly muted: Colour
  readonly panelMuted: Colour
  readonly off: Colour
  readonly white: Colour
  readonly black: Colour
  readonly good: Colour
  readonly bad: Colour
  readonly amber: Colour
  readonly blue: Colour
  readonly keyText: Colour
  readonly barGood: Colour
  readonly barWarn: Colour
  readonly onPrimary: Colour
  readonly onCursor: Colour
  readonly cursor: Colour
}

type Encode = (colour: Colour, isBackground: boolean) => string

// SGR 38;5;n, 38;2;r;g;b (ISO 8613-6).
const encodeLong: Encode = (colour, isBackground) => {
  const lead = isBackground ? 48 : 38
  return typeof colour === 'number' ? `${lead};5;${colour}` : `${lead};2;${colour}`
}

// Colours 0 to 7 as 30 to 37, 8 to 15 as 90 to 97; backgrounds ten more. The Linux console has eight backgrounds.
const encodeShort: Encode = (colour, isBackground) => {
  const index = Number(colour)
  return String((index < 8 ? 30 + index : 82 + index) + (isBackground ? 10 : 0))
}

const makeTheme = (p: Palette, encode: Encode): Theme => {
  const style = (text: Colour, ground: Colour, marks: readonly number[] = []): CellStyle => ({
    foreground: encode(text, false),
    background: encode(ground, true),
    // The Linux console shows bold as a brighter colour: bold black is grey.
    marks: encode === encodeShort ? [] : marks,
  })
  return {
    canvas: style(p.text, p.canvas),
    muted: style(p.muted, p.canvas),
    strong: style(p.white, p.canvas, BOLD),
    good: style(p.good, p.canvas, BOLD),
    bad: style(p.bad, p.canvas, BOLD),
    warn: style(p.amber, p.canvas, BOLD),
    accent: style(p.blue, p.canvas, BOLD),
    voided: style(p.muted, p.canvas),
    marker: style(p.amber, p.canvas),
    stripe: style(p.text, p.stripe),
    stripeMuted: style(p.panelMuted, p.stripe),
    selected: style(p.white, p.bar, BOLD),
    selectedMuted: style(p.white, p.bar),
    heading: style(p.panelMuted, p.panel),
    bar: style(p.white, p.bar),
    barStrong: style(p.white, p.bar, BOLD),
    barGood: style(p.barGood, p.bar),
    barWarn: style(p.barWarn, p.bar, BOLD),
    panel: style(p.text, p.panel),
    panelMuted: style(p.panelMuted, p.panel),
    panelStrong: style(p.white, p.panel, BOLD),
    panelAccent: style(p.blue, p.panel, BOLD),
    panelGood: style(p.good, p.panel, BOLD),
    panelBad: style(p.bad, p.panel, BOLD),
    panelTotal: style(p.amber, p.panel),
    panelPlain: style(p.white, p.panel),
    entry: style(p.white, p.entry, BOLD),
    entryMuted: style(p.panelMuted, p.entry),
    cursor: style(p.onCursor, p.cursor),
    key: style(p.keyText, p.key),
    keyStrong: style(p.keyText, p.key, BOLD),
    keyOff: style(p.off, p.stripe),
    keyDanger: style(p.white, p.danger),
    keyDangerStrong: style(p.white, p.danger, BOLD),
    keyPrimary: style(p.onPrimary, p.primary),
    keyPrimaryStrong: style(p.onPrimary, p.primary, BOLD),
    notice: style(p.black, p.warning, BOLD),
    fatal: style(p.white, p.danger, BOLD),
    paper: style(p.black, p.paper),
    paperStrong: style(p.black, p.paper, BOLD),
    edge: style(p.panel, p.canvas),
    // An eighth of a cell; the Linux console's fonts have lines alone.
    keyEdge: { text: encode === encodeShort ? '│' : '▏', foreground: encode(p.canvas, false) },
  }
}

/** For terminals with 24-bit colours (COLORTERM=truecolor): foot, kitty, xterm. */
export const darkTheme: Theme = makeTheme(
  {
    canvas: '13;17;23',
    stripe: '19;25;33',
    panel: '25;33;43',
    entry: '36;48;62',
    key: '40;53;68',
    bar: '21;88;176',
    danger: '178;40;40',
    primary: '24;122;60',
    paper: '240;238;230',
    warning: 214,
    text: 253,
    muted: 246,
    panelMuted: 248,
    off: 245,
    white: 231,
    black: 16,
    good: 78,
    bad: 210,
    amber: 214,
    blue: 75,
    keyText: 254,
    barGood: 157,
    barWarn: 222,
    onPrimary: 231,
    onCursor: 16,
    cursor: 231,
  },
  encodeLong,
)

/** The same for terminals with 256 colours. */
export const indexedTheme: Theme = makeTheme(
  {
    canvas: 233,
    stripe: 234,
    panel: 235,
    entry: 237,
    key: 238,
    bar: 25,
    danger: 124,
    primary: 22,
    paper: 255,
    warning: 214,
    text: 253,
    muted: 246,
    panelMuted: 248,
    off: 245,
    white: 231,
    black: 16,
    good: 78,
    bad: 210,
    amber: 214,
    blue: 75,
    keyText: 254,
    barGood: 157,
    barWarn: 222,
    onPrimary: 231,
    onCursor: 16,
    cursor: 231,
  },
  encodeLong,
)

/** For the Linux console: sixteen colours, eight backgrounds. */
export const vt16Theme: Theme = makeTheme(
  {
    canvas: 0,
    stripe: 0,
    panel: 0,
    entry: 4,
    key: 7,
    bar: 4,
    danger: 1,
    primary: 2,
    paper: 7,
    warning: 7,
    text: 7,
    muted: 7,
    panelMuted: 7,
    off: 7,
    white: 15,
    black: 0,
    good: 10,
    bad: 9,
    amber: 11,
    blue: 14,
    keyText: 0,
    barGood: 10,
    barWarn: 11,
    onPrimary: 0,
    onCursor: 0,
    cursor: 7,
  },
  encodeShort,
)

/** The themes by name. */
export const themes = { dark: darkTheme, indexed: indexedTheme, vt16: vt16Theme } as const

export type ThemeName = keyof typeof themes

/** The theme that a terminal can show, by what it says of itself (`TERM`, `COLORTERM`). */
export const themeFor = (term: string, colorTerm: string): ThemeName => {
  if (term === 'linux') return 'vt16'
  return /^(truecolor|24bit)$/.test(colorTerm) ? 'dark' : 'indexed'
}
