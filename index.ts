export type { Question } from "./catalog/question";
