import { NumberSeries as RightNumberSeries } from '#kiosk/store/number-series.ts'

/** Planted: numbers are taken in advance, and those that were not used are gone with the next start. */
export class NumberSeries extends RightNumberSeries {
  readonly #firstNumber: number

  constructor(...parts: ConstructorParameters<typeof RightNumberSeries>) {
    super(...parts)
    const next = super.next
    this.#firstNumber = next === 1 ? 1 : next + 1
  }

  override get next(): number {
    return Math.max(super.next, this.#firstNumber)
  }
}
