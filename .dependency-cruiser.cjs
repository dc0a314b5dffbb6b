/** Who may speak to whom (docs/architecture.md). Each rule names what would rot without it. */
const MODULES = "^backend/src/modules/([^/]+)/";

module.exports = {
  forbidden: [
    {
      name: "domain-is-pure",
      comment: "The rules of the trade depend on zod and nothing else.",
      severity: "error",
      from: { path: "^domain/src/", pathNot: "\\.spec\\.ts$" },
      to: { pathNot: "^domain/src/|(^|/)node_modules/zod/" },
    },
    {
      name: "modules-apart",
      comment: "A module reaches another by a workflow, a link or the outbox; it may import only outbox/append.",
      severity: "error",
      from: { path: MODULES },
      to: { path: "^backend/src/modules/", pathNot: "^backend/src/modules/($1/|outbox/append\\.ts$)" },
    },
    {
      name: "modules-know-no-workflow",
      comment: "Workflows call modules, never the other way round; routes and jobs call both.",
      severity: "error",
      from: { path: MODULES },
      to: { path: "^backend/src/(workflows|api|subscribers|links|admin)/" },
    },
    {
      name: "backend-alone",
      comment: "The backend knows the domain, and no other room.",
      severity: "error",
      from: { path: "^backend/src/" },
      to: { path: "^(workers|storefront|dev)/" },
    },
    {
      name: "workers-at-the-door",
      comment: "Workers import env.ts, lib/ and types of the backend; services come from the container.",
      severity: "error",
      from: { path: "^workers/src/" },
      to: {
        path: "^(backend|storefront|dev)/",
        pathNot: "^backend/src/(env\\.ts$|lib/)",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "storefront-at-the-door",
      comment: "The storefront reaches the backend over HTTP, through app/lib/api.",
      severity: "error",
      from: { path: "^storefront/", pathNot: "^storefront/(e2e/|vitest(\\.alone)?\\.config\\.ts$)" },
      to: { path: "^(backend|workers|dev)/" },
    },
    {
      name: "dev-is-not-shipped",
      comment: "Stand-ins, seed and tests of the house never reach what runs in production.",
      severity: "error",
      from: {
        path: "^(domain|backend|workers|storefront)/",
        pathNot: "(^|/)(tests|e2e|test)/|\\.spec\\.tsx?$|vite?s?t?(\\.alone)?\\.config\\.ts$",
      },
      to: { path: "^dev/" },
    },
    {
      name: "no-circle",
      comment: "Two files that need each other are one file, or hide a third.",
      severity: "error",
      from: { pathNot: "^storefront/\\.react-router/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "declared",
      comment: "What is imported stands in a package.json.",
      severity: "error",
      from: { path: "^(domain|backend|workers|storefront|dev)/" },
      // ./+types/… are written by `react-router typegen`.
      to: { pathNot: "\\+types/|^virtual:", dependencyTypes: ["unknown", "undetermined", "npm-no-pkg", "npm-unknown"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|build|\\.medusa|\\.react-router)/" },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
