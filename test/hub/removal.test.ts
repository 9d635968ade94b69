import { addHome, initHub, removeHome } from '../../src/hub/enrolment.ts'
import { readHubState } from '../../src/hub/folder.ts'
import { errorText } from '../../src/util/translate.ts'
import { freePort } from '../support/broker.ts'
import { inFolder } from '../support/folder.ts'

test('a home that is removed while the cluster is unreachable is no longer listed, and the operator is told what is left to do', () =>
  inFolder(async (folder) => {
    const urls = [`tls://127.0.0.1:${await freePort()}`]
    await initHub(folder, { publicUrl: 'https://hub.example.com', servers: [], urls })
    await addHome(folder, 'kim')
    const error: Error = await removeHome(folder, 'kim').then(
      () => new Error('it was removed'),
      (reason) => reason,
    )
    expect(readHubState(folder).homes).toEqual([])
    for (const text of Object.values(errorText(error))) expect(text).toContain('clova-home hub push')
  }))
