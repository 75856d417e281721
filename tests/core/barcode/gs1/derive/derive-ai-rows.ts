const head = `// Written by tests/core/barcode/gs1/derive/main.ts, not by hand. Source: gs1-syntax-dictionary.txt of
// github.com/gs1/gs1-syntax-dictionary, copyright GS1 AISBL, BWIPP and Zint projects, Apache License 2.0; without the titles.

/** GS1's table of Application Identifiers: digits or range, flags, format with its rules, companions; see \`readAiRow\`. */
export const aiRows: readonly string[] = [
`

/** The rows of GS1's syntax dictionary: each entry with single spaces and without its title. */
function readDictionary(dictionary: string): string[] {
  return dictionary
    .split('\n')
    .map((line) => line.replace(/#.*$/u, '').trim().replaceAll(/\s+/gu, ' '))
    .filter((line) => line !== '')
}

/** The source text of the committed table. */
export function deriveAiRows(dictionary: string): string {
  const lines = readDictionary(dictionary).map((row) => `  '${row}',\n`)
  return `${head}${lines.join('')}]\n`
}
