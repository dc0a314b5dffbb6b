import { connect, type Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";

/** What a run of clients asks, over and over, each on a connection of its own that stays open. */
export interface Asked {
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly clients: number;
  readonly seconds: number;
}

export interface Measured {
  readonly answers: number;
  readonly seconds: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  /** Answers that were not 200. */
  readonly wrong: number;
  /** Different lengths of bodies, and how often each came. */
  readonly lengths: Readonly<Record<string, number>>;
}

const HEAD_END = Buffer.from("\r\n\r\n");
/** Of an answer that comes in pieces and says no length. */
const LAST_PIECE = "\r\n0\r\n\r\n";

/** Each client sends its next request when the answer to the last one is there. Sockets by hand: a client library would be the slower half. */
function run({ port, path, headers, clients, seconds }: Asked): Promise<Measured> {
  const lines = Object.entries({ host: `127.0.0.1:${port}`, ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const request = Buffer.from(`GET ${path} HTTP/1.1\r\n${lines.join("")}\r\n`);
  const times: number[] = [];
  const lengths: Record<string, number> = {};
  let wrong = 0;
  const began = performance.now();
  const end = began + seconds * 1_000;

  const client = () =>
    new Promise<void>((resolve, reject) => {
      const socket: Socket = connect(port, "127.0.0.1");
      socket.setNoDelay(true);
      let sent = 0;
      let rest = 0;
      let head = Buffer.alloc(0);
      /** The last bytes of an answer in pieces, and how many there were; undefined for one that said its length. */
      let pieces: { end: string; bytes: number; status: string } | undefined;
      const ask = () => {
        if (performance.now() >= end) {
          socket.destroy();
          return resolve();
        }
        sent = performance.now();
        socket.write(request);
      };
      const answered = (status: string, length: number) => {
        times.push(performance.now() - sent);
        lengths[length] = (lengths[length] ?? 0) + 1;
        if (status !== "200") wrong++;
      };
      socket.on("connect", ask);
      socket.on("error", reject);
      const inPieces = (bytes: Buffer) => {
        if (!pieces) return;
        pieces.bytes += bytes.length;
        pieces.end = (pieces.end + bytes.toString("latin1", Math.max(0, bytes.length - 7))).slice(-7);
        if (pieces.end !== LAST_PIECE) return;
        answered(pieces.status, pieces.bytes);
        pieces = undefined;
        ask();
      };
      socket.on("data", (bytes) => {
        if (pieces) return inPieces(bytes);
        if (rest > 0) {
          rest -= bytes.length;
          if (rest <= 0) ask();
          return;
        }
        head = head.length === 0 ? bytes : Buffer.concat([head, bytes]);
        const at = head.indexOf(HEAD_END);
        if (at < 0) return;
        const text = head.toString("latin1", 0, at);
        if (/\r\ntransfer-encoding: chunked/i.test(text)) {
          pieces = { end: "", bytes: 0, status: text.slice(9, 12) };
          const body = head.subarray(at + 2);
          head = Buffer.alloc(0);
          return inPieces(body);
        }
        const length = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1]);
        if (!Number.isFinite(length)) return reject(new Error(`an answer without its length: ${text.slice(0, 200)}`));
        answered(text.slice(9, 12), length);
        rest = length - (head.length - at - HEAD_END.length);
        head = Buffer.alloc(0);
        if (rest <= 0) ask();
      });
    });

  return Promise.all(Array.from({ length: clients }, client)).then(() => {
    times.sort((a, b) => a - b);
    const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
    return {
      answers: times.length,
      seconds: (performance.now() - began) / 1_000,
      p50_ms: at(0.5),
      p99_ms: at(0.99),
      wrong,
      lengths,
    };
  });
}

// In a thread of its own: what measures must not wait for what is measured with.
if (parentPort && (workerData as { bench?: string } | undefined)?.bench === "shop") {
  const port = parentPort;
  run((workerData as { asked: Asked }).asked).then(
    (measured) => port.postMessage({ measured }),
    (error: unknown) => port.postMessage({ error: String(error) }),
  );
}
