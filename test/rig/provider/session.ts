/** What the provider was configured with, and the clients made of it. One provider resource of a program is one process with one session. */
export interface Session {
  readonly region: string;
  readonly defaultTags: Readonly<Record<string, string>>;
  /** ARN of something of this account and region, as AWS spells it. */
  arn(service: string, resource: string): Promise<string>;
  account(): Promise<string>;
  /** A client of `region` with this provider's credentials. */
  client<Client>(service: ClientOf<Client>, region?: string): Client;
}

/** Any client class of the AWS SDK. */
type ClientOf<Client> = new (configuration: ClientSettings) => Client;

interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

interface ClientSettings {
  region: string;
  credentials?: Credentials;
  maxAttempts: number;
}

type Settings = Readonly<Record<string, unknown>>;

/** Nested settings of a provider arrive as JSON text. */
function nested(value: unknown): unknown {
  return typeof value === "string" && /^[[{]/.test(value) ? JSON.parse(value) : value;
}

function textOf(settings: unknown, key: string): string | undefined {
  if (settings === null || typeof settings !== "object") return undefined;
  const value: unknown = Reflect.get(settings, key);
  return typeof value === "string" && value !== "" ? value : undefined;
}

async function assumed(roleArn: string, settings: ClientSettings): Promise<Credentials> {
  const { AssumeRoleCommand, STSClient } = await import("@aws-sdk/client-sts");
  const { Credentials: granted } = await new STSClient(settings).send(
    new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "pulumi" }),
  );
  if (!granted?.AccessKeyId || !granted.SecretAccessKey) throw new Error(`no credentials for ${roleArn}`);
  return { accessKeyId: granted.AccessKeyId, secretAccessKey: granted.SecretAccessKey, sessionToken: granted.SessionToken };
}

async function accountOf(settings: ClientSettings): Promise<string> {
  const { GetCallerIdentityCommand, STSClient } = await import("@aws-sdk/client-sts");
  const { Account } = await new STSClient(settings).send(new GetCallerIdentityCommand({}));
  if (Account === undefined) throw new Error("AWS returned no account");
  return Account;
}

/** The endpoint comes from `AWS_ENDPOINT_URL`, which every AWS client reads by itself. */
export async function session(settings: Settings): Promise<Session> {
  const region = textOf(settings, "region") ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
  if (region === undefined) throw new Error("no region: set aws:region, or AWS_REGION");
  const accessKeyId = textOf(settings, "accessKey");
  const secretAccessKey = textOf(settings, "secretKey");
  const given = accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey, sessionToken: textOf(settings, "token") } : undefined;
  const roles = nested(settings.assumeRoles);
  const role = Array.isArray(roles) ? textOf(roles[0], "roleArn") : undefined;
  // The real provider retries throttling; an emulator never throttles, so one attempt shows an error at once.
  const base: ClientSettings = { region, maxAttempts: 1, ...(given ? { credentials: given } : {}) };
  const credentials = role === undefined ? given : await assumed(role, base);

  const tags = nested(settings.defaultTags);
  const defaultTags = tags !== null && typeof tags === "object" && "tags" in tags ? (tags.tags as Record<string, string>) : {};
  const clients = new Map<string, unknown>();
  let known: Promise<string> | undefined;
  const account = () => {
    known ??= accountOf({ ...base, ...(credentials ? { credentials } : {}) });
    return known;
  };
  return {
    region,
    defaultTags,
    account,
    arn: async (service, resource) => `arn:aws:${service}:${region}:${await account()}:${resource}`,
    client<Client>(service: ClientOf<Client>, at = region): Client {
      const key = `${service.name} ${at}`;
      const client =
        (clients.get(key) as Client | undefined) ?? new service({ ...base, region: at, ...(credentials ? { credentials } : {}) });
      clients.set(key, client);
      return client;
    },
  };
}
