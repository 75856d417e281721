import { defineConfig } from 'vitest/config'

// Stryker's runner names the folder of tests to run (`dir`); the random tests draw the same numbers for every mutant.
export default defineConfig({
  test: { include: ['**/*.test.ts'], setupFiles: ['./tests/mutation/fixed-seed.ts'] },
})
