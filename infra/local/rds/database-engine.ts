/**
 * Real database servers, one a cluster, as the local RDS needs them. Keys are made by the caller and
 * are safe as folder names (a cluster's resource id, a snapshot's own id).
 */
export interface DatabaseEngine {
  /** What `SELECT VERSION()` says, e.g. `10.11.19-MariaDB`. */
  readonly serverVersion: string;
  /** Makes the data of an empty database with this administrator. Nothing runs yet. */
  create(cluster: string, master: Login): Promise<void>;
  /** Starts the server on the cluster's data; resolves when it takes logins. Repeating is harmless. */
  start(cluster: string, at: WantedEndpoint): Promise<ServerEndpoint>;
  /** Stops the server if it runs; its data stay. */
  stop(cluster: string): Promise<void>;
  /** Stops the server and removes its data. */
  destroy(cluster: string): Promise<void>;
  /** A consistent copy of the cluster's data, taken while the server runs or not. Gives its size. */
  snapshot(cluster: string, snapshot: string): Promise<{ readonly bytes: number }>;
  copySnapshot(from: string, to: string): Promise<void>;
  deleteSnapshot(snapshot: string): Promise<void>;
  /** Makes a cluster's data from a snapshot, users and passwords with it. Nothing runs yet. */
  restore(snapshot: string, cluster: string): Promise<void>;
  /** Sets the administrator's password, without knowing the old one; the server may run or not. */
  setMasterPassword(cluster: string, master: Login): Promise<void>;
  /** Stops every server. */
  close(): Promise<void>;
}

export interface Login {
  readonly username: string;
  readonly password: string;
}

export interface WantedEndpoint {
  /** Taken if it is free, else the server gets another. */
  readonly port: number;
}

export interface ServerEndpoint {
  /** An address that every program on this machine reaches, and that the server's certificate names. */
  readonly address: string;
  readonly port: number;
}
