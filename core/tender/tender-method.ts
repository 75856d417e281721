import type { Policy } from '#core/catalogue/policy.ts'

/** What a tender is counted under: a tender type's code, or its kind. */
export const methodOf = (tender: { readonly kind: string; readonly method?: string }): string =>
  tender.method ?? tender.kind

/** True where a tender is put on a customer's account, by its tender type. */
export const isOnAccount = (
  { kind, method }: { readonly kind: string; readonly method?: string },
  { tenderTypes = [] }: Pick<Policy, 'tenderTypes'>,
): boolean => kind === 'other' && tenderTypes.find(({ code }) => code === method)?.kind === 'account'

/** True where notes and coins of another country paid: the tender says so, or its tender type. */
export const isForeignCash = (
  tender: { readonly kind: string; readonly method?: string; readonly foreign?: unknown },
  { tenderTypes = [] }: Pick<Policy, 'tenderTypes'> = {},
): boolean =>
  tender.kind === 'other' &&
  (tender.foreign !== undefined || tenderTypes.find(({ code }) => code === tender.method)?.kind === 'foreign_cash')

const names: Readonly<Record<string, string>> = {
  cash: 'Cash',
  card: 'Card',
  points: 'Points',
  exchange: 'Returned goods',
  upi: 'UPI',
}

/** What people call a method: as the shop named its tender type, else in plain words. */
export const methodName = (method: string, { tenderTypes = [] }: Pick<Policy, 'tenderTypes'>): string =>
  tenderTypes.find(({ code }) => code === method)?.name ?? names[method] ?? method
