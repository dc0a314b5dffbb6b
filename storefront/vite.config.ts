import { fileURLToPath } from "node:url";
import { reactRouter } from "@react-router/dev/vite";
import { defineConfig } from "vite";
import { artFiles } from "./app/art/plugin";
import { artVersion } from "./app/art/press";

const pressed = fileURLToPath(new URL("./node_modules/.cache/commonlot-art", import.meta.url));

export default defineConfig(({ command, isSsrBuild }) => {
  // Generating types reads this file too, and needs no picture.
  const art = command === "build" ? artVersion() : "none";
  return {
    plugins: [reactRouter(), isSsrBuild ? null : artFiles(art, pressed)],
    define: { "import.meta.env.VITE_ART_VERSION": JSON.stringify(art) },
    // A linked workspace, and CommonJS: Node loads it as it is. Only the server uses it.
    ssr: { external: ["@commonlot/domain"] },
    build: {
      // Pictures stay files: the content security policy allows no data: addresses, and a file is cached.
      assetsInlineLimit: 0,
      // The server bundle is the Express app with the pages in it; server.js starts it.
      rollupOptions: isSsrBuild ? { input: "./server/app.ts" } : {},
    },
  };
});
