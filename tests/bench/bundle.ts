import { join } from 'node:path'
import { type RolldownOptions, rolldown } from 'rolldown'
import { loadConfig } from 'rolldown/config'

const kioskConfig = async (): Promise<RolldownOptions> => {
  const configs: unknown = await loadConfig('rolldown.config.ts')
  const [kiosk] = Array.isArray(configs) ? (configs as RolldownOptions[]) : []
  if (kiosk === undefined) throw new Error('rolldown.config.ts builds no kiosk.')
  return kiosk
}

const bundle = async (input: string, name: string, config: RolldownOptions): Promise<string> => {
  const file = join('.cache/bench', `${name}.mjs`)
  const build = await rolldown({ ...config, input })
  await build.write({ ...(Array.isArray(config.output) ? config.output[0] : config.output), file })
  await build.close()
  return file
}

/** Builds a program as the kiosk is built for release; gives its file. */
export const bundleLikeKiosk = async (input: string, name: string): Promise<string> =>
  bundle(input, name, await kioskConfig())

/** Builds a program with Ink as it comes from npm. */
export const bundleStock = async (input: string, name: string): Promise<string> => {
  const devtools = { 'react-devtools-core': join(process.cwd(), 'kiosk/build/no-devtools.ts') }
  return bundle(input, name, { ...(await kioskConfig()), plugins: [], resolve: { alias: devtools } })
}
