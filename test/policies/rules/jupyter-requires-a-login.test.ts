import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../catalog";
import { jupyterRequiresALogin } from "../../../policies/rules/jupyter-requires-a-login";
import { containing } from "../matchers";
import { base64, resource } from "../resources";

const judge = (type: string, props: Record<string, unknown>) => jupyterRequiresALogin.judge(resource(type, props), {});
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const POD = "kubernetes:core/v1:Pod";
const inScript = (...lines: string[]) => judge(TEMPLATE, { userData: base64(["#!/bin/bash", ...lines, ""].join("\n")) });
const inPod = (container: Record<string, unknown>) =>
  judge(POD, { spec: { containers: [{ name: "lab", image: "x/jupyter:1", ...container }] } });

describe("user data", () => {
  // Each form was given to Jupyter itself on 2026-11-28: these answered 200 to a stranger.
  it.each([
    "jupyter lab --ip=0.0.0.0 --allow-root --ServerApp.token=",
    "jupyter lab --ServerApp.token='' --ip=0.0.0.0",
    'jupyter notebook --NotebookApp.token="" --NotebookApp.password=""',
    "jupyter lab --LabApp.token=''",
    "jupyter server --IdentityProvider.token ''",
    "docker run -p 8888:8888 -e JUPYTER_TOKEN=abc jupyter/base-notebook start-notebook.sh --NotebookApp.token=''",
    `echo "c.NotebookApp.token = ''" >> ~/.jupyter/jupyter_notebook_config.py`,
    `echo '{"ServerApp": {"ip": "0.0.0.0", "token": ""}}' > ~/.jupyter/jupyter_server_config.json`,
  ])("is broken by: %s", (line) => {
    expect(inScript("set -e", line)).toEqual([{ kind: "violation", path: "userData:3", message: containing("empty token") }]);
  });

  // And these 403.
  it.each([
    "jupyter lab --ip=0.0.0.0 --allow-root --no-browser",
    "jupyter lab --ServerApp.password=''",
    "jupyter lab --IdentityProvider.token= --PasswordIdentityProvider.hashed_password=argon2:x",
    "jupyter lab --ServerApp.token= --IdentityProvider.token=abc",
    'jupyter lab --IdentityProvider.token="$(aws secretsmanager get-secret-value --secret-id lab --query SecretString --output text)"',
    'jupyter lab --ServerApp.token="$TOKEN"',
    "# jupyter lab --ServerApp.token=''",
    "c.ServerApp.token = get_token()",
  ])("is kept by: %s", (line) => {
    expect(inScript(line)).toEqual([]);
  });

  it("follows a variable of the script that is empty, and a command over several lines", () => {
    expect(inScript("TOKEN=''", "jupyter lab \\", '  --ServerApp.token="$TOKEN" \\', "  --ip=0.0.0.0")).toMatchObject([
      { path: "userData:3" },
    ]);
    expect(inScript("TOKEN=$(cat /run/token)", 'jupyter lab --ServerApp.token="$TOKEN"')).toEqual([]);
  });

  it("is searched where files are packed in it, and for the hub that takes anybody", () => {
    const script = "#!/bin/bash\n# starts the notebook server of the team\njupyter lab --ServerApp.token=''\n";
    const config = `#cloud-config\nwrite_files:\n  - { encoding: gz+b64, path: /x, content: ${gzipSync(script.repeat(3)).toString("base64")} }\n`;
    expect(judge(TEMPLATE, { userData: base64(config) })).toMatchObject([{ kind: "violation", path: "userData" }, {}, {}]);
    expect(inScript("cat > hub.py <<E", "c.JupyterHub.authenticator_class = 'dummy'", "E")).toMatchObject([
      { path: "userData:3", message: containing("any name") },
    ]);
    expect(inScript("c.JupyterHub.authenticator_class = 'dummy'", "c.DummyAuthenticator.password = 'x'")).toEqual([]);
  });

  it("is undecided where it is unknown, or where only the variable is empty", () => {
    expect(judge(TEMPLATE, { userData: UNKNOWN })).toMatchObject([{ kind: "undecided", path: "userData" }]);
    expect(inScript("docker run -e JUPYTER_TOKEN= x/jupyter")).toMatchObject([{ kind: "undecided", path: "userData:2" }]);
    expect(inScript('docker run -e JUPYTER_TOKEN="$T" x/jupyter')).toEqual([]);
  });
});

describe("containers", () => {
  it("are read in the forms of ECS, Batch, SageMaker and Kubernetes", () => {
    const command = ["jupyter", "lab", "--ip=0.0.0.0", "--ServerApp.token="];
    expect(judge(TASK, { containerDefinitions: JSON.stringify([{ name: "lab", image: "x", command }]) })).toMatchObject([
      { kind: "violation", path: "containerDefinitions[0].command[3]" },
    ]);
    expect(judge("aws:batch/jobDefinition:JobDefinition", { containerProperties: JSON.stringify({ image: "x", command }) })).toMatchObject([
      { path: "containerProperties.command[3]" },
    ]);
    const training = { algorithmSpecification: { trainingImage: "x", containerArguments: command } };
    expect(judge("aws:sagemaker/trainingJob:TrainingJob", training)).toMatchObject([
      { path: "algorithmSpecification.containerArguments[3]" },
    ]);
    expect(inPod({ args: command })).toMatchObject([{ path: "spec.containers[0].args[3]" }]);
    const lifecycle = { onStart: base64("#!/bin/bash\nnohup jupyter lab --ServerApp.token='' &\n") };
    expect(judge("aws:sagemaker/notebookInstanceLifecycleConfiguration:NotebookInstanceLifecycleConfiguration", lifecycle)).toMatchObject([
      { path: "onStart:2" },
    ]);
    const nodeClass = { spec: { userData: "#!/bin/bash\njupyter lab --ServerApp.token=''\n" } };
    expect(judge("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", nodeClass)).toMatchObject([{ path: "spec.userData:2" }]);
  });

  it("take a whole shell command, an option in two words, and options in a variable", () => {
    expect(inPod({ command: ["bash", "-c", "jupyter lab --NotebookApp.token='' --ip=0.0.0.0"] })).toMatchObject([
      { path: "spec.containers[0].command[2]" },
    ]);
    expect(inPod({ args: ["start.sh", "--IdentityProvider.token", ""] })).toMatchObject([{ path: "spec.containers[0].args[1]" }]);
    expect(inPod({ env: [{ name: "NOTEBOOK_ARGS", value: "--ServerApp.token=''" }] })).toMatchObject([
      { path: "spec.containers[0].env[0].value" },
    ]);
  });

  it("follow the variable that an option names: empty breaks, a secret keeps", () => {
    const args = ["--ServerApp.token=$(JUPYTER_TOKEN)"];
    expect(inPod({ args, env: [{ name: "JUPYTER_TOKEN", value: "" }] })).toMatchObject([{ kind: "violation" }]);
    expect(inPod({ args, env: [{ name: "JUPYTER_TOKEN", valueFrom: { secretKeyRef: { name: "lab", key: "token" } } }] })).toEqual([]);
  });

  it("are undecided where the variable alone is empty, or the command of a notebook is not known", () => {
    expect(inPod({ env: [{ name: "JUPYTER_TOKEN", value: "" }] })).toMatchObject([
      { kind: "undecided", path: "spec.containers[0].env[0].value" },
    ]);
    expect(inPod({ args: UNKNOWN })).toMatchObject([{ kind: "undecided", path: "spec.containers[0].args" }]);
    expect(inPod({ args: UNKNOWN, image: "x/train:1" })).toEqual([]);
  });

  it("of a Kubeflow notebook stand behind its gateway, which cannot be seen", () => {
    const spec = { template: { spec: { containers: [{ name: "n", image: "x", args: ["--LabApp.token=''"] }] } } };
    expect(judge("kubernetes:kubeflow.org/v1:Notebook", { spec })).toMatchObject([{ kind: "undecided", message: containing("gateway") }]);
  });

  it("read a configuration that a ConfigMap mounts", () => {
    const data = { "jupyter_server_config.py": "c.ServerApp.ip = '0.0.0.0'\nc.IdentityProvider.token = ''\n" };
    expect(judge("kubernetes:core/v1:ConfigMap", { data })).toMatchObject([
      { kind: "violation", path: 'data["jupyter_server_config.py"]:2' },
    ]);
  });
});

describe("a release of the JupyterHub chart", () => {
  const release = (values: unknown, more = {}) =>
    judge("kubernetes:helm.sh/v3:Release", { chart: "jupyterhub", version: "4.2.0", values, ...more });

  it("takes anybody unless its values say otherwise", () => {
    const path = "values.hub.config.JupyterHub.authenticator_class";
    expect(release({})).toMatchObject([{ kind: "violation", path, message: containing("by the chart's default") }]);
    expect(release({ hub: { config: { JupyterHub: { authenticator_class: "dummy" } } } })).toMatchObject([{ kind: "violation", path }]);
    expect(release({ hub: { config: { JupyterHub: { authenticator_class: "github" } } } })).toEqual([]);
    expect(release({ hub: { config: { DummyAuthenticator: { password: "x" } } } })).toEqual([]);
  });

  it("is undecided where the authenticator stands elsewhere, and other charts of the name make a password", () => {
    expect(release({ hub: { extraConfig: { auth: "c.JupyterHub.authenticator_class = X" } } })).toMatchObject([{ kind: "undecided" }]);
    expect(release({ hub: { config: { JupyterHub: { authenticator_class: UNKNOWN } } } })).toMatchObject([{ kind: "undecided" }]);
    expect(release({}, { repositoryOpts: { repo: "https://charts.bitnami.com/bitnami" } })).toEqual([]);
    expect(judge("kubernetes:helm.sh/v3:Release", { chart: "karpenter" })).toEqual([]);
  });
});
