// Loaded with --import: gives the kiosk a store whose commits are not synced, as better-sqlite3 is by default.
import { registerHooks } from 'node:module'

const planted = new URL('open-database-normal.ts', import.meta.url).href

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '#kiosk/store/open-database.ts' && context.parentURL !== planted
      ? { url: planted, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
})
