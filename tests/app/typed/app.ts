// An app in TypeScript that reads the files by their types. It is only checked, and never run.
import type {
  PolicyCurrent,
  PolicyEvents,
  PolicyIndex,
  PolicyMessages,
  PolicyNotice,
  PolicyTextElement,
} from "./policy";

export function due(current: PolicyCurrent, told: number, accepted: number): [boolean, boolean] {
  const mine = current.audiences["default"];
  if (!mine) return [false, false];
  return [told < mine.notice.min_told_revision, accepted < mine.acceptance.min_accepted_revision];
}

export function words({ notice, corrections }: PolicyNotice): string[] {
  const said = notice ? [notice.title, ...notice.summaries.map((one) => one.text)] : [];
  const asked: string | null | undefined = notice?.if_refused?.text;
  return [...said, ...corrections.map((one) => one.reason?.text ?? one.text), asked ?? ""];
}

export const body = (messages: PolicyMessages): string[] => messages.messages.map((one) => one.channels.email.html);
export const ids = (index: PolicyIndex): string[] => index.policies.map((one) => one.policy);
export const kinds = (page: PolicyEvents): string[] => page.events.map((one) => one.type);
export const tag = ([name]: PolicyTextElement): string => name;

// @ts-expect-error a revision is a number
export const wrong: PolicyCurrent["entry"] = "7";
