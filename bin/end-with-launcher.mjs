// Loaded into the programs of the demo with --import: without their launcher, whom nobody can ask to stop them any more,
// they end as if it had asked.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref()
