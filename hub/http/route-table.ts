import type { RouteOptions } from 'fastify'
import { assert } from '#core/errors/assert.ts'
import type { RouteAccess } from '#hub/http/server.ts'

/** A route as it was registered. */
export interface RouteEntry {
  readonly method: string
  readonly url: string
  readonly access: RouteAccess
  readonly isHidden: boolean
  readonly isBodyOptional: boolean
  readonly schema: Readonly<Record<string, unknown>>
}

/** All routes of the hub: for 405, for the OpenAPI document, and for the test that walks them. */
export interface RouteTable {
  readonly add: (route: RouteOptions) => void
  readonly list: () => readonly RouteEntry[]
  /** The methods that the path knows; empty where there is no such path. */
  readonly methodsOf: (path: string) => string[]
}

const segments = (path: string): string[] => path.split('/').filter((segment) => segment !== '')

const isPathOf = (pattern: readonly string[], path: readonly string[]): boolean =>
  pattern.length === path.length && pattern.every((part, index) => part.startsWith(':') || part === path[index])

/** Collects the routes as they are registered, and refuses one that does not say who may call it. */
export function createRouteTable(): RouteTable {
  const entries: (RouteEntry & { readonly pattern: string[] })[] = []
  return {
    add: ({ method, url, config, schema }) => {
      const access = config?.access
      assert(access !== undefined, `The route ${String(method)} ${url} does not say who may call it.`)
      for (const each of [method].flat()) {
        entries.push({
          method: each,
          url,
          access,
          isHidden: config?.isHidden ?? false,
          isBodyOptional: config?.isBodyOptional ?? false,
          schema: { ...schema },
          pattern: segments(url),
        })
      }
    },
    list: () => entries,
    methodsOf: (path) => {
      const parts = segments(path)
      return [...new Set(entries.filter(({ pattern }) => isPathOf(pattern, parts)).map(({ method }) => method))]
    },
  }
}
