// The order of the test files: those that wait long first, then by their size. At the end no worker is alone with a long one.
// jest itself would go by how long each took in the run before, which a new clone does not know.
const { statSync } = require('node:fs')

/** Test files that take ten seconds or more, most of it waiting. */
const longFiles = [
  'lies/lies',
  'drivers/hue/bridgeQuirks',
  'hub/throughHub',
  'drivers/hue/v1/v1',
  'drivers/hue/contract',
  'drivers/hue/appliances/confirmedCommands',
  'drivers/mqtt/device/honesty',
  'drivers/hue/bridge/rateLimiter',
  'drivers/ir/contract',
  'drivers/ir/endToEnd',
  'drivers/ir/lircReal',
  'faults/hostile',
  'cli/setup/wizard',
]

module.exports = class {
  sort(tests) {
    const rankOf = ({ path }) => {
      const index = longFiles.findIndex((name) => path.endsWith(`/test/${name}.test.ts`))
      return index === -1 ? longFiles.length : index
    }
    const ranked = tests.map((test) => ({ test, rank: rankOf(test), size: statSync(test.path).size }))
    return ranked.sort((a, b) => a.rank - b.rank || b.size - a.size).map(({ test }) => test)
  }

  /** How long each took is not kept. */
  cacheResults() {}
}
