import { Failure } from '../../../src/home/failure.ts'
import type { State } from '../../../src/home/traits.ts'
import type { ResourceRequest } from '../bridge/client.ts'
import { groupBy, type Resource, type Resources } from '../bridge/resources.ts'
import { say } from '../messages.ts'
import type { LastCommand } from './light.ts'
import type { HueAppliance } from './listAppliances.ts'

/** From what the state of an appliance is made: the resources of the bridge, and the last command to each light. */
export interface KnownState {
  readonly resources: Resources
  /** by the id of a light or a grouped light */
  readonly sent: Map<string, LastCommand>
  /** False if the bridge reports all these connectivity services as unreachable. */
  reaches(radios: readonly string[]): boolean
}

/** What a bridge is sent for one command, and how it is known to have been done. */
export interface HueCommand {
  /** one request, or one for each lamp of a small room */
  readonly requests: readonly ResourceRequest[]
  /** what is remembered as sent, by the id of a light or a grouped light */
  readonly sent: readonly (readonly [id: string, sent: LastCommand])[]
  /** the resources that show whether it was done */
  readonly confirmedBy: readonly (readonly [type: string, id: string])[]
  /** The names of what has not followed yet; empty once the bridge shows that all has. */
  missing(): readonly string[]
  /** several lamps were meant: then it is not done unless all have followed, whatever the state of the whole says */
  readonly isForSeveral: boolean
}

/** How one kind of appliance is read and set. */
export interface HueApplianceKind {
  state(appliance: HueAppliance, known: KnownState): State
  /** @throws Failure `unsupported`; `offline` if the bridge no longer has it */
  command(appliance: HueAppliance, patch: State, known: KnownState, options: CommandOptions): HueCommand
}

/** What the user wrote about how an appliance is set. */
export interface CommandOptions {
  /** how a scene is recalled */
  readonly recall?: 'static' | 'dynamic' | undefined
}

export const unsupported = (appliance: HueAppliance) =>
  new Failure('unsupported', say('cannotBeSet', { name: appliance.name }))

/** The resources of these ids that there are. */
export const resourcesOf = (
  ids: readonly string[],
  { resources }: Pick<KnownState, 'resources'>,
): readonly Resource[] => ids.flatMap((id) => resources.get(id) ?? [])

/** The resource that is set. @throws Failure `offline` if the bridge no longer has it */
export function primaryResource({ commandResource = '' }: HueAppliance, { resources }: KnownState): Resource {
  const resource = resources.get(commandResource)
  if (!resource) throw new Failure('offline', say('noLonger'))
  return resource
}

/** The lights of a group that the bridge reaches. */
export function reachableLights(appliance: HueAppliance, known: KnownState): readonly Resource[] {
  const radios = groupBy(resourcesOf(appliance.connectivityServices, known), ({ owner }) => owner?.rid)
  return resourcesOf(appliance.lights, known).filter(({ owner }) =>
    known.reaches((radios.get(owner?.rid ?? '') ?? []).map(({ id }) => id)),
  )
}

/** What a light is called in the log. */
export const nameOfLight = ({ metadata, id }: Resource): string => metadata?.name ?? id
