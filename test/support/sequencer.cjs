// The order of the test files. Those that wait long stand between the others, so that two processors always have work: all of
// them at the beginning would leave the processors idle, and one at the end would leave a worker alone with it.
// jest itself would go by how long each took in the run before, which a new clone does not know.
const { statSync } = require('node:fs')

/**
 * Test files that take six seconds or more, most of it waiting; the longest first. The last ones compute for seconds: by their
 * size, which is small, they would come among the last of all.
 */
const longFiles = [
  'drivers/hue/contract',
  'lies/lies',
  'drivers/hue/v1/v1',
  'drivers/hue/bridgeQuirks',
  'drivers/mqtt/device/honesty',
  'cli/setup/wizard',
  'drivers/ir/contract',
  'faults/powerCuts',
  'drivers/hue/bridge/faults',
  'drivers/hue/appliances/confirmedCommands',
  'faults/badDrivers',
  'faults/hostile',
  'drivers/mqtt/contract',
  'gateway/configReload',
  'cli/link',
  'drivers/ir/endToEnd',
  'hub/throughHub',
  'drivers/hue/bridge/rateLimiter',
  'drivers/ir/lircReal',
  'http/limits',
  'hub/joining',
  'cli/cli',
  'cli/learn',
  'cli/discoverWrite',
  'cli/demo',
  'storage/wear',
  'drivers/mqtt/flood',
  'drivers/mqtt/discovery/limits',
  'config/config',
  'config/limits',
  'config/schema',
  'faults/crash',
  'clova/cases',
  'cli/languages',
]
/** How many other files follow each of them: with seven workers, about half of them wait at any time. */
const othersBetween = 7

module.exports = class {
  sort(tests) {
    const rankOf = ({ path }) => longFiles.findIndex((name) => path.endsWith(`/test/${name}.test.ts`))
    const long = tests.filter((test) => rankOf(test) !== -1).sort((a, b) => rankOf(a) - rankOf(b))
    const sizes = new Map(tests.map((test) => [test, statSync(test.path).size]))
    const others = tests.filter((test) => rankOf(test) === -1).sort((a, b) => sizes.get(b) - sizes.get(a))
    // Where there are too few others, as in a run of one folder, the first follow each other.
    const spread = Math.min(long.length, Math.ceil(others.length / othersBetween))
    const first = long.splice(0, long.length - spread)
    return [...first, ...others.flatMap((test, i) => (i % othersBetween === 0 ? [...long.splice(0, 1), test] : [test]))]
  }

  /** How long each took is not kept. */
  cacheResults() {}
}
