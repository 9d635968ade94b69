// `@jest/globals` of the tests that scripts/mutationWorker.mjs runs.
export const { jest, expect, describe, test, it, beforeAll, beforeEach, afterAll, afterEach } = globalThis.testApi
