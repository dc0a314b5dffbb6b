import type { Plugin } from "vite";
import { pressAll, pressIcons } from "./press";

/** Puts the pressed drawings and icons among the browser's files; what was pressed before lies in `cache`. */
export function artFiles(version: string, cache: string): Plugin {
  return {
    name: "commonlot-art",
    apply: "build",
    async generateBundle() {
      for (const { file, bytes } of await pressAll(version, cache))
        this.emitFile({ type: "asset", fileName: `assets/art/${version}/${file}`, source: bytes });
      for (const { file, bytes } of await pressIcons()) this.emitFile({ type: "asset", fileName: file, source: bytes });
    },
  };
}
