/** Where the commands find the machine. */
export interface Target {
  readonly region: string;
  readonly groupName: string;
}

/** The machine of the moment: a start or an interruption gives another. */
const instance = ({ region, groupName }: Target): string =>
  `"$(aws ec2 describe-instances --region ${region} --filters Name=tag:aws:autoscaling:groupName,Values=${groupName} Name=instance-state-name,Values=running --query 'Reservations[0].Instances[0].InstanceId' --output text)"`;

/** Prints the address with the token, and opens the tunnel until it is interrupted. */
export const jupyterCommand = (target: Target, port: number, tokenArn: string): string =>
  `echo "http://127.0.0.1:${port}/lab?token=$(aws secretsmanager get-secret-value --region ${target.region} --secret-id ${tokenArn} --query SecretString --output text)" && aws ssm start-session --region ${target.region} --target ${instance(target)} --document-name AWS-StartPortForwardingSession --parameters portNumber=${port},localPortNumber=${port}`;

/** A shell in the container, through a tunnel of its own; `HostKeyAlias` because the host key stays while the machine changes. */
export const sshCommand = (target: Target, port: number, user: string): string =>
  `ssh -o HostKeyAlias=${target.groupName} -o ProxyCommand='aws ssm start-session --region ${target.region} --target %h --document-name AWS-StartSSHSession --parameters portNumber=${port}' ${user}@${instance(target)}`;

/** Starts the machine, or stops it. */
export const capacityCommand = ({ region, groupName }: Target, desired: 0 | 1): string =>
  `aws autoscaling set-desired-capacity --region ${region} --auto-scaling-group-name ${groupName} --desired-capacity ${desired}`;
