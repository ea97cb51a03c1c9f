import { gunzipSync } from "node:zlib";

/** The text in user data as a launch template has it. */
export const unpacked = (userData: unknown): string => gunzipSync(Buffer.from(String(userData), "base64")).toString();
