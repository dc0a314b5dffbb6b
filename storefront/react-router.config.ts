import type { Config } from "@react-router/dev/config";

export default {
  ssr: true,
  // Pages are few and small: the manifest goes with the page, so no second request asks what a link leads to.
  routeDiscovery: { mode: "initial" },
} satisfies Config;
