import * as pulumi from "@pulumi/pulumi";

/** Collects what is wrong with a component's arguments, so that all of it is said at once. */
export class Problems {
  readonly found: pulumi.InputPropertyErrorDetails[] = [];

  /** Notes one problem: where it is, and what is wrong, the rule and the way out in one sentence without a final period. */
  add(propertyPath: string, reason: string): void {
    this.found.push({ propertyPath, reason });
  }

  /** Throws everything found as one error; call it before `super`, so that a component with bad arguments is never registered. */
  throwIfAny(component: string): void {
    if (this.found.length > 0) throw invalid(component, this.found);
  }
}

/** One error for all problems. The message holds them too: a test runner or a log may show nothing but the message. */
export function invalid(component: string, errors: pulumi.InputPropertyErrorDetails[]): pulumi.InputPropertiesError {
  const lines = errors.map(({ propertyPath, reason }) => `  - ${propertyPath}: ${reason}`);
  return new pulumi.InputPropertiesError({ message: `${component} has invalid arguments\n${lines.join("\n")}`, errors });
}
