import { type TestGateway, testGateway } from './gateway.ts'
import {
  clientSecret,
  clientsOf,
  hashCheaply,
  type LinkingClients,
  limited,
  passwordHash,
  userCount,
} from './linkingClients.ts'

const configText = `
linking:
  name: 우리집
  clientId: clova
  clientSecret: '${clientSecret}'
  users:
    - { name: ${limited}, password: '${passwordHash}', appliances: [lamp] }
${Array.from({ length: userCount }, (_, i) => `    - { name: user${i}, password: '${passwordHash}' }`).join('\n')}
drivers: { memory: { type: virtual } }
appliances:
  - { id: lamp, name: 조명, type: LIGHT, driver: memory, traits: { power: { value: false }, brightness: { value: 80 } } }
  - { id: door, name: 문, type: SMARTLOCK, driver: memory, traits: { locked: { value: true } } }
scenes:
  - { id: dark, name: 어둠, actions: [{ appliance: lamp, do: TurnOff }] }
  - { id: away, name: 외출, actions: [{ appliance: lamp, do: TurnOff }, { appliance: door, do: SetLockState, value: LOCKED }] }
`

/** A gateway that can be linked, and CLOVA beside it. */
export interface LinkingGateway extends Omit<TestGateway, 'token'>, LinkingClients {
  /** an access token that was made by hand */
  readonly byHand: string
}

/** Starts a gateway that can be linked. @param more further keys of `server` */
export async function startLinkingGateway(more = ''): Promise<LinkingGateway> {
  const proxy = ', trustedProxy: { header: X-Forwarded-For }'
  const cheapHash = await hashCheaply()
  const it = await testGateway(configText, {
    server: `${proxy}${more}`,
    adjust: ({ linking, ...config }) => ({
      ...config,
      ...(linking && {
        linking: { ...linking, users: linking.users.map((user) => ({ ...user, password: cheapHash })) },
      }),
    }),
  })
  return { ...it, ...clientsOf(it.post), byHand: it.token }
}
