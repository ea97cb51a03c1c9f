import { isUnknown, UNKNOWN, type Unknown } from "../../catalog/unknown";
import { remember } from "./remember";

/** Options of `docker run`, `create` and `pull` (also those of podman, nerdctl, ctr and crictl) that take no value; every other option does. */
const FLAGS = new Set(
  (
    "-d --detach -i --interactive -t --tty --rm --privileged --init -P --publish-all --read-only --no-healthcheck --oom-kill-disable " +
    "--sig-proxy --disable-content-trust -q --quiet -a --all-tags --all-platforms --replace --rmi --tls-verify --no-hosts --help --no-hostname " +
    "--plain-http --skip-verify -k --local --net-host"
  ).split(" "),
);
/** `-a` attaches a stream in `run`, with a value, and takes all tags in `pull`. */
const takesValue = (option: string, verb: string): boolean => {
  if (option.includes("=")) return false;
  if (option === "-a") return verb !== "pull";
  if (FLAGS.has(option)) return false;
  return option.startsWith("--") || !/^-[ditPq]{2,}$/.test(option);
};

const COMMAND =
  /(?:^|[\s;&|("'`=@+-])(?:[\w./-]*\/)?(docker|podman|nerdctl|ctr|crictl)\s+((?:-[^\n]*?\s)?)(?:(?:containers?|images?|[ci])\s+)?(run|pull|create)\s+(?=([^\n]+))/g;
const COMPOSE = /^[ \t]*(?:-[ \t]+)?image:[ \t]*["']?([^\s"'#]+)/gm;
/** The same in one line or as JSON: `{image: name}`, `"image": "name"`, also with the quotes escaped. */
const INLINE = /(?:[{,][ \t]*image:[ \t]+["']?|\\?["']image\\?["'][ \t]*:[ \t]*\\?["'])((?:\$\{[^}\n]*\}|[^\s"'#,{}[\]\\])+)/g;
const ASSIGNMENT =
  /(?:^|[;&|({]|\b(?:then|do|else)\b)[ \t]*(?:export[ \t]+|readonly[ \t]+|local[ \t]+|declare[ \t]+(?:-\w+[ \t]+)*)?([A-Za-z_]\w*)=(?:"([^"\n]*)"|'([^'\n]*)'|([^\s;&|]*))/gm;

/** One image that a script names; `UNKNOWN` when a shell variable decides it. */
export interface NamedImage {
  readonly line: number;
  readonly image: string | Unknown;
}

/** The images that a script, a unit or a compose file starts or pulls. */
export const imagesIn = remember((script): readonly NamedImage[] => {
  // A continued line is one command, but must keep the numbering of the lines that follow.
  const text = script.replace(/\r\n/g, "\n");
  const joined = text
    .replace(/\\\n[ \t]*/g, (part) => " ".repeat(part.length))
    // `- [docker, run, -d, image]` of cloud-config is the same command.
    .replace(/^([ \t]*-[ \t]*)\[([^\n]*)\][ \t]*$/gm, (_, dash: string, list: string) => `${dash} ${list.replace(/,/g, " ")} `);
  const lineAt = (index: number): number => text.slice(0, index).split("\n").length;
  const variables = assignmentsIn(joined);
  const found: NamedImage[] = [];
  for (const match of joined.matchAll(COMMAND)) {
    if (match[1] === "crictl" && match[3] !== "pull") continue;
    const before = joined.slice(joined.lastIndexOf("\n", match.index) + 1, match.index + 1);
    if (/^\s*#/.test(before)) continue;
    const image = imageOf(match[3] ?? "", match[4] ?? "");
    if (image !== undefined)
      found.push({ line: lineAt(match.index + 1), image: isUnknown(image) ? UNKNOWN : substitute(image, variables) });
  }
  for (const match of [...joined.matchAll(COMPOSE), ...joined.matchAll(INLINE)]) {
    if (match[1] !== undefined) found.push({ line: lineAt(match.index), image: substitute(match[1], variables) });
  }
  return found;
});

/** The first word after the options; unknown where an option seems to have taken the last word. */
function imageOf(verb: string, rest: string): string | Unknown | undefined {
  const words = wordsOf(rest);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    if (word === "--") return words[i + 1];
    // An array or "$@" in front of the image holds options.
    if (/\[[@*]\]|^\$[@*]/.test(word) && i < words.length - 1) continue;
    if (!word.startsWith("-")) return word;
    if (takesValue(word, verb)) i++;
  }
  return words.some((word) => !word.startsWith("-")) ? UNKNOWN : undefined;
}

/** Splits as a shell does, up to the end of the command; quotes may stand inside a word. Lists of cloud-config separate by commas too. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  let word = "";
  let open: string | undefined;
  let started = false;
  for (const char of text) {
    if (open !== undefined) {
      if (char === open) open = undefined;
      else word += char;
    } else if (char === '"' || char === "'") {
      open = char;
      started = true;
    } else if (/\s/.test(char)) {
      if (started) words.push(word);
      word = "";
      started = false;
    } else if (/[;&|)`<>]/.test(char)) {
      break;
    } else {
      word += char;
      started = true;
    }
  }
  if (started && word !== "") words.push(word);
  return words;
}

/** Plain assignments of the script. A name that is assigned twice, or from a command, is not known. */
function assignmentsIn(text: string): ReadonlyMap<string, string | Unknown> {
  const variables = new Map<string, string | Unknown>();
  for (const [, name = "", double, single, bare] of text.matchAll(ASSIGNMENT)) {
    const value = double ?? single ?? bare ?? "";
    const known = variables.get(name);
    variables.set(name, (known !== undefined && known !== value) || value.includes("$(") || value.includes("`") ? UNKNOWN : value);
  }
  return variables;
}

/** Puts variables in, also one that is made of others; what stays open is unknown. */
function substitute(word: string, variables: ReadonlyMap<string, string | Unknown>): string | Unknown {
  let result = word;
  for (let depth = 0; depth < 5 && result.includes("$"); depth++) {
    let open = false;
    result = result.replace(
      /\$\{([A-Za-z_]\w*)(?::?-([^}]*))?\}|\$([A-Za-z_]\w*)/g,
      (all, braced?: string, fallback?: string, plain?: string) => {
        const value = variables.get(braced ?? plain ?? "");
        if (value !== undefined && !isUnknown(value) && fallback === undefined) return value;
        open = true;
        return all;
      },
    );
    if (open) return UNKNOWN;
  }
  return /[$`]|\{\{/.test(result) ? UNKNOWN : result;
}
