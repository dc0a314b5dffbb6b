import { index, layout, prefix, route, type RouteConfig } from "@react-router/dev/routes";

export default [
  index("routes/start.ts", { id: "start" }),
  // Addresses printed on labels and cards have no language: the reader's own is put before them.
  route("desk/*", "routes/start.ts", { id: "start-desk" }),
  route("home/*", "routes/start.ts", { id: "start-home" }),
  route("trace/:number", "routes/start.ts", { id: "start-trace" }),
  route("art/village/:scene/:file", "routes/village-picture.ts"),
  route(":locale", "routes/locale.tsx", [
    layout("features/store/layout.tsx", [
      index("routes/home.tsx"),
      route("villages/:handle", "routes/village.tsx"),
      route("products/:handle", "routes/product.tsx"),
      route("cart", "routes/cart.tsx"),
      route("checkout", "routes/checkout.tsx"),
      route("checkout/return", "routes/checkout-return.tsx"),
      route("orders/:id", "routes/order.tsx"),
      route("trace/:number", "routes/trace.tsx"),
      route("wholesale", "routes/wholesale.tsx"),
    ]),
    route("checkout/start", "routes/checkout-start.ts"),
    ...prefix("desk", [
      route("sign-in", "routes/desk/sign-in.tsx"),
      route("sign-out", "routes/desk/sign-out.ts"),
      route("batches/:id/file", "routes/desk/bank-file.ts"),
      route("orders/:id/labels", "routes/desk/labels.ts"),
      layout("features/desk/layout.tsx", [
        index("routes/desk/today.tsx"),
        route("lots", "routes/desk/lots.tsx"),
        route("pools", "routes/desk/pools.tsx"),
        route("pools/:id", "routes/desk/pool.tsx"),
        route("parcels", "routes/desk/parcels.tsx"),
        route("settlement", "routes/desk/settlement.tsx"),
        route("settlement/:id", "routes/desk/period.tsx"),
        route("batches/:id", "routes/desk/batch.tsx"),
      ]),
    ]),
    ...prefix("home", [
      route("sign-in", "routes/household/sign-in.tsx"),
      route("sign-in/phone", "routes/household/sign-in-phone.tsx"),
      route("card/:number", "routes/household/card.ts"),
      route("sign-out", "routes/household/sign-out.ts"),
      layout("features/household/layout.tsx", [
        index("routes/household/home.tsx"),
        route("lots", "routes/household/lots.tsx"),
        route("statements/:id", "routes/household/statement.tsx"),
      ]),
    ]),
    route("*", "routes/missing.tsx"),
  ]),
] satisfies RouteConfig;
