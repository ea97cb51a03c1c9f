/** A row by its exact key; `constructor` and the like are no rows. */
export const lookup = <Row>(table: Readonly<Record<string, Row>>, key: string): Row | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;
