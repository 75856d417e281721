import { Type, type Static } from 'typebox'

/**
 * Where a tax becomes whole minor units: on each `line`, or once on the sum of the `receipt`, and how
 * (`core/money/rounding.ts` says what each mode does).
 */
export const taxRoundingSchema = Type.Object({
  level: Type.Union([Type.Literal('line'), Type.Literal('receipt')]),
  mode: Type.Union([
    Type.Literal('half_up'),
    Type.Literal('half_even'),
    Type.Literal('half_down'),
    Type.Literal('up'),
    Type.Literal('down'),
    Type.Literal('floor'),
    Type.Literal('ceiling'),
  ]),
})
export type TaxRounding = Static<typeof taxRoundingSchema>

/** What most laws ask or allow: each line on its own, a half away from zero. */
export const DEFAULT: TaxRounding = { level: 'line', mode: 'half_up' }
