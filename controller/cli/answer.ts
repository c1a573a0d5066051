/** Open questions of the running controller, and answers to them. */
import { resolve } from "node:path";
import { z } from "zod";
import { ControllerError, controllerOf, type Question, questionSchema } from "../server/index.ts";

interface QuestionsCommand {
  readonly data: string;
  readonly json?: boolean;
}

interface AnswerCommand extends QuestionsCommand {
  readonly by: string;
  readonly choice: string;
}

const questionsSchema = z.object({ questions: z.array(questionSchema) });
const answeredSchema = z.object({ key: z.string(), choice: z.string(), by: z.string() });

/** `about`: a batch's id or a question's key. */
export async function questions(
  about: string | undefined,
  serial: string | undefined,
  options: QuestionsCommand,
): Promise<void> {
  const controller = await controllerOf(resolve(options.data));
  const all = await controller.get("/api/v1/questions", questionsSchema);
  const open = all.questions.filter((question) => isAbout(question, about, serial));
  if (options.json === true) process.stdout.write(`${JSON.stringify({ questions: open })}\n`);
  else
    process.stdout.write(open.length === 0 ? "No question is open.\n" : `${open.map(inFull).join("\n\n")}\n`);
}

/** Answers the one question that is open about a batch or a block; where there are several, its key names it. */
export async function answer(
  about: string,
  serial: string | undefined,
  options: AnswerCommand,
): Promise<void> {
  const controller = await controllerOf(resolve(options.data));
  const all = await controller.get("/api/v1/questions", questionsSchema);
  const open = all.questions.filter((question) => isAbout(question, about, serial));
  const [question, ...others] = open;
  if (question === undefined)
    throw new ControllerError(
      `no question about ${serial ?? about} is open${all.questions.length === 0 ? "" : `; there are:\n${all.questions.map(inFull).join("\n\n")}`}`,
    );
  if (others.length > 0)
    throw new ControllerError(
      `${open.length} questions about ${serial ?? about} are open; name the one by its key:\n${open.map(inFull).join("\n\n")}`,
    );
  const { choice, by } = options;
  const answered = await controller.post(
    "/api/v1/questions/answer",
    { key: question.key, choice, by },
    answeredSchema,
  );
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(answered)}\n`
      : `${answered.key}: ${answered.choice}, by ${answered.by}.\n`,
  );
}

function isAbout(question: Question, about: string | undefined, serial: string | undefined): boolean {
  if (about !== undefined && question.key !== about && question.batch !== about) return false;
  return serial === undefined || question.serial === serial;
}

function inFull({ key, question, choices, askedAt }: Question): string {
  const offered = choices.map(({ choice, consequence }) => `  ${choice}: ${consequence}`);
  return [key, `asked at ${askedAt}`, question, ...offered].join("\n");
}
