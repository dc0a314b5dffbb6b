import { reactRouter } from "@react-router/dev/vite";
import { defineConfig } from "vite";

export default defineConfig(({ isSsrBuild }) => ({
  plugins: [reactRouter()],
  // A linked workspace, and CommonJS: Node loads it as it is. Only the server uses it.
  ssr: { external: ["@commonlot/domain"] },
  build: {
    // Pictures stay files: the content security policy allows no data: addresses, and a file is cached.
    assetsInlineLimit: 0,
    // The server bundle is the Express app with the pages in it; server.js starts it.
    rollupOptions: isSsrBuild ? { input: "./server/app.ts" } : {},
  },
}));
