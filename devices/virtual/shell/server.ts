/** A shell on the network. */
export interface DeviceServer {
  readonly port: number;
  /** Cuts all connections; controllers may connect again at once. */
  dropConnections(): void;
  close(): Promise<void>;
}
