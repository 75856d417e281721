import { hostname, networkInterfaces } from 'node:os'

/** A hub has one or two network cards; a code for the camera must stay small. */
const NAMES_MAX = 4

/** The addresses under which a device may find this machine: those of its network cards, and its name last. */
export const ownNames = (): readonly string[] => {
  const addresses = Object.values(networkInterfaces())
    .flatMap((card) => card ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address)
  return [...addresses.slice(0, NAMES_MAX - 1), hostname()]
}
