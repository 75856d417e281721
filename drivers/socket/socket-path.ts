import { DeviceError } from '#drivers/socket/device-error.ts'

/** `sun_path` of a Linux socket address holds 108 bytes with its closing zero; a longer path is EINVAL. */
const SOCKET_PATH_BYTES_MAX = 107

/** Refuses a path that the kernel would refuse with a bare "invalid argument". */
export function checkSocketPath(socketPath: string): void {
  const bytes = Buffer.byteLength(socketPath)
  if (bytes <= SOCKET_PATH_BYTES_MAX) return
  throw new DeviceError(
    'Illegal',
    'devices',
    `The socket path is ${bytes} bytes long; the kernel takes ${SOCKET_PATH_BYTES_MAX}. Choose a shorter folder: ${socketPath}`,
  )
}
