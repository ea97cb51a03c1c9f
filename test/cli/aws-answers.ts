import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What AWS answers to an action: a body in the form that its API documents, or an error with its code. */
export type Answer = { readonly body: string } | { readonly error: string; readonly status?: number };

/** A stand-in for AWS that knows some actions by name (EC2's in XML, Service Quotas' in JSON) and denies all others. Writes down what was asked. */
export async function startAnswers(answers: Readonly<Record<string, Answer>>) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => {
      body += part.toString();
    });
    request.on("end", () => {
      const target = request.headers["x-amz-target"];
      const json = typeof target === "string";
      const action = json ? (target.split(".").at(-1) ?? "") : (new URLSearchParams(body).get("Action") ?? "");
      asked.push(`${action} ${body}`);
      const answer: Answer = answers[action] ?? { error: json ? "AccessDeniedException" : "UnauthorizedOperation", status: 403 };
      if ("body" in answer) {
        response.writeHead(200, { "content-type": json ? "application/x-amz-json-1.1" : "text/xml" }).end(answer.body);
        return;
      }
      response
        .writeHead(answer.status ?? 400, { "content-type": json ? "application/x-amz-json-1.1" : "text/xml" })
        .end(
          json
            ? JSON.stringify({ __type: answer.error, message: "no" })
            : `<Response><Errors><Error><Code>${answer.error}</Code><Message>no</Message></Error></Errors></Response>`,
        );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    env: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: "testing",
      AWS_SECRET_ACCESS_KEY: "testing",
      AWS_EC2_METADATA_DISABLED: "true",
    },
    asked,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}
