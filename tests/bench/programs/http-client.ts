import { Agent, request } from 'node:http'

// Asks one address over kept connections for some seconds, and prints how often it was answered.
const [port = '0', path = '/', authorization = '', seconds = '1'] = process.argv.slice(2)
const SOCKETS = 32

const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS })
const headers = authorization === '' ? {} : { authorization }

const ask = async (): Promise<void> =>
  new Promise((resolve, reject) => {
    const asked = request({ agent, host: '127.0.0.1', port: Number(port), path, headers }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${path} answers ${answer.statusCode}`))
      answer.resume().on('end', resolve)
    })
    asked.on('error', reject).end()
  })

const endsAtMs = performance.now() + Number(seconds) * 1000
let count = 0
const client = async (): Promise<void> => {
  while (performance.now() < endsAtMs) {
    await ask()
    count += 1
  }
}
await Promise.all(Array.from({ length: SOCKETS }, client))
agent.destroy()
process.stdout.write(String(count))
