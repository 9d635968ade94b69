// Loaded into a real Zigbee2MQTT with `node --require`: instead of a radio it gets devices that live in memory and speak ZCL.
// The parent process switches a device off at the wall by an IPC message: { ieee, powered }.
const path = require('node:path')

const herdsman = path.join(process.env.Z2M_MODULES, 'zigbee-herdsman/dist')
const { Adapter } = require(path.join(herdsman, 'adapter/adapter.js'))
const Zcl = require(path.join(herdsman, 'zspec/zcl/index.js'))

/** Attributes by cluster and name, as each device has them now. */
const devices = new Map(
  JSON.parse(process.env.SIMULATED_DEVICES).map(({ ieee, address, attributes }) => [
    ieee,
    { ieee, address, attributes, powered: true },
  ]),
)
process.on('message', ({ ieee, powered, ask }) => {
  const device = devices.get(ieee)
  if (powered !== undefined) device.powered = powered
  if (ask) process.send({ ieee, attributes: device.attributes })
})

const obey = {
  'genOnOff.on': ({ genOnOff }) => (genOnOff.onOff = 1),
  'genOnOff.off': ({ genOnOff }) => (genOnOff.onOff = 0),
  'genOnOff.toggle': ({ genOnOff }) => (genOnOff.onOff = 1 - genOnOff.onOff),
  'genLevelCtrl.moveToLevel': ({ genLevelCtrl }, { level }) => (genLevelCtrl.currentLevel = level),
  'genLevelCtrl.moveToLevelWithOnOff': ({ genOnOff, genLevelCtrl }, { level }) => {
    genLevelCtrl.currentLevel = level
    genOnOff.onOff = level > 0 ? 1 : 0
  },
  'lightingColorCtrl.moveToColorTemp': ({ lightingColorCtrl }, { colortemp }) => {
    lightingColorCtrl.colorTemperature = colortemp
    lightingColorCtrl.colorMode = 2
  },
}

class SimulatedAdapter extends Adapter {
  async start() {
    return 'resumed'
  }
  async stop() {}
  async getCoordinatorIEEE() {
    return '0x00124b0000000001'
  }
  async getCoordinatorVersion() {
    return { type: 'simulated', meta: { revision: 1 } }
  }
  async reset() {}
  async supportsBackup() {
    return false
  }
  async backup() {
    throw new Error('a simulated adapter has no backup')
  }
  async getNetworkParameters() {
    return {
      panID: this.networkOptions.panID,
      extendedPanID: `0x${Buffer.from(this.networkOptions.extendedPanID ?? [1, 2, 3, 4, 5, 6, 7, 8]).toString('hex')}`,
      channel: this.networkOptions.channelList[0],
      nwkUpdateID: 0,
    }
  }
  async addInstallCode() {}
  waitFor() {
    return { promise: new Promise(() => {}), cancel() {} }
  }
  async permitJoin() {}
  async sendZdo(_ieee, _address, _cluster, _payload, disableResponse) {
    if (!disableResponse) throw new Error('a simulated device has no ZDO')
  }
  async sendZclFrameToEndpoint(ieee, networkAddress, endpoint, frame, timeout, disableResponse) {
    const device = devices.get(ieee)
    if (!device?.powered) {
      await new Promise((resolve) => setTimeout(resolve, Math.min(timeout, 1500)))
      throw new Error(`Delivery failed for '${networkAddress}'.`)
    }
    await new Promise((resolve) => setTimeout(resolve, 15))
    const cluster = frame.cluster.name
    const tsn = frame.header.transactionSequenceNumber
    const answer = (command, payload) => {
      const reply = Zcl.Frame.create(
        Zcl.FrameType.GLOBAL,
        Zcl.Direction.SERVER_TO_CLIENT,
        true,
        undefined,
        tsn,
        command,
        frame.cluster.ID,
        payload,
        {},
      )
      const data = reply.toBuffer()
      return {
        clusterID: frame.cluster.ID,
        address: networkAddress,
        header: Zcl.Header.fromBuffer(data),
        data,
        endpoint,
        linkquality: 120,
        groupID: 0,
        wasBroadcast: false,
        destinationEndpoint: 1,
      }
    }
    if (frame.header.isGlobal) {
      if (disableResponse) return undefined
      if (frame.command.name === 'read')
        return answer(
          'readRsp',
          frame.payload.map(({ attrId }) => {
            const attribute = frame.cluster.getAttribute?.(attrId) ?? Object.values(frame.cluster.attributes).find(({ ID }) => ID === attrId)
            const value = attribute && device.attributes[cluster]?.[attribute.name]
            return value === undefined
              ? { attrId, status: Zcl.Status.UNSUPPORTED_ATTRIBUTE }
              : { attrId, status: Zcl.Status.SUCCESS, dataType: attribute.type, attrData: value }
          }),
        )
      if (frame.command.name === 'configReport')
        return answer('configReportRsp', [{ status: Zcl.Status.SUCCESS }])
      return answer('defaultRsp', { cmdId: frame.command.ID, statusCode: Zcl.Status.SUCCESS })
    }
    const act = obey[`${cluster}.${frame.command.name}`]
    act?.(device.attributes, frame.payload)
    if (disableResponse || frame.header.frameControl.disableDefaultResponse) return undefined
    return answer('defaultRsp', {
      cmdId: frame.command.ID,
      statusCode: act ? Zcl.Status.SUCCESS : Zcl.Status.UNSUP_COMMAND,
    })
  }
  async sendZclFrameToGroup() {}
  async sendZclFrameToAll() {}
  async setChannelInterPAN() {}
  async sendZclFrameInterPANToIeeeAddr() {}
  async sendZclFrameInterPANBroadcast() {
    return undefined
  }
  async restoreChannelInterPAN() {}
}

Adapter.create = async (network, serial, backupPath, options) => new SimulatedAdapter(network, serial, backupPath, options)
