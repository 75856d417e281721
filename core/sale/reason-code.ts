import { Type } from 'typebox'

/** Why a person did something out of the ordinary: picked from the policy's list, so no free text that names anybody. */
export const reasonCodeSchema = Type.String({ minLength: 1, maxLength: 60 })
