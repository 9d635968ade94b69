/** What a bridge announces, and the appliances that it makes: `name TYPE: traits and verbs`, in any order. */
export interface BridgeCase {
  readonly bridge: string
  /** by the path of the topic, without `homeassistant/` and `/config` */
  readonly announced: Readonly<Record<string, object>>
  readonly appliances: readonly string[]
}

const sds = { ids: ['sds_wallpad'], name: 'sds_wallpad', mf: 'Samsung SDS', mdl: 'Samsung SDS Wallpad' }
const kocom = { ids: 'kocom_smart_wallpad', name: '코콤 스마트 월패드', mf: 'KOCOM', mdl: '스마트 월패드' }
const bestin = { ids: 'bestin_wallpad', name: 'bestin_wallpad', mf: 'HDC BESTIN', mdl: 'HDC BESTIN Wallpad' }
const commax = { identifiers: ['commax_wallpad'], name: 'commax_wallpad', model: 'commax_wallpad' }
const ezville = { ids: ['ezville_wallpad'], name: 'ezville_wallpad', mf: 'EzVille', mdl: 'EzVille Wallpad' }
const homenet = {
  identifiers: ['homenet_bridge_main'],
  name: 'My Wallpad',
  model: 'RS485 Bridge',
  suggested_area: '거실',
}

/** Topics, keys and values as the sources of the bridges publish them; the homes are made up. */
export const bridgeCases: readonly BridgeCase[] = [
  {
    bridge: 'n-andflash/ha_addons sds_wallpad',
    announced: {
      'light/sds_wallpad/light_1': {
        ...{ '~': 'sds/light', name: '조명 1', uniq_id: 'sds_light_1', opt: true, dev: sds },
        ...{ stat_t: '~/1/power1/state', cmd_t: '~/1/power/command' },
      },
      'light/sds_wallpad/light_2': {
        ...{ '~': 'sds/light', name: '조명 2', uniq_id: 'sds_light_2', opt: true, dev: sds },
        ...{ stat_t: '~/1/power2/state', cmd_t: '~/2/power/command' },
      },
      'fan/sds_wallpad/fan_1': {
        ...{ '~': 'sds/fan/1', name: '환기', uniq_id: 'sds_fan_1', opt: true, dev: sds, pl_on: 5, pl_off: 6 },
        ...{ stat_t: '~/power/state', cmd_t: '~/power/command', pr_mode_stat_t: '~/preset/state' },
        ...{
          pr_mode_cmd_t: '~/preset/command',
          pr_modes: ['low', 'medium', 'high', 'auto'],
          spd_rng_min: 1,
          spd_rng_max: 3,
        },
      },
      ...Object.fromEntries(
        [1, 2].map((id) => [
          `climate/sds_wallpad/thermostat_${id}`,
          {
            ...{ '~': `sds/thermostat/${id}`, name: `난방 ${id}`, uniq_id: `sds_thermostat_${id}`, dev: sds },
            ...{ mode_stat_t: '~/power/state', mode_cmd_t: '~/power/command', temp_stat_t: '~/target/state' },
            ...{ temp_cmd_t: '~/target/command', curr_temp_t: '~/current/state', modes: ['off', 'heat'] },
            ...{ min_temp: 10, max_temp: 30 },
          },
        ]),
      ),
      ...Object.fromEntries(
        [1, 2].flatMap((id) => [
          [
            `switch/sds_wallpad/plug_${id}`,
            {
              ...{ '~': `sds/plug/${id}/power`, name: `콘센트 ${id} 전원`, uniq_id: `sds_plug_${id}`, dev: sds },
              ...{ stat_t: '~/state', cmd_t: '~/command', icon: 'mdi:power-plug' },
            },
          ],
          [
            `switch/sds_wallpad/plug_${id}_standby_cutoff`,
            {
              ...{
                '~': `sds/plug/${id}/idlecut`,
                name: `콘센트 ${id} 대기전력차단`,
                uniq_id: `sds_cutoff_${id}`,
                dev: sds,
              },
              ...{ stat_t: '~/state', cmd_t: '~/command', icon: 'mdi:leaf' },
            },
          ],
          [
            `sensor/sds_wallpad/plug_${id}_power_usage`,
            {
              ...{ '~': `sds/plug/${id}`, name: `콘센트 ${id} 전력사용량`, uniq_id: `sds_usage_${id}`, dev: sds },
              ...{ stat_t: '~/current/state', dev_cla: 'power', stat_cla: 'measurement', unit_of_meas: 'W' },
            },
          ],
        ]),
      ),
    },
    appliances: [
      '조명 1 LIGHT: power',
      '조명 2 LIGHT: power',
      '환기 VENTILATOR: fanSpeed mode power',
      '난방 1 THERMOSTAT: currentTemperature power targetTemperature',
      '난방 2 THERMOSTAT: currentTemperature power targetTemperature',
      '콘센트 1 전원 SWITCH: power',
      '콘센트 1 대기전력차단 SWITCH: power',
      '콘센트 2 전원 SWITCH: power',
      '콘센트 2 대기전력차단 SWITCH: power',
      '콘센트 1 전력사용량 SMARTMETER: consumption',
      '콘센트 2 전력사용량 SMARTMETER: consumption',
    ],
  },
  {
    bridge: 'kocom.py',
    announced: {
      'fan/kocom_wallpad_fan': {
        ...{ name: 'Fan', cmd_t: 'kocom/livingroom/fan/command', stat_t: 'kocom/livingroom/fan/state', device: kocom },
        ...{ stat_val_tpl: '{{ value_json.state }}', pr_mode_stat_t: 'kocom/livingroom/fan/state', pl_on: 'on' },
        ...{ pr_mode_val_tpl: '{{ value_json.preset }}', pr_mode_cmd_tpl: '{{ value }}', pl_off: 'off' },
        ...{ pr_mode_cmd_t: 'kocom/livingroom/fan/set_preset_mode/command', uniq_id: 'kocom_wallpad_fan' },
        pr_modes: ['Off', 'Low', 'Medium', 'High'],
      },
      'button/kocom_wallpad_elevator': {
        ...{ name: 'Elevator Call', cmd_t: 'kocom/myhome/elevator/command', payload_press: 'on', ic: 'mdi:elevator' },
        ...{ qos: 0, uniq_id: 'kocom_wallpad_elevator', device: kocom },
      },
      'button/kocom_wallpad_query': {
        ...{ name: 'Query Status', cmd_t: 'kocom/myhome/query/command', uniq_id: 'kocom_wallpad_query', device: kocom },
      },
      'light/kocom_livingroom_light1': {
        ...{ name: 'Livingroom Light 1', cmd_t: 'kocom/livingroom/light/1/command', pl_on: 'on', pl_off: 'off' },
        ...{ stat_t: 'kocom/livingroom/light/state', stat_val_tpl: '{{ value_json.light_1 }}', device: kocom },
        uniq_id: 'kocom_livingroom_light1',
      },
      'climate/kocom_livingroom_thermostat': {
        ...{ name: 'Livingroom Thermostat', mode_cmd_t: 'kocom/room/thermo/0/heat_mode/command', device: kocom },
        ...{ mode_stat_t: 'kocom/room/thermo/0/state', mode_stat_tpl: '{{ value_json.heat_mode }}', ret: 'false' },
        ...{ temp_cmd_t: 'kocom/room/thermo/0/set_temp/command', temp_stat_t: 'kocom/room/thermo/0/state' },
        ...{ temp_stat_tpl: '{{ value_json.set_temp }}', curr_temp_t: 'kocom/room/thermo/0/state', min_temp: 5 },
        ...{ curr_temp_tpl: '{{ value_json.cur_temp }}', modes: ['off', 'heat'], max_temp: 30 },
        uniq_id: 'kocom_wallpad_thermo0',
      },
    },
    appliances: [
      'Fan VENTILATOR: fanSpeed power',
      'Elevator Call BUILDING_ELEVATOR_CALLER: callElevator',
      'Livingroom Light 1 LIGHT: power',
      'Livingroom Thermostat THERMOSTAT: currentTemperature power targetTemperature',
    ],
  },
  {
    bridge: 'YOGYUI HomeNetwork (Hyundai), which names no device',
    announced: {
      'light/hillstate_light_1_0': {
        ...{ name: '거실 조명', unique_id: 'hillstate_light_1_0', schema: 'template' },
        ...{ state_topic: 'home/state/light/1/0', command_topic: 'home/command/light/1/0' },
        ...{ state_template: '{% if value_json.state %} on {% else %} off {% endif %}' },
        ...{ command_on_template: '{"state": 1}', command_off_template: '{"state": 0}' },
      },
      'switch/hillstate_elevator_calldown': {
        ...{ name: '엘리베이터 Call (Down)', unique_id: 'hillstate_elevator_calldown', icon: 'mdi:elevator' },
        ...{ state_topic: 'home/state/elevator', command_topic: 'home/command/elevator' },
        ...{
          value_template: '{ "state": {{ value_json.state }} }',
          payload_on: '{ "state": 6 }',
          payload_off: '{ "state": 0 }',
        },
      },
      'fan/hillstate_ventilator': {
        ...{ name: '환기', unique_id: 'hillstate_ventilator', state_topic: 'home/state/ventilator' },
        ...{ state_value_template: '{% if value_json.state %} ON {% else %} OFF {% endif %}', speed_range_max: 100 },
        ...{
          command_topic: 'home/command/ventilator',
          percentage_state_topic: 'home/state/ventilator',
          speed_range_min: 1,
        },
        ...{
          percentage_value_template: '{{ value_json.rotationspeed }}',
          percentage_command_topic: 'home/command/ventilator',
        },
        percentage_command_template: '{ "rotationspeed": {{ value }} }',
      },
      'switch/hillstate_doorlock': {
        ...{ name: '현관 도어락', unique_id: 'hillstate_doorlock', command_topic: 'home/command/doorlock' },
      },
    },
    appliances: [
      '거실 조명 LIGHT: power',
      '엘리베이터 Call (Down) BUILDING_ELEVATOR_CALLER: callElevator',
      '환기 VENTILATOR: fanSpeed power',
      '현관 도어락 SWITCH (entrance): power',
    ],
  },
  {
    bridge: 'harwin1/ha-addons bestin_wallpad',
    announced: {
      'climate/bestin_wallpad/thermostat_1': {
        ...{ name: 'bestin_thermostat_1', mode_cmd_t: 'bestin/thermostat/1/power/command', device: bestin },
        ...{ mode_stat_t: 'bestin/thermostat/1/power/state', temp_cmd_t: 'bestin/thermostat/1/target/command' },
        ...{ temp_stat_t: 'bestin/thermostat/1/target/state', curr_temp_t: 'bestin/thermostat/1/current/state' },
        ...{ uniq_id: 'bestin_thermostat_1', modes: ['off', 'heat'], min_temp: 5, max_temp: 40, temp_step: 0.5 },
      },
      'switch/bestin_wallpad/gas_1': {
        ...{ name: 'bestin_gas_1', cmd_t: 'bestin/gas/1/power/command', stat_t: 'bestin/gas/1/power/state' },
        ...{ uniq_id: 'bestin_gas_1', pl_on: 'on', pl_off: 'off', ic: 'mdi:gas-cylinder', device: bestin },
      },
      'switch/bestin_wallpad/elevator_1': {
        ...{
          name: 'bestin_elevator_1',
          cmd_t: 'bestin/elevator/1/call/command',
          stat_t: 'bestin/elevator/1/call/state',
        },
        ...{ uniq_id: 'bestin_elevator_1', ic: 'mdi:elevator', device: bestin },
      },
      'switch/bestin_wallpad/doorlock_1': {
        ...{
          name: 'bestin_doorlock_1',
          cmd_t: 'bestin/doorlock/1/power/command',
          stat_t: 'bestin/doorlock/1/power/state',
        },
        ...{ uniq_id: 'bestin_doorlock_1', pl_on: 'on', pl_off: 'off', ic: 'mdi:lock', device: bestin },
      },
      'sensor/bestin_wallpad/electric_total': {
        ...{ name: 'bestin_electric_total', stat_t: 'bestin/energy/electric/total/state', unit_of_meas: 'kWh' },
        ...{ uniq_id: 'bestin_electric_total', device: bestin },
      },
    },
    appliances: [
      'bestin_thermostat_1 THERMOSTAT: currentTemperature power targetTemperature',
      'bestin_gas_1 SWITCH: power',
      'bestin_elevator_1 BUILDING_ELEVATOR_CALLER: callElevator',
      'bestin_doorlock_1 SWITCH (entrance): power',
    ],
  },
  {
    bridge: 'simple_mqtt_ezville_control',
    announced: {
      'light/ezville_wallpad/light_1_1_1': {
        ...{ '~': 'ezville/light/1_1_1', name: 'ezville_light_1_1_1', uniq_id: 'ezville_light_1_1_1', opt: true },
        ...{ stat_t: '~/power/state', cmd_t: '~/power/command', dev: ezville },
      },
      'climate/ezville_wallpad/thermostat_1_1': {
        ...{
          '~': 'ezville/thermostat/1_1',
          name: 'ezville_thermostat_1_1',
          uniq_id: 'ezville_thermostat_1_1',
          dev: ezville,
        },
        ...{ mode_stat_t: '~/power/state', temp_stat_t: '~/target/state', temp_cmd_t: '~/target/command', min_temp: 5 },
        ...{ curr_temp_t: '~/current/state', away_stat_t: '~/away/state', modes: ['off', 'heat'], max_temp: 40 },
      },
    },
    appliances: [
      'ezville_light_1_1_1 LIGHT: power',
      'ezville_thermostat_1_1 THERMOSTAT: currentTemperature power targetTemperature',
    ],
  },
  {
    bridge: 'CommaxWallpadAddon',
    announced: {
      'switch/Outlet1': {
        ...{ name: 'Outlet 1', unique_id: 'commax_Outlet1', state_topic: 'commax/Outlet1/power/state', device: commax },
        ...{
          command_topic: 'commax/Outlet1/power/command',
          device_class: 'outlet',
          payload_on: 'ON',
          payload_off: 'OFF',
        },
      },
      'switch/Outlet1_ecomode': {
        ...{ name: 'Outlet 1 자동대기전력차단', unique_id: 'commax_Outlet1_ecomode', device: commax },
        ...{ state_topic: 'commax/Outlet1/ecomode/state', command_topic: 'commax/Outlet1/ecomode/command' },
      },
      'sensor/Outlet1_watt': {
        ...{ name: 'Outlet 1 소비전력', unique_id: 'commax_Outlet1_watt', state_topic: 'commax/Outlet1/watt/state' },
        ...{ unit_of_measurement: 'W', device_class: 'power', state_class: 'measurement', device: commax },
      },
      'fan/Fan1': {
        ...{ name: '환기장치 1', unique_id: 'commax_Fan1', state_topic: 'commax/Fan1/power/state', device: commax },
        ...{ command_topic: 'commax/Fan1/power/command', speed_state_topic: 'commax/Fan1/speed/state' },
      },
      'climate/Thermo1': {
        ...{ name: '난방 1', unique_id: 'commax_Thermo1', current_temperature_topic: 'commax/Thermo1/curTemp/state' },
        ...{ temperature_command_topic: 'commax/Thermo1/setTemp/command', modes: ['off', 'heat'], temp_step: 1 },
        ...{ temperature_state_topic: 'commax/Thermo1/setTemp/state', mode_state_topic: 'commax/Thermo1/power/state' },
        ...{ mode_command_topic: 'commax/Thermo1/power/command', min_temp: 5, max_temp: 40, device: commax },
      },
    },
    appliances: [
      'Outlet 1 SMARTPLUG: consumption power',
      'Outlet 1 자동대기전력차단 SWITCH: power',
      '환기장치 1 VENTILATOR: power',
      '난방 1 THERMOSTAT: currentTemperature power targetTemperature',
    ],
  },
  {
    bridge: 'EW11 add-on for Commax, whose thermostats and outlets are settings and diagnostics',
    announced: {
      'climate/commax_thermo1': {
        ...{ device: { identifiers: 'commax', name: '코맥스 월패드', manufacturer: 'commax' }, name: 'Thermo1' },
        ...{ unique_id: 'commax_thermo1', entity_category: 'config', mode_cmd_t: 'commax/Thermo1/power/command' },
        ...{ mode_stat_t: 'commax/Thermo1/power/state', temp_cmd_t: 'commax/Thermo1/setTemp/command', min_temp: '10' },
        ...{ temp_stat_t: 'commax/Thermo1/setTemp/state', curr_temp_t: 'commax/Thermo1/curTemp/state', max_temp: '30' },
        ...{ temp_step: '1', modes: ['off', 'heat'] },
        mode_state_template:
          "{% set modes = {'OFF': 'off', 'ON': 'heat'} %} {{modes[value] if value in modes.keys() else 'off'}}",
      },
      'switch/commax_outlet1': {
        ...{ '~': 'commax/Outlet1/power', device_class: 'outlet', name: 'Outlet1', unique_id: 'commax_outlet1' },
        ...{ cmd_t: '~/command', stat_t: '~/state', entity_category: 'diagnostic' },
        device: { identifiers: 'commax', name: '코맥스 월패드', manufacturer: 'commax' },
      },
    },
    appliances: ['Thermo1 THERMOSTAT: currentTemperature power targetTemperature', 'Outlet1 SMARTPLUG: power'],
  },
  {
    bridge: 'homenet2mqtt',
    announced: {
      'switch/homenet_main_front_door': {
        ...{ name: '공동현관', unique_id: 'homenet_main_front_door', icon: 'mdi:door-open', device: homenet },
        ...{ state_topic: 'homenet2mqtt/main/front_door/state', command_topic: 'homenet2mqtt/main/front_door/set' },
      },
      'light/homenet_main_light_1': {
        ...{ name: '현관 조명', unique_id: 'homenet_main_light_1', device: homenet },
        ...{ state_topic: 'homenet2mqtt/main/light_1/state', command_topic: 'homenet2mqtt/main/light_1/set' },
      },
      'sensor/homenet_main_dust': {
        ...{ name: '초미세먼지', unique_id: 'homenet_main_dust', unit_of_measurement: 'µg/m³', device: homenet },
        ...{ state_topic: 'homenet2mqtt/main/dust/state', value_template: '{{ value_json.pm25 }}' },
      },
      'sensor/homenet_main_temperature': {
        ...{ name: '실내 온도', unique_id: 'homenet_main_temperature', unit_of_measurement: '℃', device: homenet },
        ...{ state_topic: 'homenet2mqtt/main/temperature/state', device_class: 'temperature' },
      },
    },
    appliances: [
      '공동현관 SWITCH (entrance): power',
      '현관 조명 LIGHT: power',
      '초미세먼지 AIRSENSOR: airQuality currentTemperature ultraFineDust',
    ],
  },
  {
    bridge: 'ESPHome: a lamp of cold and warm white, and a sensor that expires',
    announced: {
      'light/desk/cwww': {
        ...{ schema: 'json', color_mode: true, supported_color_modes: ['color_temp'], min_mirs: 153, max_mirs: 500 },
        ...{ brightness: true, name: 'Desk', stat_t: 'desk/light/cwww/state', cmd_t: 'desk/light/cwww/command' },
        ...{ avty_t: 'desk/status', uniq_id: 'ESPlightcwww', dev: { ids: 'a1b2c3', name: 'desk', mf: 'Espressif' } },
      },
    },
    appliances: ['desk LIGHT: brightness colorTemperature power'],
  },
  {
    bridge: 'OpenBeken: a thermostat with fan and swing',
    announced: {
      'climate/obk/0': {
        ...{
          name: 'Smart Thermostat',
          '~': 'obk',
          uniq_id: 'obk_hvac',
          temperature_unit: 'C',
          min_temp: 16,
          max_temp: 30,
        },
        ...{
          current_temperature_topic: '~/CurrentTemperature/get',
          temperature_command_topic: 'cmnd/obk/TargetTemperature',
        },
        ...{ temperature_state_topic: '~/TargetTemperature/get', mode_state_topic: '~/ACMode/get', temp_step: 0.5 },
        ...{ mode_command_topic: 'cmnd/obk/ACMode', modes: ['off', 'cool', 'heat', 'fan_only'] },
        ...{
          fan_mode_state_topic: '~/FanMode/get',
          fan_mode_command_topic: 'cmnd/obk/FanMode',
          fan_modes: ['low', 'high'],
        },
        ...{ availability_topic: '~/status', payload_available: 'online', payload_not_available: 'offline' },
        dev: { ids: ['obk'], name: 'obk', mf: 'Beken Corporation', mdl: 'BK7231T' },
      },
    },
    appliances: ['obk AIRCONDITIONER: currentTemperature fanSpeed mode power targetTemperature'],
  },
  {
    bridge: 'EMS-ESP: a heating circuit',
    announced: {
      'climate/ems-esp/thermostat_hc1': {
        ...{ '~': 'ems-esp', uniq_id: 'thermostat_hc1', name: 'Hc1', mode_stat_t: '~/thermostat_data' },
        ...{
          mode_stat_tpl:
            "{% if value_json.hc1 is undefined or value_json.hc1.mode is undefined %}off{% elif value_json.hc1.mode=='off' %}off{% else %}heat{% endif %}",
        },
        ...{ temp_cmd_t: '~/thermostat/hc1/seltemp', temp_stat_t: '~/thermostat_data', modes: ['off', 'heat'] },
        ...{
          temp_stat_tpl:
            '{{value_json.hc1.seltemp if value_json.hc1 is defined and value_json.hc1.seltemp is defined else 0}}',
        },
        ...{ curr_temp_t: '~/thermostat_data', mode_cmd_t: '~/thermostat/hc1/mode', min_temp: '5', max_temp: '30' },
        ...{
          curr_temp_tpl:
            '{{value_json.hc1.currtemp if value_json.hc1 is defined and value_json.hc1.currtemp is defined else 0}}',
        },
        dev: { ids: ['ems-esp-thermostat'], name: 'EMS-ESP Thermostat' },
      },
    },
    appliances: ['EMS-ESP Thermostat THERMOSTAT: currentTemperature power targetTemperature'],
  },
]
