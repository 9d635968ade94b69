import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventually } from '../drivers/contract.ts'
import { freePort } from '../support/broker.ts'
import { inFolder } from '../support/folder.ts'
import { clovaHome, killed, start } from '../support/process.ts'

// How much is given back `npm run bench` tells: V8 gives some of it back by itself.
test('the gateway goes on when it has asked for its memory back', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'gateway.yaml')
    const lamp = (_: unknown, i: number) =>
      `  - { id: l${i}, name: lamp ${i}, type: LIGHT, driver: memory, traits: { power: { value: false } } }`
    writeFileSync(
      file,
      `server: { listen: '127.0.0.1:${await freePort()}' }\nsignature: { publicKey: none.pem }\ndrivers: { memory: { type: virtual } }\nappliances:\n${Array.from({ length: 1500 }, lamp).join('\n')}\n`,
    )
    const gateway = start(['run', '--config', file])
    const kilobytes = (key: string) =>
      Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${gateway.child.pid}/status`, 'utf8'))?.[1])
    try {
      await gateway.says('the gateway is listening')
      await eventually(() => kilobytes('VmRSS') < 0.75 * kilobytes('VmHWM'))
      expect(await clovaHome('say', 'l7', 'TurnOn', '--config', file)).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('TurnOnConfirmation'),
      })
    } finally {
      await killed(gateway.child)
    }
  }))
