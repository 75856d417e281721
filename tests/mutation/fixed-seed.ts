import fc from 'fast-check'

// A mutant that one seed kills and another spares would make the figure a matter of luck.
fc.configureGlobal({ seed: 20_260_101 })
