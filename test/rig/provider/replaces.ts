/** Whether a changed property of a type replaces the resource. */
export const replacing = (type: string, property: string): boolean => false;
