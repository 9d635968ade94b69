import { setImmediate } from 'node:timers/promises'
import { takePortTurn } from '../../src/cli/demo/ports.ts'
import { inFolder } from '../support/folder.ts'
import { start } from '../support/process.ts'

test('the demo shows a signed request, the MQTT traffic and the confirmation, and stays until it is stopped', async () => {
  const demo = start(['run', '--config', 'nowhere.yaml', '--or-demo', '--language', 'ko'])
  await demo.untilOutput('npm start가 그것을 실행합니다')
  const text = demo.stdout()
  expect(text).toContain('SignatureCEK: ')
  expect(text).toContain('MQTT  desk/lamp/set  {"brightness":102}')
  expect(text).toContain('MQTT  desk/lamp      {"state":"ON","brightness":102}')
  const confirmation = text.slice(text.indexOf('ms 뒤에 대답합니다'))
  expect(confirmation).toMatch(/SetBrightnessConfirmation[\s\S]*"value": 40[\s\S]*"previousState"[\s\S]*"value": 80/)
  // The command that it proposes works.
  const [, file = ''] = /node \S+ say desk-lamp TurnOff --config (\S+|'.*')$/m.exec(text) ?? []
  const words = ['say', 'desk-lamp', 'TurnOff', '--config', file.replace(/^'(.*)'$/, '$1')]
  expect(await start(words).finished).toMatchObject({ code: 0, stdout: expect.stringContaining('TurnOffConfirmation') })
  demo.child.kill('SIGINT')
  expect(await demo.finished).toMatchObject({ code: 0, stderr: '' })
})

test('when two demos start at once, the second chooses its ports after the first one listens', () =>
  inFolder(async (folder) => {
    const order: string[] = []
    const first = await takePortTurn(folder)
    const second = takePortTurn(folder).then((turn) => {
      order.push('the second chooses')
      return turn
    })
    await setImmediate()
    order.push('the first listens')
    await first?.release()
    await (await second)?.release()
    expect(order).toEqual(['the first listens', 'the second chooses'])
  }))
