/** Makes the link to a device over the transport its address map names. */
import type { LabDevice } from "../lab-file.ts";
import { readAddressMap } from "./address-map.ts";
import type { DeviceAddress, DeviceLink, LinkLog } from "./link.ts";
import { openModbusClient } from "./modbus-client.ts";
import type { Pki } from "./pki.ts";
import { PollingLink } from "./polling-link.ts";
import type { OpenWireClient } from "./wire-client.ts";

/**
 * A link to the device `name` at `address`. Returns at once and connects in the background; throws an AddressMapError when
 * the device's map cannot be used. `pki` holds the controller's own certificate and the devices' it trusts (OPC UA).
 */
export function connectDevice(
  name: string,
  device: LabDevice,
  address: DeviceAddress,
  options: { readonly pki: Pki; readonly log: LinkLog },
): DeviceLink {
  const map = readAddressMap(device.map);
  const open: OpenWireClient =
    map.transport === "modbus"
      ? () => openModbusClient(address, map)
      : async () => {
          // Loaded on first use: the OPC UA library takes most of a second to load, which Modbus devices need not wait for.
          const { openOpcUaClient } = await import("./opcua-client.ts");
          return openOpcUaClient(address, map, { pki: options.pki, security: device.security });
        };
  return new PollingLink(name, device.kind, open, options.log);
}
