import { permitting, unpermitted } from '../../systemd/permissionCheck.ts'
import { type Check, failure } from '../check.ts'

/** Whether the service, which is closed to all that it does not need, may use the devices and the folder that are named. */
export const permit: Check = {
  name: 'permit',
  ms: 5000,
  async look({ config, outside }) {
    try {
      const closed = await unpermitted(config, outside)
      if (closed.length === 0) return []
      return [failure('permit', `the service may not use ${closed.join(', ')}`, permitting)]
    } catch (error) {
      return [failure('permit', (error as Error).message, 'write another folder under backup:')]
    }
  },
}
