import type { SaleLine } from '#core/sale/sale.ts'

/**
 * Why a person gave a discount on a line; undefined where nobody did. A line written before the two were kept apart has
 * one reason for its discount and its changed price.
 */
export const discountReasonOf = ({ discounts = [], discountReason, reason }: SaleLine): string | undefined =>
  discounts.some(({ source }) => source === 'line') ? (discountReason ?? reason) : undefined
