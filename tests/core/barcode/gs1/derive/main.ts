// Writes core/barcode/gs1/ai-rows.ts anew: node tests/core/barcode/gs1/derive/main.ts DICTIONARY, where DICTIONARY is the
// file gs1-syntax-dictionary.txt of github.com/gs1/gs1-syntax-dictionary.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deriveAiRows } from '#tests/core/barcode/gs1/derive/derive-ai-rows.ts'

const [, , path] = process.argv
if (path === undefined) {
  process.stderr.write('Say where gs1-syntax-dictionary.txt is.\n')
  process.exitCode = 2
} else {
  const target = join(import.meta.dirname, '../../../../../core/barcode/gs1/ai-rows.ts')
  writeFileSync(target, deriveAiRows(readFileSync(path, 'utf8')))
}
