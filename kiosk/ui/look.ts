import type { Theme } from '#kiosk/ui/theme.ts'

/** How and how large everything is drawn. */
export interface Look {
  readonly theme: Theme
  readonly columns: number
  readonly rows: number
}

/** A part of the screen in cells. */
export interface Area {
  readonly columns: number
  readonly rows: number
}

/** The smallest terminal that the screens are made for. */
export const SMALLEST: Area = { columns: 80, rows: 24 }

/** From here on there is room for more columns, larger digits and higher keys. */
export const isWide = (look: Area): boolean => look.columns >= 120 && look.rows >= 36
