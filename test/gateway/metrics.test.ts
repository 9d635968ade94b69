import { createRecord } from '../../src/clova/handler.ts'
import { RequestMetrics } from '../../src/gateway/metrics.ts'

const gauges = {
  connections: new Map([
    ['broker', true],
    ['a "bridge"\\', false],
  ]),
  appliances: 2,
  queueLengths: new Map([['lamp', 3]]),
  isHubConnected: true,
  eventClients: 1,
}

test('a duration counts in its own bucket and in all larger ones', async () => {
  const metrics = new RequestMetrics()
  for (const total of [1, 1.1, 7000])
    metrics.add('clova', { ...createRecord(), action: 'TurnOn', result: 'TurnOnConfirmation', ms: { total } })
  const rows = (await metrics.write(gauges)).split('\n')
  expect(rows).toEqual(
    expect.arrayContaining([
      'clova_home_requests_total{source="clova",action="TurnOn",result="TurnOnConfirmation"} 3',
      'clova_home_step_seconds_bucket{step="total",le="0.001"} 1',
      'clova_home_step_seconds_bucket{step="total",le="0.0025"} 2',
      'clova_home_step_seconds_bucket{step="total",le="5"} 2',
      'clova_home_step_seconds_bucket{step="total",le="+Inf"} 3',
      'clova_home_step_seconds_sum{step="total"} 7.0021',
      'clova_home_step_seconds_count{step="total"} 3',
      'clova_home_step_seconds_count{step="verify"} 0',
      'clova_home_connection_up{connection="broker"} 1',
      'clova_home_connection_up{connection="a \\"bridge\\"\\\\"} 0',
      'clova_home_queue_length{appliance="lamp"} 3',
      'clova_home_hub_connected 1',
      'clova_home_event_clients 1',
    ]),
  )
})

test('unknown action names do not fill the memory', async () => {
  const metrics = new RequestMetrics()
  for (let i = 0; i < 2000; i += 1) metrics.add('clova', { ...createRecord(), action: `Invented${i}`, result: 'x' })
  const rows = (await metrics.write(gauges)).split('\n').filter((row) => row.startsWith('clova_home_requests_total'))
  expect(rows).toHaveLength(501)
  expect(rows.at(-1)).toBe('clova_home_requests_total{source="other",action="other",result=""} 1500')
})
