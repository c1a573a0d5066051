/** Whether a port can be served on. */
import { createServer } from "node:net";
import { type Finding, fine, wrong } from "./finding.ts";

/** `user` is the controller that works on the data folder, if one does: the port may well be its own. */
export async function lookAtPagePort(host: string, port: number, user: string | undefined): Promise<Finding> {
  const subject = `port ${port}`;
  const code = await tryToListen(host, port);
  if (code === undefined) return fine(subject, `free on ${host}`);
  if (code === "EADDRINUSE" && user !== undefined)
    return fine(subject, `in use on ${host}, as it is while ${user} serves its page`);
  if (code === "EADDRINUSE")
    return wrong(
      subject,
      `in use on ${host} by another program`,
      "end that program, or serve on another port with `hardlab serve --port`",
    );
  return wrong(subject, `cannot be served on ${host}: ${code}`, "choose a port above 1023 with --port");
}

/** A port on which a virtual lab that is not running is to serve again. */
export async function lookAtDevicePort(device: string, host: string, port: number): Promise<Finding> {
  const code = await tryToListen(host, port);
  return code === undefined
    ? fine(`port of ${device}`, `${host}:${port} is free`)
    : wrong(
        `port of ${device}`,
        `${host}:${port} cannot be served: ${code === "EADDRINUSE" ? "another program has it" : code}`,
        "end that program, or remove virtual/lab.json from the data folder: the virtual lab then takes other ports",
      );
}

function tryToListen(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve("code" in error ? String(error.code) : error.message));
    server.listen({ host, port }, () => server.close(() => resolve(undefined)));
  });
}
