import { parseArgs } from 'node:util'
import { commandTable, type CommandCall, type CommandEntry, type CommandFlag } from '#bin/commands/command-table.ts'

const EXIT_FAILED = 1
const EXIT_USAGE = 64

const say = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

const nameOf = ({ noun, verb }: CommandEntry): string => `vendly ${noun} ${verb}`

const overview = (entries: readonly CommandEntry[]): string => {
  const width = Math.max(...entries.map((entry) => nameOf(entry).length))
  const lines = entries.map((entry) => `  ${nameOf(entry).padEnd(width)}   ${entry.summary}`)
  return ['vendly <noun> <verb> [--flags]', '', ...lines, '', 'Each takes --help.'].join('\n')
}

const usage = (entry: CommandEntry): string => {
  const help: CommandFlag = { type: 'boolean', summary: 'this text' }
  const flags: CommandEntry['flags'] = { ...entry.flags, help }
  const names = Object.entries(flags).map(([name, { type, value }]) =>
    type === 'string' ? `--${name} ${value ?? 'TEXT'}` : `--${name}`,
  )
  const width = Math.max(...names.map((name) => name.length))
  const lines = Object.values(flags).map(({ summary }, index) => `  ${(names[index] ?? '').padEnd(width)}   ${summary}`)
  return [`${nameOf(entry)}   ${entry.summary}`, '', ...lines].join('\n')
}

const fail = (message: string, code: number): void => {
  process.stderr.write(`${message}\n`)
  process.exitCode = code
}

const readFlags = (entry: CommandEntry, args: readonly string[]): CommandCall['flags'] => {
  const options = Object.fromEntries(Object.entries(entry.flags).map(([name, { type }]) => [name, { type }]))
  const { values } = parseArgs({ args: [...args], options: { ...options, help: { type: 'boolean' } }, strict: true })
  return values
}

const runEntry = async (entry: CommandEntry, args: readonly string[]): Promise<void> => {
  let flags: CommandCall['flags']
  try {
    flags = readFlags(entry, args)
  } catch (error) {
    fail(`${error instanceof Error ? error.message : String(error)}\n\n${usage(entry)}`, EXIT_USAGE)
    return
  }
  if (flags['help'] === true) {
    say(usage(entry))
    return
  }
  const outcome = await (await entry.load())({ flags, environment: process.env, say })
  if (typeof outcome === 'string') fail(outcome, EXIT_FAILED)
  else if (outcome !== undefined) fail(outcome.message, outcome.exitCode)
}

const run = async ([noun, verb, ...rest]: readonly string[]): Promise<void> => {
  const ofNoun = commandTable.filter((entry) => entry.noun === noun)
  if (noun === undefined || noun === '--help' || noun === 'help') {
    say(overview(commandTable))
    return
  }
  const entry = ofNoun.find((candidate) => candidate.verb === verb)
  if (entry !== undefined) {
    await runEntry(entry, rest)
  } else if (ofNoun.length > 0 && (verb === undefined || verb === '--help')) {
    say(overview(ofNoun))
  } else {
    fail(`There is no command "vendly ${[noun, verb].join(' ').trim()}".\n\n${overview(commandTable)}`, EXIT_USAGE)
  }
}

await run(process.argv.slice(2))
