import { randomBytes } from 'node:crypto'

/** 128 random bits in hexadecimal, for the private part of an entry. */
export type NewSalt = () => string

export const newSalt: NewSalt = () => randomBytes(16).toString('hex')
