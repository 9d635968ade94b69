/** The configuration of the demo: a lamp and a sensor behind MQTT, the other appliances in memory. */
export const demoConfig = (
  listen: string,
  broker: string,
  dashboard: string,
): string => `# The demo home of clova-home-gateway. It is written anew at each start of the demo.
edition: kr
language: ko
server:
  listen: ${listen}
signature:
  publicKey: public-key.pem         # of the key with which the demo plays CLOVA
state: state
dashboard:
  listen: ${dashboard}

drivers:
  broker:
    type: mqtt
    url: ${broker}
    embedded: true
  memory:
    type: virtual

appliances:
  - id: desk-lamp
    name: 책상 조명
    type: LIGHT
    location: LIVING_ROOM
    driver: broker
    availability: { topic: desk/lamp/status, online: online, offline: offline }
    traits:
      power:      { state: desk/lamp, path: $.state, on: 'ON', off: 'OFF', command: desk/lamp/set, payload: '{"state":"\${value}"}' }
      brightness: { state: desk/lamp, path: $.brightness, range: [0, 254], command: desk/lamp/set, payload: '{"brightness":\${value}}' }

  - id: living-air
    name: 거실 공기 센서
    type: AIRSENSOR
    location: LIVING_ROOM
    driver: broker
    traits:
      currentTemperature: { state: living/air, path: $.temperature }
      humidity:           { state: living/air, path: $.humidity }

  - id: living-aircon
    name: 거실 에어컨
    type: AIRCONDITIONER
    location: LIVING_ROOM
    driver: memory
    traits:
      power:              { value: false }
      mode:               { value: cool, values: [auto, cool, heat, dehumidify, fan] }
      targetTemperature:  { value: 24, min: 18, max: 30, step: 1 }
      currentTemperature: { value: 27 }
      fanSpeed:           { value: 2, min: 1, max: 3 }

  - id: front-door
    name: 현관문
    type: SMARTLOCK
    location: ENTRANCE
    driver: memory
    traits:
      locked: { value: true }

  - id: bedroom-curtain
    name: 침실 커튼
    type: SMARTCURTAIN
    location: BED_ROOM
    driver: memory
    verbs: [stop]
    traits:
      open: { value: false }

scenes:
  - id: good-night
    name: 좋은밤
    actions:
      - { appliance: desk-lamp, do: TurnOff }
      - { appliance: bedroom-curtain, do: Close }
`
