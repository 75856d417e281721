import dgram from 'node:dgram'
import dns from 'node:dns'
// Loaded with --import: writes every connection, listener and look-up of a name to the file CONNECTIONS_FILE.
import { appendFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import { basename } from 'node:path'

const file = process.env.CONNECTIONS_FILE
const program = basename(process.argv[1] ?? 'node')

const note = (what, target) => {
  appendFileSync(file, `${JSON.stringify({ program, what, target: String(target) })}\n`)
}

/** Where a call of connect or listen goes: a path, or a host and a port. */
const targetOf = (args) => {
  // Node hands its own inner calls over as one normalised array.
  const [first, second] = Array.isArray(args[0]) ? args[0] : args
  const options =
    typeof first === 'object' && first !== null
      ? first
      : { port: first, host: typeof second === 'string' ? second : '' }
  if (typeof first === 'string' && Number.isNaN(Number(first))) return first
  return options.path ?? `${options.host ?? 'localhost'}:${options.port}`
}

const wrap = (owner, name, what, target) => {
  const real = owner[name]
  owner[name] = function recorded(...args) {
    note(what, target(args))
    return Reflect.apply(real, this, args)
  }
}

wrap(net.Socket.prototype, 'connect', 'connect', targetOf)
wrap(net.Server.prototype, 'listen', 'listen', targetOf)
for (const name of ['send', 'connect', 'bind']) wrap(dgram.Socket.prototype, name, 'udp', (args) => args.slice(1))

const lookUps = (owner) => Object.keys(owner).filter((name) => /^(?:lookup|lookupService|reverse|resolve)/u.test(name))
for (const owner of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype]) {
  for (const name of lookUps(owner)) wrap(owner, name, 'name', ([host]) => host)
}
syncBuiltinESMExports()
note('start', process.pid)
