import type { ControlHandlers } from '../http/admin/router.ts'
import type { ControlDependencies } from './control/handlers.ts'
import type { DashboardEndpoint } from './dashboardEndpoint.ts'

/**
 * The handlers of the API, made when they are first wanted. They and the schemas of their operations take 3 MiB, and most homes
 * are asked only by CLOVA.
 * @param dashboard absent where nobody can log in
 */
export function controlHandlersLoader(
  dependencies: ControlDependencies,
  dashboard: DashboardEndpoint | undefined,
): () => Promise<ControlHandlers> {
  let handlers: Promise<ControlHandlers> | undefined
  return () => {
    handlers ??= load()
    return handlers
  }

  async function load(): Promise<ControlHandlers> {
    const [{ createControlHandlers }, { createAccessHandlers }] = await Promise.all([
      import('./control/handlers.ts'),
      import('./control/access.ts'),
    ])
    return { ...createControlHandlers(dependencies), ...(dashboard && createAccessHandlers(dashboard)) }
  }
}
