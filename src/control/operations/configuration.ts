import * as z from 'zod'
import {
  changeOutcome,
  difference,
  driverProblem,
  explanation,
  mistake,
  nothing,
  type OperationShape,
  rejectedConfiguration,
  text,
} from './shapes.ts'

const revision = z.string().describe('of the text that the change is based on; another one there is a conflict')

const discoveryEntry = z.object({
  driver: z.string().describe('the name of the connection that found it'),
  name: z.string(),
  key: z.string(),
  via: z.string().describe('by which convention it announced itself'),
  type: z.string().optional().describe("CLOVA's type, if one fits"),
  model: z.string(),
  traits: z.array(z.string()).describe('its traits and verbs'),
  appliance: z.string().optional().describe('the id of the appliance that it is, if it is one'),
  problems: z
    .array(text)
    .describe('what of it could not be understood, and why it is no appliance though it should be'),
})
export type DiscoveryEntry = z.infer<typeof discoveryEntry>

const discoveryReport = z.object({ devices: z.array(discoveryEntry), problems: z.array(driverProblem) })
export type DiscoveryReport = z.infer<typeof discoveryReport>

const version = z.object({
  id: z.string(),
  at: z.number(),
  by: z
    .object({
      kind: z.enum(['dashboard', 'file', 'start']).describe('file: an editor or the command line wrote it'),
      user: z.string().optional(),
      restoredFrom: z.number().optional().describe('when the version was saved that was put back'),
    })
    .describe('who saved it'),
  summary: z
    .array(explanation)
    .max(5)
    .describe('what it changed against the one before, such as appliances that were added or renamed'),
  lines: z.object({ added: z.number(), removed: z.number() }),
  isInForce: z.boolean(),
})

const description = {
  name: z.string().trim().min(1).max(100).optional(),
  type: z.string().optional(),
  location: z.string().nullable().optional().describe('null takes it away'),
  tags: z.array(z.string().trim().min(1).max(100)).max(100).optional(),
  isExposed: z.boolean().optional().describe('whether CLOVA sees it'),
}

export const configurationOperations = {
  configuration: {
    method: 'GET',
    path: '/configuration',
    role: 'owner',
    summary: 'The configuration: the text that is in force, the file as it stands now, and its mistakes',
    request: nothing,
    response: z.object({
      file: z.string(),
      text: z.string().describe('what is in force, as it was written'),
      rejected: rejectedConfiguration.optional().describe('why the file as it stands now is not in force'),
      inForceSince: z.number().optional(),
      current: z
        .object({ text: z.string(), revision, problems: z.array(mistake), isInForce: z.boolean() })
        .optional()
        .describe('the file as it stands now; absent if it cannot be read'),
      unreadable: explanation.optional().describe('why it cannot be read'),
      notWritable: explanation.optional().describe('why it cannot be saved, with the sudo command; absent: it can'),
      secretNames: z.array(z.string()).default([]).describe('the names in secrets.yaml; their values never leave'),
    }),
  },
  validateConfiguration: {
    method: 'POST',
    path: '/configuration/validate',
    role: 'owner',
    summary: 'The mistakes of a text, each with its line, its column and the edit that mends it; nothing is saved',
    request: z.object({ text: z.string().max(1_000_000) }),
    response: z.object({ problems: z.array(mistake), isValid: z.boolean() }),
  },
  compareConfiguration: {
    method: 'POST',
    path: '/configuration/compare',
    role: 'owner',
    summary: 'What saving a text would change, in lines and in words; nothing is saved',
    request: z.object({
      text: z.string().max(1_000_000),
      revision: revision.optional(),
    }),
    response: z.object({
      difference,
      effects: z
        .array(explanation)
        .describe('what it will do: appliances renamed, connections closed, CLOVA to search'),
      keptComments: z.number().describe('how many lines with a remark stay as they are'),
      changedByOther: z
        .object({ at: z.number().optional(), difference, overlaps: z.boolean() })
        .optional()
        .describe('the file has changed since `revision`; the difference is what the other did'),
    }),
  },
  saveConfiguration: {
    method: 'POST',
    path: '/configuration/save',
    role: 'owner',
    summary: 'Saves a text and applies it without a restart; one with mistakes is not saved',
    request: z.object({ text: z.string().max(1_000_000), revision }),
    response: changeOutcome,
  },
  reloadConfiguration: {
    method: 'POST',
    path: '/configuration/reload',
    role: 'owner',
    summary: 'Reads the configuration now; mistakes are reported, and the configuration before stays in force',
    request: nothing,
    response: z.object({ problem: z.string().optional().describe('why it is not in force, line by line') }),
  },
  configurationSchema: {
    method: 'GET',
    path: '/configuration/schema',
    role: 'owner',
    summary: 'The JSON schema of the configuration, for completion',
    request: nothing,
    response: z.record(z.string(), z.unknown()),
  },
  versions: {
    method: 'GET',
    path: '/configuration/versions',
    role: 'owner',
    summary: 'The configurations that were in force before, the newest first; 20 are stored',
    request: nothing,
    response: z.object({ versions: z.array(version) }),
  },
  version: {
    method: 'GET',
    path: '/configuration/versions/{id}',
    role: 'owner',
    summary: 'The text of an earlier configuration, and how the present file differs from it',
    request: z.object({ id: z.string() }),
    response: z.object({
      text: z.string(),
      difference: difference.describe('from the present file to this version'),
      problems: z.array(mistake).describe('by the present rules'),
    }),
  },
  restoreVersion: {
    method: 'POST',
    path: '/configuration/versions/{id}/restore',
    role: 'owner',
    summary: 'Saves an earlier configuration as the present one; the present one is stored as a version',
    request: z.object({ id: z.string(), revision: revision.optional().describe('absent: whatever is there now') }),
    response: changeOutcome,
  },
  editAppliance: {
    method: 'POST',
    path: '/appliances/{appliance}/description',
    role: 'owner',
    summary: 'Changes name, type, location, tags or exposure of an appliance in the configuration; comments stay',
    request: z.object({ appliance: z.string(), ...description }),
    response: changeOutcome,
  },
  removeAppliance: {
    method: 'POST',
    path: '/appliances/{appliance}/remove',
    role: 'owner',
    summary: 'Removes an appliance from the configuration',
    request: z.object({ appliance: z.string() }),
    response: changeOutcome,
  },
  discovery: {
    method: 'GET',
    path: '/discovery',
    role: 'owner',
    summary: 'The devices that the connections discovered',
    request: nothing,
    response: discoveryReport,
  },
  addAppliances: {
    method: 'POST',
    path: '/discovery/add',
    role: 'owner',
    summary: 'Writes appliances for discovered devices into the configuration',
    request: z.object({
      devices: z
        .array(
          z.object({
            driver: z.string(),
            key: z.string(),
            name: z.string().trim().min(1).max(100).optional().describe('absent: its own'),
            type: z.string().optional().describe('absent: the one that fits'),
            location: z.string().optional(),
          }),
        )
        .min(1)
        .max(1000),
    }),
    response: changeOutcome,
  },
} as const satisfies Readonly<Record<string, OperationShape>>
