/**
 * The network under the devices: cuts, stops or slows the connections of a port from outside, whatever library serves it.
 * Node tells of every connection a server of this process accepts (diagnostics channel `net.server.socket`).
 */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { Socket } from "node:net";

/** What is wrong with a port's connections at the moment. */
interface PortTrouble {
  cut: boolean;
  stopped: boolean;
  delayMs: number;
}

const NOTHING: PortTrouble = { cut: false, stopped: false, delayMs: 0 };

export class Links {
  readonly #sockets = new Map<number, Set<Socket>>();
  readonly #troubles = new Map<number, PortTrouble>();
  readonly #accepted = (message: unknown): void => {
    if (typeof message !== "object" || message === null || !("socket" in message)) return;
    const { socket } = message;
    if (socket instanceof Socket && socket.localPort !== undefined) this.#take(socket, socket.localPort);
  };

  constructor() {
    subscribe("net.server.socket", this.#accepted);
  }

  close(): void {
    unsubscribe("net.server.socket", this.#accepted);
  }

  /** Closes the port's connections once. */
  drop(port: number): void {
    for (const socket of this.#socketsOf(port)) socket.destroy();
  }

  /** While `cut`, connections are closed as they come; those there are, at once. */
  setCut(port: number, cut: boolean): void {
    const trouble = this.#troubleOf(port);
    if (trouble.cut === cut) return;
    trouble.cut = cut;
    if (cut) this.drop(port);
  }

  /** While `stopped`, nothing passes through the port's connections, either way; what came is read and answered afterwards. */
  setStopped(port: number, stopped: boolean): void {
    const trouble = this.#troubleOf(port);
    if (trouble.stopped === stopped) return;
    trouble.stopped = stopped;
    for (const socket of this.#socketsOf(port))
      if (stopped) stop(socket);
      else {
        socket.uncork();
        socket.resume();
      }
  }

  /** Answers leave so many ms after what they answer came; 0: at once. */
  setDelay(port: number, delayMs: number): void {
    this.#troubleOf(port).delayMs = delayMs;
  }

  #take(socket: Socket, port: number): void {
    const sockets = this.#socketsOf(port);
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    const trouble = this.#troubleOf(port);
    if (trouble.cut) socket.destroy();
    if (trouble.stopped) stop(socket);
    socket.prependListener("data", () => {
      const { delayMs } = this.#troubleOf(port);
      if (delayMs === 0) return;
      socket.cork();
      setTimeout(() => socket.uncork(), delayMs);
    });
  }

  #socketsOf(port: number): Set<Socket> {
    const known = this.#sockets.get(port) ?? new Set();
    this.#sockets.set(port, known);
    return known;
  }

  #troubleOf(port: number): PortTrouble {
    const known = this.#troubles.get(port) ?? { ...NOTHING };
    this.#troubles.set(port, known);
    return known;
  }
}

function stop(socket: Socket): void {
  socket.cork();
  socket.pause();
}
