import { expect, it } from 'vitest'
import { KeyWatch } from '#kiosk/effects/key-watch.ts'
import { LinkError } from '#kiosk/link/link-error.ts'
import { newIdentity } from '#tests/hub/broker/broker-fixture.ts'

const watch = (isDue: boolean, outcome: () => ReturnType<typeof newIdentity>) => {
  const heard: string[] = []
  const keys = new KeyWatch({
    isDue: () => isDue,
    renew: async () => outcome(),
    onRenewed: () => heard.push('renewed'),
    onTrouble: ({ code }) => heard.push(code),
  })
  return { keys, heard }
}

const refuse = (): never => {
  throw new LinkError('hub_refused', 'The hub refused the new key.')
}

it('renews a key that is due, once a start', async () => {
  const { keys, heard } = watch(true, newIdentity)
  await keys.online()
  await keys.online()
  expect(heard).toEqual(['renewed'])
})

it('leaves a key that is not due', async () => {
  const { keys, heard } = watch(false, newIdentity)
  await keys.online()
  expect(heard).toEqual([])
})

it('tells of a refusal and goes on; any other error is a bug', async () => {
  const refused = watch(true, refuse)
  await refused.keys.online()
  expect(refused.heard).toEqual(['hub_refused'])
  const broken = watch(true, () => {
    throw new Error('a bug')
  })
  await expect(broken.keys.online()).rejects.toThrow('a bug')
})
