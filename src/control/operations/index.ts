import { accessOperations } from './access.ts'
import { configurationOperations } from './configuration.ts'
import { healthOperations } from './health.ts'
import { homeOperations } from './home.ts'
import { hubOperations } from './hub.ts'
import { linkingOperations } from './linking.ts'
import { remoteOperations } from './remotes.ts'
import { requestOperations } from './requests.ts'
import { setupOperations } from './setup.ts'
import type { OperationShape } from './shapes.ts'

/** Every operation of the admin API, by its name. To add one, add its entry to the file of its subject. */
export const operations = {
  ...homeOperations,
  ...requestOperations,
  ...configurationOperations,
  ...healthOperations,
  ...hubOperations,
  ...linkingOperations,
  ...setupOperations,
  ...remoteOperations,
  ...accessOperations,
} as const satisfies Readonly<Record<string, OperationShape>>
