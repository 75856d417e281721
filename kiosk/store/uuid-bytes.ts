/** Sixteen bytes for an index: UUIDs are hexadecimal with hyphens. */
export const uuidBytes = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex')
