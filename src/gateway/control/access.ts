import { controlError } from '../../control/errors.ts'
import { explain } from '../../control/explanations/index.ts'
import type { ControlHandlers } from '../../http/admin/router.ts'
import { type ApplianceReach, ownerName } from '../../http/dashboard/accounts.ts'
import { hashPassword, maxPasswordLength, minPasswordLength } from '../../oauth/password.ts'
import type { DashboardEndpoint } from '../dashboardEndpoint.ts'

type AccessHandlers = Pick<
  ControlHandlers,
  'members' | 'setMember' | 'removeMember' | 'apiTokens' | 'createApiToken' | 'revokeApiToken' | 'openDashboard'
>

/** The operations on who may use the dashboard and its API. Nothing counts before it is on the disk. */
export function createAccessHandlers(dashboard: DashboardEndpoint): AccessHandlers {
  const { accounts } = dashboard
  const reachOf = ({ appliances, tags }: ApplianceReach) => ({
    ...(appliances && { appliances: [...appliances] }),
    ...(tags && { tags: [...tags] }),
  })
  return {
    members: () => ({
      members: accounts
        .members()
        .map(({ name, created, ...reach }) => ({ name, createdAt: created, ...reachOf(reach) })),
    }),
    async setMember({ name, password, ...reach }) {
      if (name.toLowerCase() === ownerName) throw controlError('conflict', explain('ownerNameTaken', { name }))
      const isNew = !accounts.members().some((one) => one.name === name)
      if (isNew && password === undefined) throw controlError('badRequest', explain('passwordNeeded'))
      if (password !== undefined && (password.length < minPasswordLength || password.length > maxPasswordLength))
        throw controlError('badRequest', explain('passwordLength', { min: minPasswordLength, max: maxPasswordLength }))
      const hash = password === undefined ? undefined : await hashPassword(password)
      accounts.setMember(name, reach, hash)
      await save()
      return {}
    },
    async removeMember({ name }) {
      if (!accounts.removeMember(name)) throw controlError('notFound', explain('noSuchMember', { name }))
      await save()
      return {}
    },
    apiTokens: () => ({
      tokens: accounts
        .tokens()
        .map(({ name, role, created, ...reach }) => ({ name, role, createdAt: created, ...reachOf(reach) })),
    }),
    async createApiToken(request) {
      const token = accounts.createToken(request)
      await save()
      return { token }
    },
    async revokeApiToken({ name }) {
      if (!accounts.revokeToken(name)) throw controlError('notFound', explain('noSuchApiToken', { name }))
      await save()
      return {}
    },
    async openDashboard({ reset }) {
      if (reset) accounts.reset()
      const code = accounts.hasPassword() ? undefined : accounts.offerCode(true)
      await dashboard.moved()
      const problem = dashboard.problem() ?? accounts.problem()
      return {
        urls: [...dashboard.urls()],
        ...(code && { code: code.text, expiresAt: code.expires }),
        ...(problem !== undefined && { problem }),
      }
    },
  }

  async function save(): Promise<void> {
    await accounts.save().catch((error: Error) => {
      throw controlError('internal', explain('keptInMemoryOnly', {}, { detail: error.message }))
    })
  }
}
