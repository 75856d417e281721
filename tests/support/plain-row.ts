const sequence = new RegExp(String.raw`\u001b\[[\d;]*m`, 'g')

/** A painted row without its colours. */
export const plainRow = (row: string): string => row.replaceAll(sequence, '')
