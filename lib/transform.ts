/** Last word on a child's arguments: change them in place, or return others. */
export type Transform<T> = (args: T) => T | undefined;

export const transformed = <T>(args: T, transform?: Transform<T>): T => transform?.(args) ?? args;
