import type { Product, SaleHours } from '#core/catalogue/product.ts'
import { DomainError } from '#core/errors/domain-error.ts'

/**
 * True while something may be sold at the shop's local time, `HH:MM`. A window that ends before it begins passes
 * midnight; one that ends when it begins is the whole day.
 */
export function isWithinSaleHours({ fromTime, toTime }: SaleHours, time: string): boolean {
  if (fromTime === toTime) return true
  if (fromTime < toTime) return time >= fromTime && time < toTime
  return time >= fromTime || time < toTime
}

/** 'sale_hours' where the law does not let it be sold at the shop's local time, `HH:MM`, whoever asks. */
export function saleHoursRefusal(
  { name, rules }: Pick<Product, 'name' | 'rules'>,
  time: string,
): DomainError | undefined {
  const hours = rules?.saleHours
  if (hours === undefined || isWithinSaleHours(hours, time)) return undefined
  return new DomainError('sale_hours', 'This may not be sold at this hour.', { name, ...hours })
}
