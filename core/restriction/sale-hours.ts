import type { SaleHours } from '#core/catalogue/product.ts'

/**
 * True while something may be sold at the shop's local time, `HH:MM`. A window that ends before it begins passes
 * midnight; one that ends when it begins is the whole day.
 */
export function isWithinSaleHours({ fromTime, toTime }: SaleHours, time: string): boolean {
  if (fromTime === toTime) return true
  if (fromTime < toTime) return time >= fromTime && time < toTime
  return time >= fromTime || time < toTime
}
