import { spawn, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createWriteStream } from "node:fs";
import path from "node:path";
import { endChild, spawnOnLeash } from "../../../up/leash.mjs";
import { at } from "../../../up/paths.mjs";
import { anyFreePort } from "../../../up/ports.mjs";

// A page of Next.js that is rendered for each visitor, to measure ours beside. It is nobody's dependency: the bench installs it below .data.

const PACKAGES = { next: "16.4.6", react: "19.3.1", "react-dom": "19.3.1" };
const START_LIMIT_MS = 60_000;
const OFFLINE = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };

/** What the page shows, told once: it waits for no backend, as the page of a shop would. */
export interface Shown {
  readonly title: string;
  readonly goods: readonly { readonly title: string; readonly village: string; readonly price: string }[];
}

const FILES = {
  "package.json": JSON.stringify({ private: true, type: "module", dependencies: PACKAGES }),
  // A folder of its own, though a package-lock.json stands above it.
  "next.config.mjs": `export default { turbopack: { root: import.meta.dirname }, outputFileTracingRoot: import.meta.dirname };\n`,
  "app/layout.js": `export default function Layout({ children }) {
  return <html lang="zh-CN"><body>{children}</body></html>;
}\n`,
  "app/page.js": `import { readFileSync } from "node:fs";
export const dynamic = "force-dynamic";
const shown = JSON.parse(readFileSync("shown.json", "utf8"));
export default function Page() {
  return (
    <main>
      <h1>{shown.title}</h1>
      <ul>
        {shown.goods.map((good) => (
          <li key={good.title}>
            <h2><a href={"/" + good.title}>{good.title}</a></h2>
            <p>{good.village}</p>
            <p>{good.price}</p>
          </li>
        ))}
      </ul>
    </main>
  );
}\n`,
};

/** Installs and builds it where that was not done before, and starts it. Throws a sentence when it can't be had. */
export async function startNext(
  shown: Shown,
  say: (text: string) => void,
): Promise<{ port: number; version: string; stop: () => Promise<void> }> {
  const folder = at(".data", "bench-next");
  const wanted = createHash("sha256").update(JSON.stringify(FILES)).digest("hex");
  const stamp = path.join(folder, "built");
  await mkdir(path.join(folder, "app"), { recursive: true });
  await writeFile(path.join(folder, "shown.json"), JSON.stringify(shown));
  if ((await readFile(stamp, "utf8").catch(() => "")) !== wanted) {
    for (const [name, text] of Object.entries(FILES)) await writeFile(path.join(folder, name), text);
    say(`installing Next.js ${PACKAGES.next} below .data, for this measurement only`);
    await run(folder, "install.log", ...npm("install", "--no-audit", "--no-fund", "--no-package-lock")).catch(() => {
      throw new Error(
        `Next.js ${PACKAGES.next} could not be installed. It needs the network once; what npm said is in .data/bench-next/install.log`,
      );
    });
    await run(folder, "build.log", process.execPath, next(folder), "build").catch(() => {
      throw new Error("the page of Next.js could not be built; what it said is in .data/bench-next/build.log");
    });
    await writeFile(stamp, wanted);
  }
  const port = await anyFreePort();
  const server = spawnOnLeash(process.execPath, [next(folder), "start", "-p", String(port), "-H", "127.0.0.1"], {
    cwd: folder,
    env: { ...OFFLINE, NODE_ENV: "production" },
    log: path.join(folder, "server.log"),
  });
  await untilAnswers(port, server);
  return {
    port,
    version: PACKAGES.next,
    stop: async () => {
      await endChild(server);
    },
  };
}

const next = (folder: string) => path.join(folder, "node_modules/next/dist/bin/next");

function npm(...args: string[]): [string, ...string[]] {
  const cli = process.env.npm_execpath;
  return cli?.endsWith("npm-cli.js") ? [process.execPath, cli, ...args] : ["npm", ...args];
}

function run(folder: string, log: string, command: string, ...args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: folder, env: OFFLINE, stdio: ["ignore", "pipe", "pipe"] });
    const said = createWriteStream(path.join(folder, log));
    child.stdout.pipe(said, { end: false });
    child.stderr.pipe(said, { end: false });
    child.once("error", reject);
    child.once("close", (code) => {
      said.end();
      if (code === 0) resolve();
      else reject(new Error(`${command} ended with ${code}`));
    });
  });
}

async function untilAnswers(port: number, server: ChildProcess): Promise<void> {
  const began = Date.now();
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    if (answer?.ok) return;
    if (server.exitCode !== null || Date.now() - began > START_LIMIT_MS) {
      await endChild(server);
      throw new Error("the page of Next.js did not answer; what it said is in .data/bench-next/server.log");
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
