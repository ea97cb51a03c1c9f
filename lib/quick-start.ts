import Module from "node:module";

/**
 * Only the SDK's function serializer (for dynamic providers) and its Automation API need these; together they are three quarters of its
 * loading time. True: an ECMAScript module in the shape of a CommonJS one.
 */
const SELDOM_USED: ReadonlyMap<string, boolean> = new Map([
  ["typescript", false],
  ["../../typescript-shim", false],
  ["@npmcli/arborist", false],
  ["normalize-package-data", false],
  ["./automation", true],
]);

type Load = (this: unknown, request: string, parent: { filename?: string | null } | null, isMain: boolean) => unknown;

const isOfSdk = (file: string): boolean => /@pulumi[\\/]pulumi[\\/]/.test(file);

/** Makes what the SDK seldom uses load on first use. Call before the SDK is loaded; only in a process of our own. */
export function startQuickly(): void {
  (Module as { enableCompileCache?: () => void }).enableCompileCache?.(); // Node 22 keeps what it compiled for the next start
  const loader = Module as unknown as { _load: Load };
  const load = loader._load;
  loader._load = function (request, parent, isMain) {
    const isModule = SELDOM_USED.get(request);
    if (isModule === undefined || !isOfSdk(parent?.filename ?? "")) return load.call(this, request, parent, isMain);
    let loaded: object | undefined;
    const real = (): object => {
      loaded ??= load.call(this, request, parent, isMain) as object;
      return loaded;
    };
    return new Proxy(class {}, {
      // asked while the SDK itself loads
      get: (_target, key) => (key === "__esModule" ? isModule : (Reflect.get(real(), key) as unknown)),
      has: (_target, key) => Reflect.has(real(), key),
      construct: (_target, args) => Reflect.construct(real() as new () => object, args) as object,
      apply: (_target, self, args) => Reflect.apply(real() as () => unknown, self, args) as unknown,
    });
  };
}
