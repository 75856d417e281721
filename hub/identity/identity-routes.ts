import { Type } from 'typebox'
import { principalOf, type HubServer } from '#hub/http/server.ts'
import { createLogin, type LoginParts } from '#hub/identity/login.ts'

const loginIn = Type.Object(
  { email: Type.String({ format: 'email' }), password: Type.String({ maxLength: 1024, writeOnly: true }) },
  { additionalProperties: true },
)

const loginOut = Type.Object({
  access_token: Type.String(),
  refresh_token: Type.String(),
  token_type: Type.Literal('bearer'),
  expires_in: Type.Integer(),
  user_id: Type.Integer(),
})

const meOut = Type.Object({
  id: Type.Integer(),
  email: Type.String(),
  full_name: Type.Union([Type.String(), Type.Null()]),
  role: Type.Union([Type.Literal('clerk'), Type.Literal('manager'), Type.Literal('admin')]),
})

/** `/api/v1/auth`: who are you, and who am I. */
export async function identityRoutes(server: HubServer, parts: LoginParts): Promise<void> {
  const login = createLogin(parts)

  server.post('/api/v1/auth/login', {
    config: { access: 'anyone' },
    schema: { tags: ['auth'], summary: 'Sign in with e-mail and password', body: loginIn, response: { 200: loginOut } },
    handler: async (request) => login(request.body.email, request.body.password, request.ip),
  })

  server.get('/api/v1/auth/me', {
    config: { access: 'signed_in' },
    schema: { tags: ['auth'], summary: 'Who I am', response: { 200: meOut } },
    handler: async (request) => {
      const { userId, email, name, role } = principalOf(request)
      return { id: userId, email, full_name: name, role }
    },
  })
}
