const DENIED = /^(AccessDenied|AccessDeniedException|UnauthorizedOperation)$/;
const STALE = /^(AuthFailure|InvalidClientTokenId|UnrecognizedClientException|ExpiredToken|ExpiredTokenException|RequestExpired)$/;

/** Why AWS did not answer, in words, with the right that is missing. AWS's own message may name the caller, so only known codes are explained. */
export function refusal(error: unknown, action: string): { readonly value: string; readonly remedy: string } {
  const name = error instanceof Error ? error.name : "";
  if (name === "CredentialsProviderError" || name === "TokenProviderError") {
    return { value: "no AWS credentials were found", remedy: "set AWS_PROFILE, log in with aws sso login, or export AWS_ACCESS_KEY_ID" };
  }
  if (DENIED.test(name)) return { value: `the credentials may not ${action}`, remedy: `allow ${action}` };
  if (STALE.test(name)) return { value: `AWS refused the credentials (${name})`, remedy: "log in again; check that the region is enabled" };
  return { value: `AWS could not be asked: ${name || "error"}`, remedy: "check the region's name and the network" };
}
