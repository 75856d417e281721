/** What a tender is counted under: a tender type's code, or its kind. */
export const methodOf = (tender: { readonly kind: string; readonly method?: string }): string =>
  tender.method ?? tender.kind
