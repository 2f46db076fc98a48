import { endingOfRefusal, type Ending } from "./closing";
import type { UploadResult } from "./outgoing";

/** What came back over HTTP for an upload. */
export interface UploadAnswer {
  /** 0 where nothing answered. */
  readonly status: number;
  readonly text: string;
  /** Whether another address answered than the one that was asked. */
  readonly redirected: boolean;
}

/**
 * What an answer says of the upload. Whatever isn't word for word our server's is no answer: a sign-in page or a notice
 * of somebody in between neither saves nor refuses anything.
 */
export function resultOfAnswer({ status, text, redirected }: UploadAnswer): UploadResult {
  if (redirected) return { kind: "retry" };
  const answer = objectIn(text);
  if (status === 200) return { kind: isPosition(answer["number"]) ? "done" : "retry" };
  const code = answer["code"];
  const ending = typeof code === "string" ? endingOf(status, code) : null;
  return ending === null ? { kind: "retry" } : { kind: "ended", ending };
}

function endingOf(status: number, code: string): Ending | null {
  switch (status) {
    case 401:
      return { kind: "signed-out" };
    case 403:
      // Somebody signed in anew since this page was made: a new page has the right token.
      return code === "csrf" ? { kind: "signed-out" } : endingOfRefusal(code);
    case 404:
      return code === "not-found" ? { kind: "gone" } : null;
    case 409:
      return code === "generation" ? { kind: "another-generation" } : null;
    case 413:
    case 422:
      return endingOfRefusal(code);
    default:
      return null;
  }
}

function isPosition(number: unknown): boolean {
  return Number.isInteger(number) && Number(number) >= 1;
}

function objectIn(text: string): Record<string, unknown> {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === "object" && answer !== null ? { ...answer } : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
