import { createApplianceHandlers } from './appliances.ts'
import { createFileHandlers } from './file.ts'
import { createVersionHandlers } from './versions.ts'

type ConfigurationHandlers = ReturnType<typeof createFileHandlers> &
  ReturnType<typeof createVersionHandlers> &
  ReturnType<typeof createApplianceHandlers>
type ConfigurationDependencies = Parameters<typeof createFileHandlers>[0] &
  Parameters<typeof createVersionHandlers>[0] &
  Parameters<typeof createApplianceHandlers>[0]

/** The operations on the configuration: its file, its earlier versions, and the appliances in it. */
export const createConfigurationHandlers = (gateway: ConfigurationDependencies): ConfigurationHandlers => ({
  ...createFileHandlers(gateway),
  ...createVersionHandlers(gateway),
  ...createApplianceHandlers(gateway),
})
