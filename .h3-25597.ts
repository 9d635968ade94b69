import '/tmp/hostile3/shim.mjs'
await import('./test/http/clova/publicKey.test.ts')
await globalThis.runAll()
