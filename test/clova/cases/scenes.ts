import type { Scene, SceneAction } from '../../../src/home/home.ts'
import type { ClovaCase } from '../case.ts'
import { range, settable, spec } from '../caseBuilders.ts'
import { jp, kr } from '../editions.ts'

const scene = (id: string, name: string, ...actions: readonly SceneAction[]): Scene => ({
  id,
  name,
  confirm: false,
  actions,
})

const evening = scene(
  'evening',
  'film night',
  { appliance: 'it', do: 'TurnOn' },
  { appliance: 'it', do: 'SetBrightness', value: 15 },
)
const leaving = scene('leaving', 'see you', { appliance: 'it', do: 'TurnOff' }, { appliance: 'door', do: 'Close' })
const dimmed = scene('dimmed', 'softly', { appliance: 'it', do: 'SetBrightness', value: 15 })
const unlock = scene('unlock', 'come in', { appliance: 'it', do: 'SetLockState', value: 'UNLOCKED' })

const lamp = { type: 'LIGHT', spec: spec({ power: settable, brightness: range(0, 100) }) } as const
const curtain = { type: 'SMARTCURTAIN', spec: spec({ open: settable }) } as const

const told = [
  { kind: 'set', patch: { power: true } },
  { kind: 'set', patch: { brightness: 15 } },
] as const

/** The switch that a scene is in the edition of NAVER. */
const switchOf = ({ id, name }: { readonly id: string; readonly name: string }) => ({
  applianceId: id,
  manufacturerName: 'clova-home-gateway',
  modelName: 'SWITCH',
  version: '1.0',
  friendlyName: name,
  friendlyDescription: name,
  isIr: false,
  actions: ['HealthCheck', 'TurnOn'],
  applianceTypes: ['SWITCH'],
  additionalApplianceDetails: {},
  location: '',
  tags: [],
})

/** Scenes, and the custom commands that discovery makes of them. */
export const scenes: readonly ClovaCase[] = [
  ...jp({
    name: 'makes commands of scenes, as far as their actions need no value',
    action: 'DiscoverAppliances',
    scenes: [evening, leaving, dimmed],
    answer: [
      'DiscoverAppliancesResponse',
      {
        customCommands: [
          { name: 'film night', actions: [{ applianceId: 'it', action: 'TurnOn' }] },
          {
            name: 'see you',
            actions: [
              { applianceId: 'it', action: 'TurnOff' },
              { applianceId: 'door', action: 'Close' },
            ],
          },
        ],
        discoveredAppliances: [],
      },
    ],
  }),
  ...jp(
    {
      name: 'tells every scene, and which is to be asked about first',
      action: 'DiscoverScenes',
      scenes: [evening, { ...leaving, confirm: true }],
      answer: [
        'DiscoverScenesResponse',
        {
          discoveredScenes: [
            { sceneId: 'evening', sceneName: 'film night', needsUserConfirmation: false, additionalSceneDetails: {} },
            { sceneId: 'leaving', sceneName: 'see you', needsUserConfirmation: true, additionalSceneDetails: {} },
          ],
        },
      ],
    },
    ...[null, 'evening', {}].map((value) => ({
      name: `${JSON.stringify(value)} is no scene`,
      action: 'ActionScene',
      scenes: [evening],
      payload: { scene: value },
      answer: ['ValueNotSupportedError', {}] as const,
    })),
    {
      name: 'has no switch as in the other edition',
      action: 'TurnOn',
      otherAppliances: { it: lamp },
      scenes: [evening],
      payload: { appliance: { applianceId: 'scene:evening' } },
      answer: ['NoSuchTargetError', {}],
    },
    {
      name: 'tells that there is none',
      action: 'DiscoverScenes',
      answer: ['DiscoverScenesResponse', { discoveredScenes: [] }],
    },
    {
      name: 'runs a scene, the actions of one appliance in their order',
      action: 'ActionScene',
      it: lamp,
      scenes: [leaving, evening],
      payload: { scene: { sceneId: 'evening', sceneName: 'film night', additionalSceneDetails: {} } },
      answer: ['ActionSceneConfirmation', {}],
      commands: told,
    },
    {
      name: 'takes the scene as applianceId, as the example has it',
      action: 'ActionScene',
      it: lamp,
      scenes: [evening],
      payload: { scene: { applianceId: 'evening', additionalSceneDetails: {} } },
      answer: ['ActionSceneConfirmation', {}],
      commands: told,
    },
    {
      name: 'runs a scene of two appliances',
      action: 'ActionScene',
      it: lamp,
      otherAppliances: { door: curtain },
      scenes: [leaving],
      payload: { scene: { sceneId: 'leaving' } },
      answer: ['ActionSceneConfirmation', {}],
      commands: [
        { kind: 'set', patch: { power: false } },
        { kind: 'set', patch: { open: false } },
      ],
    },
    {
      name: 'has failed if one of its actions has, though the other was done',
      action: 'ActionScene',
      it: { ...lamp, online: false },
      otherAppliances: { door: curtain },
      scenes: [leaving],
      payload: { scene: { sceneId: 'leaving' } },
      answer: ['TargetOfflineError', {}],
      commands: [{ kind: 'set', patch: { open: false } }],
    },
    {
      name: 'does not open the door either',
      action: 'ActionScene',
      it: { type: 'SMARTLOCK', spec: spec({ locked: settable }), state: { locked: true } },
      scenes: [unlock],
      payload: { scene: { sceneId: 'unlock' } },
      answer: ['UnsupportedOperationError', {}],
    },
    {
      name: 'knows no scene of that name',
      action: 'ActionScene',
      it: lamp,
      scenes: [evening],
      payload: { scene: { sceneId: 'breakfast' } },
      answer: ['NoSuchTargetError', {}],
    },
    {
      name: 'needs a scene',
      action: 'ActionScene',
      it: lamp,
      scenes: [evening],
      answer: ['ValueNotSupportedError', {}],
    },
  ),
  ...kr(
    {
      name: 'offers each scene as a custom command, without values, and as a switch that runs all of it',
      action: 'DiscoverAppliances',
      scenes: [evening, dimmed],
      answer: [
        'DiscoverAppliancesResponse',
        {
          customCommands: [{ name: 'film night', actions: [{ applianceId: 'it', action: 'TurnOn' }] }],
          discoveredAppliances: [
            switchOf({ id: 'scene:evening', name: 'film night' }),
            switchOf({ id: 'scene:dimmed', name: 'softly' }),
          ],
        },
      ],
    },
    {
      name: 'runs a scene with its values when its switch is turned on',
      action: 'TurnOn',
      otherAppliances: { it: lamp },
      scenes: [leaving, evening],
      payload: { appliance: { applianceId: 'scene:evening' } },
      answer: ['TurnOnConfirmation', {}],
      commands: told,
    },
    {
      name: 'has failed as a switch if one of its actions has',
      action: 'TurnOn',
      otherAppliances: { it: { ...lamp, online: false }, door: curtain },
      scenes: [leaving],
      payload: { appliance: { applianceId: 'scene:leaving' } },
      answer: ['TargetOfflineError', {}],
      commands: [{ kind: 'set', patch: { open: false } }],
    },
    {
      name: 'cannot be turned off, since nobody knows what was before',
      action: 'TurnOff',
      otherAppliances: { it: lamp },
      scenes: [evening],
      payload: { appliance: { applianceId: 'scene:evening' } },
      answer: ['UnsupportedOperationError', {}],
    },
    {
      name: 'is reachable as a switch, and never on',
      action: 'HealthCheck',
      scenes: [evening],
      payload: { appliance: { applianceId: 'scene:evening' } },
      answer: ['HealthCheckResponse', { isReachable: true, isTurnOn: false }],
    },
    {
      name: 'is no switch if there is no such scene',
      action: 'TurnOn',
      scenes: [evening],
      payload: { appliance: { applianceId: 'scene:breakfast' } },
      answer: ['NoSuchTargetError', {}],
    },
    {
      name: 'gives way to an appliance that has its id',
      action: 'TurnOff',
      otherAppliances: { 'scene:evening': lamp },
      scenes: [evening],
      payload: { appliance: { applianceId: 'scene:evening' } },
      answer: ['TurnOffConfirmation', {}],
      commands: [{ kind: 'set', patch: { power: false } }],
    },
    {
      name: 'is an action of the other edition',
      action: 'ActionScene',
      it: lamp,
      scenes: [evening],
      payload: { scene: { sceneId: 'evening' } },
      answer: ['UnsupportedOperationError', {}],
    },
    {
      name: 'is an action of the other edition',
      action: 'DiscoverScenes',
      scenes: [evening],
      answer: ['UnsupportedOperationError', {}],
    },
  ),
]
