import type { Definition } from "../../components/host/fallback/definition";

/**
 * A definition as text for moto. Step Functions writes the fields of every AWS call with a capital letter; moto hands them on as they are, and the API of
 * Step Functions itself wants, and answers with, small ones. Only the call that lists executions is concerned.
 */
export function inMotoCase(definition: Definition): string {
  return JSON.stringify(definition)
    .replace('"StateMachineArn.$"', '"stateMachineArn.$"')
    .replace('"StatusFilter"', '"statusFilter"')
    .replace("$.Executions[*].ExecutionArn", "$.executions[*].executionArn")
    .replace("States.ArrayLength($.Executions)", "States.ArrayLength($.executions)");
}
