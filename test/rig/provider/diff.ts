import { DEFAULTS, isGenerated } from "./autoname";
import type { Handler, Properties } from "./handler";
import { same } from "./properties";
import { factsOf, replacing } from "./replaces";

export interface Difference {
  readonly changed: readonly string[];
  readonly replaces: readonly string[];
  /** A name that the program fixed cannot exist twice, so the old resource goes first. */
  readonly deleteBeforeReplace: boolean;
}

/** Compares inputs with inputs, property by property, and asks the table which of the changed ones replace. */
export function difference(type: string, handler: Handler, olds: Properties, news: Properties, ignored: readonly string[]): Difference {
  const keys = [...new Set([...Object.keys(olds), ...Object.keys(news)])];
  const changed = keys.filter((key) => key !== DEFAULTS && !ignored.includes(key) && !same(olds[key], news[key])).sort();
  const replaces = handler.update === undefined ? changed : changed.filter((key) => replacing(type, key, olds[key], news[key]));
  const name = handler.named?.property;
  const fixedName = name !== undefined && !isGenerated(news, name) && same(olds[name], news[name]);
  return { changed, replaces, deleteBeforeReplace: replaces.length > 0 && (fixedName || factsOf(type).deletesFirst === true) };
}
