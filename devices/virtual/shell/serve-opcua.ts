/** Serves a shell over OPC UA: the status as variables, job and control frames as two methods. */
import {
  AccessLevelFlag,
  type CallbackT,
  type CallMethodResultOptions,
  MessageSecurityMode,
  OPCUACertificateManager,
  OPCUAServer,
  SecurityPolicy,
  StatusCodes,
  type UAObject,
  type Variant,
} from "node-opcua";
import { silenceOpcUa } from "../../links/opcua-quiet.ts";
import { opcUaType, variantOf } from "../../links/opcua-variants.ts";
import type { Pki } from "../../links/pki.ts";
import {
  controlFromArguments,
  jobFromArguments,
  METHOD_ARGUMENTS,
  type NodeMap,
  NodeValueError,
  REFUSALS,
  type RefusalReason,
  STATUS_VARIABLES,
  type StatusValues,
  statusValues,
  VARIABLE_TYPES,
} from "../../wire/index.ts";
import { freePort } from "./free-port.ts";
import type { DeviceServer } from "./server.ts";
import type { DeviceShell } from "./shell.ts";

silenceOpcUa();

/** Sessions of killed controllers stay until they time out, so there is room for many. */
const MAX_SESSIONS = 200;

/**
 * Starts serving on `host`:`port` (0: any free port). With SignAndEncrypt only controllers whose certificate the device
 * trusts get in. Rejects when the port cannot be had.
 */
export async function serveOpcUa(
  shell: DeviceShell,
  options: {
    readonly host: string;
    readonly port: number;
    readonly map: NodeMap;
    readonly pki: Pki;
    readonly security: "SignAndEncrypt" | "None";
  },
): Promise<DeviceServer> {
  const { host, map, pki } = options;
  const port = await freePort(host, options.port);
  const secured = options.security === "SignAndEncrypt";
  const certificates = new OPCUACertificateManager({
    rootFolder: pki.folder,
    automaticallyAcceptUnknownCertificate: false,
    disableFileWatchers: true,
  });
  const server = new OPCUAServer({
    host,
    hostname: host,
    port,
    serverInfo: {
      applicationName: { text: pki.applicationName },
      applicationUri: pki.applicationUri,
      productUri: map.namespaceUri,
    },
    serverCertificateManager: certificates,
    userCertificateManager: certificates,
    certificateFile: pki.certificateFile,
    privateKeyFile: pki.privateKeyFile,
    securityModes: [secured ? MessageSecurityMode.SignAndEncrypt : MessageSecurityMode.None],
    securityPolicies: [secured ? SecurityPolicy.Basic256Sha256 : SecurityPolicy.None],
    allowAnonymous: true,
    isAuditing: false,
    maxConnectionsPerEndpoint: MAX_SESSIONS,
    serverCapabilities: { maxSessions: MAX_SESSIONS },
  });
  await server.initialize();
  buildAddressSpace(server, shell, map);
  await server.start();
  return {
    port,
    dropConnections() {
      for (const endpoint of server.endpoints) endpoint.abruptlyInterruptChannels();
    },
    close: () => server.shutdown(0),
  };
}

function buildAddressSpace(server: OPCUAServer, shell: DeviceShell, map: NodeMap): void {
  const addressSpace = server.engine.addressSpace;
  if (addressSpace === null) throw new Error(`the address space of ${shell.name} was not made`);
  const namespace = addressSpace.registerNamespace(map.namespaceUri);
  const nodeId = (id: string) => `ns=${namespace.index};${id}`;
  const device = namespace.addObject({
    nodeId: nodeId(map.object),
    browseName: "Device",
    organizedBy: addressSpace.rootFolder.objects,
  });
  const snapshot = snapshots(shell);
  for (const name of STATUS_VARIABLES) {
    const type = VARIABLE_TYPES[name];
    const { dataType, valueRank } = opcUaType(type);
    namespace.addVariable({
      nodeId: nodeId(map.variables[name]),
      browseName: name,
      propertyOf: device,
      dataType,
      valueRank,
      ...(valueRank === 1 ? { arrayDimensions: [0] } : {}),
      accessLevel: AccessLevelFlag.CurrentRead,
      userAccessLevel: AccessLevelFlag.CurrentRead,
      minimumSamplingInterval: 100,
      value: { get: () => variantOf(type, snapshot()[name]) },
    });
  }
  addMethod(device, "submit", nodeId(map.methods.submit), (values) => shell.submit(jobFromArguments(values)));
  addMethod(device, "control", nodeId(map.methods.control), (values) =>
    shell.control(controlFromArguments(values)),
  );
}

/** The values of one Read request come from one moment: a snapshot lasts until the event loop's next turn. */
function snapshots(shell: DeviceShell): () => StatusValues {
  let current: StatusValues | undefined;
  return () => {
    if (current === undefined) {
      current = statusValues(shell.status(), shell.sequence);
      setImmediate(() => {
        current = undefined;
      });
    }
    return current;
  };
}

function addMethod(
  device: UAObject,
  name: keyof typeof METHOD_ARGUMENTS,
  nodeId: string,
  judge: (values: unknown[]) => RefusalReason,
): void {
  const method = device.namespace.addMethod(device, {
    nodeId,
    browseName: name === "submit" ? "Submit" : "Control",
    inputArguments: METHOD_ARGUMENTS[name].map((argument) => ({
      name: argument.name,
      ...opcUaType(argument.type),
    })),
    outputArguments: [{ name: "refusal", ...opcUaType("UInt16") }],
  });
  method.bindMethod((inputs: Variant[], _context: unknown, callback: CallbackT<CallMethodResultOptions>) => {
    try {
      const refusal = REFUSALS.indexOf(judge(inputs.map((input): unknown => input.value)));
      callback(null, { statusCode: StatusCodes.Good, outputArguments: [variantOf("UInt16", refusal)] });
    } catch (error) {
      if (!(error instanceof NodeValueError || error instanceof RangeError)) throw error;
      callback(null, { statusCode: StatusCodes.BadInvalidArgument });
    }
  });
}
