/**
 * One connection to an OPC UA device: one Read request for the whole status, one method call a frame. node-opcua's own
 * reconnecting and keep-alive stay off: the link reads at least four times a second and makes a fresh client after a loss.
 */
import {
  AttributeIds,
  type ClientSession,
  MessageSecurityMode,
  OPCUACertificateManager,
  OPCUAClient,
  SecurityPolicy,
  StatusCodes,
} from "node-opcua";
import {
  type ControlFrame,
  controlArguments,
  type JobFrame,
  METHOD_ARGUMENTS,
  type NodeMap,
  type NodeValue,
  REFUSALS,
  STATUS_VARIABLES,
  type StatusVariable,
  statusFromValues,
  submitArguments,
  wordAt,
} from "../wire/index.ts";
import type { DeviceAddress, Submission } from "./link.ts";
import { silenceOpcUa } from "./opcua-quiet.ts";
import { variantOf } from "./opcua-variants.ts";
import { openSocket } from "./open-socket.ts";
import type { Pki } from "./pki.ts";
import { REQUEST_TIMEOUT_MS, type WireClient } from "./wire-client.ts";

silenceOpcUa();

/** A status caught while the device was changing it has two different sequences; reading again heals that. */
const STATUS_TRIES = 5;
/** A session outlives a killed controller on the device by so much. */
const SESSION_TIMEOUT_MS = 10_000;
/** Every message takes a buffer of this size on both sides; a status takes about 1 kB, 8 kB is the least OPC UA allows. */
const BUFFER_BYTES = 8192;
const CONNECT_TIMEOUT_MS = 5000;

/** Connects, secures and opens a session; rejects when that takes more than five seconds or the certificates are not trusted. */
export async function openOpcUaClient(
  address: DeviceAddress,
  map: NodeMap,
  options: { readonly pki: Pki; readonly security: "SignAndEncrypt" | "None" },
): Promise<WireClient> {
  // node-opcua takes long to find out that nobody listens and says it in many words; a plain socket does both better.
  (await openSocket(address)).destroy();
  const { pki, security } = options;
  const secured = security === "SignAndEncrypt";
  const certificates = new OPCUACertificateManager({
    rootFolder: pki.folder,
    automaticallyAcceptUnknownCertificate: false,
    disableFileWatchers: true,
  });
  const client = OPCUAClient.create({
    applicationName: pki.applicationName,
    applicationUri: pki.applicationUri,
    certificateFile: pki.certificateFile,
    privateKeyFile: pki.privateKeyFile,
    clientCertificateManager: certificates,
    connectionStrategy: { maxRetry: 0 },
    keepSessionAlive: false,
    endpointMustExist: false,
    requestedSessionTimeout: SESSION_TIMEOUT_MS,
    transportTimeout: REQUEST_TIMEOUT_MS,
    transportSettings: { sendBufferSize: BUFFER_BYTES, receiveBufferSize: BUFFER_BYTES },
    defaultTransactionTimeout: REQUEST_TIMEOUT_MS,
    securityMode: secured ? MessageSecurityMode.SignAndEncrypt : MessageSecurityMode.None,
    securityPolicy: secured ? SecurityPolicy.Basic256Sha256 : SecurityPolicy.None,
  });
  const lost = Promise.withResolvers<never>();
  lost.promise.catch(() => undefined);
  client.on("connection_lost", () => lost.reject(new Error("the connection was lost")));
  client.on("close", (error) => lost.reject(error ?? new Error("the connection was closed")));
  client.on("abort", () => lost.reject(new Error("the connection was aborted")));
  const close = async () => {
    lost.reject(new Error("the client was closed"));
    // A device that is gone cannot close its session, which then times out there; nothing is left to do about it here.
    await withTimeout("closing the session", REQUEST_TIMEOUT_MS, client.disconnect()).catch(() => undefined);
    await certificates.dispose();
  };
  try {
    const { host, port } = address;
    const opening = async () => {
      await client.connect(`opc.tcp://${host}:${port}`);
      return client.createSession();
    };
    const session = await withTimeout("connecting", CONNECT_TIMEOUT_MS, opening());
    const namespaces = await session.readNamespaceArray();
    const index = namespaces.indexOf(map.namespaceUri);
    if (index === -1)
      throw new Error(
        `the server at ${host}:${port} has no namespace ${map.namespaceUri}, only ${namespaces.join(", ")}`,
      );
    return wireClient(session, map, index, lost.promise, close);
  } catch (error) {
    await close();
    throw error;
  }
}

function wireClient(
  session: ClientSession,
  map: NodeMap,
  namespaceIndex: number,
  lost: Promise<never>,
  close: () => Promise<void>,
): WireClient {
  const nodeId = (id: string) => `ns=${namespaceIndex};${id}`;
  const names: StatusVariable[] = [...STATUS_VARIABLES.filter((name) => name !== "sequence")];
  const order: StatusVariable[] = ["sequence", ...names, "sequence"];
  const nodes = order.map((name) => ({
    nodeId: nodeId(map.variables[name]),
    attributeId: AttributeIds.Value,
  }));

  const readValues = async () => {
    const answers = await Promise.race([session.read(nodes), lost]);
    return answers.map((answer, index): unknown => {
      if (!answer.statusCode.isGood())
        throw new Error(`the variable ${nodes[index]?.nodeId} answers ${answer.statusCode.name}`);
      return answer.value.value;
    });
  };
  const call = async (method: "submit" | "control", values: readonly NodeValue[]): Promise<Submission> => {
    const inputArguments = METHOD_ARGUMENTS[method].map(({ type }, index) =>
      variantOf(type, values[index] ?? 0),
    );
    const objectId = nodeId(map.object);
    const methodId = nodeId(map.methods[method]);
    const answer = await Promise.race([session.call({ objectId, methodId, inputArguments }), lost]);
    const refusal: unknown = answer.outputArguments?.[0]?.value;
    if (answer.statusCode.isNot(StatusCodes.Good) || typeof refusal !== "number")
      throw new Error(
        `the method ${methodId} answers ${answer.statusCode.name} with refusal ${String(refusal)}`,
      );
    const reason = wordAt("refusal", REFUSALS, refusal);
    return reason === "none" ? { kind: "accepted" } : { kind: "refused", reason };
  };
  return {
    async readStatus() {
      for (let tries = 1; ; tries++) {
        const values = await readValues();
        const [first, last] = [values[0], values[values.length - 1]];
        const whole = first === last && typeof first === "number" && first % 2 === 0;
        if (whole) {
          const named = Object.fromEntries(order.map((name, index) => [name, values[index]]));
          return statusFromValues(named as Record<StatusVariable, unknown>);
        }
        if (tries === STATUS_TRIES)
          throw new Error(`the status kept changing while it was read (sequence ${first} to ${last})`);
      }
    },
    submit: (frame: JobFrame) => call("submit", submitArguments(frame)),
    control: (frame: ControlFrame) => call("control", controlArguments(frame)),
    close,
  };
}

async function withTimeout<T>(what: string, timeoutMs: number, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`${what} took more than ${timeoutMs} ms`)), timeoutMs);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
