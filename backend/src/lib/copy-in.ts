import { once } from "node:events";
import type { Duplex } from "node:stream";
import type { Transaction } from "./sql";

/** What of the driver's connection a COPY needs; its types name only part of it. */
interface CopyConnection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
  stream: Duplex;
}

export type Cell = string | number | bigint | null;

/** Characters handed to the socket at once. */
const CHUNK = 1 << 18;

/**
 * Rows into a table by COPY, in the transaction: for hundreds of thousands, where one statement's arrays would be too large.
 * They are read one by one while they are sent, so memory does not grow with their number. Table and columns are ours, never
 * input. Triggers and checks are as for any insert; it is one statement.
 */
export async function copyIn(
  tx: Transaction,
  table: string,
  columns: string,
  rows: Iterable<readonly Cell[]>,
): Promise<void> {
  const client = tx.client as { acquireConnection(): Promise<{ query(copy: CopyIn): unknown }> };
  // Inside a transaction the library hands out the transaction's own connection.
  const connection = await client.acquireConnection();
  const copy = new CopyIn(`copy ${table} (${columns}) from stdin`, rows);
  connection.query(copy);
  await copy.done;
}

/** Spoken to by the driver as one of its queries. */
class CopyIn {
  readonly done: Promise<void>;
  private ended = false;
  private failed: unknown;
  private finish: (error?: unknown) => void = () => undefined;
  private connection: CopyConnection | undefined;

  constructor(
    private readonly text: string,
    private readonly rows: Iterable<readonly Cell[]>,
  ) {
    this.done = new Promise((resolve, reject) => {
      this.finish = (error) => {
        this.ended = true;
        if (error === undefined) resolve();
        else reject(error instanceof Error ? error : new Error(String(error)));
      };
    });
    // Whoever waits for it hears of it; the sending below must not be the first to.
    this.done.catch(() => undefined);
  }

  submit(connection: unknown): void {
    this.connection = connection as CopyConnection;
    this.connection.query(this.text);
  }

  handleCopyInResponse(): void {
    void this.send();
  }

  private async send(): Promise<void> {
    const { connection } = this;
    if (!connection) return;
    try {
      for (const chunk of chunksOf(this.rows)) {
        if (this.ended) return;
        connection.sendCopyFromChunk(Buffer.from(chunk));
        const over = this.done.catch(() => undefined);
        if (connection.stream.writableNeedDrain) await Promise.race([once(connection.stream, "drain"), over]);
      }
      connection.endCopyFrom();
    } catch (error) {
      // The database answers with an error, and the transaction ends with it.
      this.failed = error;
      connection.sendCopyFail("the rows could not be read");
    }
  }

  handleError(error: Error): void {
    this.finish(this.failed ?? error);
  }
  handleReadyForQuery(): void {
    if (!this.ended) this.finish();
  }
  handleCommandComplete(): void {
    // Says how many rows; whoever sent them knows.
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

/** Postgres' text format: tabs between cells, a line a row, \N for null. */
function* chunksOf(rows: Iterable<readonly Cell[]>): Iterable<string> {
  let text = "";
  for (const row of rows) {
    for (let index = 0; index < row.length; index++) text += (index === 0 ? "" : "\t") + cellText(row[index]!);
    text += "\n";
    if (text.length < CHUNK) continue;
    yield text;
    text = "";
  }
  if (text !== "") yield text;
}

function cellText(cell: Cell): string {
  if (cell === null) return "\\N";
  return typeof cell === "string" && SPECIAL.test(cell)
    ? cell.replace(/[\\\t\n\r]/g, (one) => ESCAPED[one] ?? one)
    : String(cell);
}

const SPECIAL = /[\\\t\n\r]/;
const ESCAPED: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };
