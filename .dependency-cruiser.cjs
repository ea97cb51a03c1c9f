// Who may import whom. The same picture stands in CONTRIBUTING.md.
const ROOMS = {
  catalog: [],
  lock: ["catalog"],
  lib: ["catalog"],
  boot: [],
  images: ["catalog"],
  components: ["lib", "lock", "catalog", "boot", "images"],
  policies: ["lock", "catalog", "lib/quick-start.ts"],
  plan: ["catalog", "lib/quick-start.ts"],
  stacks: ["components", "lib", "lock", "catalog"],
  cli: ["plan", "policies/rules", "policies/rule.ts", "policies/config", "lock", "catalog", "images", "boot"],
};

const rooms = Object.entries(ROOMS).map(([room, may]) => ({
  name: `${room}-imports-only-what-it-may`,
  severity: "error",
  from: { path: `^${room}/` },
  to: {
    path: "^(?!node_modules/)[^/]+/.*\\.ts$|^index\\.ts$",
    pathNot: [room, ...may].map((target) => (target.endsWith(".ts") ? `^${target}$` : `^${target}/`)),
  },
}));

module.exports = {
  forbidden: [
    ...rooms,
    {
      name: "catalog-knows-no-package",
      comment: "Importing the catalog alone must cost nothing, and a fact does not depend on a library.",
      severity: "error",
      from: { path: "^catalog/" },
      to: { dependencyTypes: ["npm", "npm-dev", "npm-peer", "npm-optional"] },
    },
    {
      name: "rules-import-no-pulumi",
      comment: "Rules are pure: the pack, plan, check and the tests run the same list.",
      severity: "error",
      from: { path: "^(policies/rules?|lock)[/.]" },
      to: { path: "node_modules/@pulumi/" },
    },
    {
      name: "no-root-import-of-a-provider",
      comment: "The root of @pulumi/aws loads every service and costs seconds.",
      severity: "error",
      from: { pathNot: "^test/" },
      to: { path: "node_modules/@pulumi/(aws|kubernetes)/(bin/)?index\\.(js|d\\.ts)$", dependencyTypesNot: ["type-only"] },
    },
    { name: "no-circles", severity: "error", from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } } },
    { name: "nothing-of-tests", severity: "error", from: { pathNot: "^(test|bench)/" }, to: { path: "^test/" } },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    exclude: { path: "^(dist|examples)/|fixtures/" },
    doNotFollow: { path: "node_modules" },
  },
};
