type Handler = (event: unknown, context: { getRemainingTimeInMillis(): number }) => Promise<unknown>;

/** The function's text, running here: its imports come from `sdk`, and it does not wait between two looks. */
export function loadHandler(text: string, sdk: Record<string, unknown>): Handler {
  const body = text
    .replaceAll(/^import (\{[^}]+\}) from "([^"]+)";$/gm, 'const $1 = sdk["$2"];')
    .replace("export const handler =", "return");
  const load = new Function("sdk", "setTimeout", body) as (sdk: unknown, wait: (then: () => void) => void) => Handler;
  return load(sdk, (then) => void setImmediate(then));
}
