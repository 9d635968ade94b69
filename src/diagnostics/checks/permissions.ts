import { missingPermissions, permitCommand } from '../../systemd/permissionCheck.ts'
import { errorText } from '../../util/translate.ts'
import { type Check, failure } from '../check.ts'
import { say } from '../messages.ts'

/** Whether the sandboxed service may use the devices and the backup folder that the configuration names. */
export const servicePermissionsCheck: Check = {
  name: 'permit',
  timeoutMs: 5000,
  async run({ config, host }) {
    try {
      const denied = await missingPermissions(config, host)
      if (denied.length === 0) return []
      return [failure('permit', say('notPermitted', { names: denied.join(', ') }), permitCommand)]
    } catch (error) {
      return [failure('permit', errorText(error), say('otherBackupFolder'))]
    }
  },
}
