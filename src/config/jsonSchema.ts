import * as z from 'zod'
import type { Driver } from '../home/driver.ts'
import type { LoadContext } from './load.ts'
import { applianceKeys, schema as configSchema } from './schema.ts'

/** The JSON Schema by which an editor completes and checks `gateway.yaml`; `config/gateway.schema.json` is it. */
export async function jsonSchema({ drivers, protocol }: Pick<LoadContext, 'drivers' | 'protocol'>): Promise<object> {
  const loaded: { type: string; driver: Driver }[] = []
  for (const [type, load] of Object.entries(drivers)) loaded.push({ type, driver: await load() })
  const either = (of: (edition: 'kr' | 'jp') => readonly string[]) =>
    z.enum([...new Set([...of('kr'), ...of('jp')])].sort())
  const common = { ...applianceKeys, type: either(protocol.types), location: either(protocol.locations).optional() }
  const whole = configSchema.extend({
    drivers: z.record(
      z.string(),
      z.union(
        loaded.flatMap(({ type, driver }) =>
          objectSchemas(driver.config).map((keys) => keys.extend({ type: z.literal(type) })),
        ),
      ),
    ),
    // JSON Schema cannot look up the driver of an appliance's connection, so the keys of any driver are accepted.
    appliances: z.array(
      z.union(loaded.flatMap(({ driver }) => objectSchemas(driver.appliance).map((keys) => keys.extend(common)))),
    ),
  })
  return {
    title: 'clova-home-gateway',
    ...z.toJSONSchema(whole.partial(), { io: 'input', unrepresentable: 'any', reused: 'ref' }),
  }
}

/** The object schemas of a driver, without their refinements: one, or one for each kind of its connections. */
const objectSchemas = (part: z.ZodType): readonly z.ZodObject[] =>
  part instanceof z.ZodUnion
    ? (part.options as readonly z.ZodType[]).flatMap(objectSchemas)
    : [z.strictObject(part instanceof z.ZodObject ? part.shape : {})]
