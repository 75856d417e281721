import type { MethodName, Params, Result } from '#drivers/socket/methods.ts'

/** What carries out each request; a method that is absent is not served here. */
export type MethodTable = {
  readonly [Name in MethodName]?: (params: Params<Name>) => Promise<Result<Name>> | Result<Name>
}
