/** The day up to which the tables were brought, ISO. Printed in every answer: facts that changed later are not in it. */
export const CATALOG_DATE = "2026-11-28";
