import { once } from "node:events";
import type { Duplex } from "node:stream";
import type { Connection, Submittable } from "pg";

/** What of pg's connection a COPY needs; the types name only part of it. */
interface CopyConnection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  stream: Duplex;
}

/** COPY ... FROM STDIN in text format: the fastest way in, as a yardstick. Chunks are whole or broken lines, as they come. */
export class CopyIn implements Submittable {
  readonly done: Promise<void>;
  private connection: CopyConnection | undefined;
  private finish: (error?: Error) => void = () => undefined;

  constructor(
    private readonly text: string,
    private readonly chunks: Iterable<string>,
  ) {
    this.done = new Promise((resolve, reject) => {
      this.finish = (error) => (error ? reject(error) : resolve());
    });
  }

  submit(connection: Connection): void {
    this.connection = connection as unknown as CopyConnection;
    this.connection.query(this.text);
  }

  handleCopyInResponse(): void {
    void this.send();
  }

  private async send(): Promise<void> {
    const { connection } = this;
    if (!connection) return;
    for (const chunk of this.chunks) {
      connection.sendCopyFromChunk(Buffer.from(chunk));
      if (connection.stream.writableNeedDrain) await once(connection.stream, "drain");
    }
    connection.endCopyFrom();
  }

  handleError(error: Error): void {
    this.finish(error);
  }
  handleReadyForQuery(): void {
    this.finish();
  }
  handleCommandComplete(): void {
    // The answer says how many rows; the caller counts them.
  }
  handleRowDescription(): void {
    // COPY has none.
  }
  handleDataRow(): void {
    // COPY has none.
  }
  handlePortalSuspended(): void {
    // Only for cursors.
  }
  handleEmptyQuery(): void {
    this.finish();
  }
}
