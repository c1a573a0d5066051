/** Words as the drawn font can write them. */

const SPELT: Readonly<Record<string, string>> = {
  "×": "x",
  "≥": ">=",
  "≤": "<=",
  "–": "-",
  "−": "-",
  "±": "+-",
  "°": " deg",
  µ: "u",
  "…": "...",
};

/** The drawn font knows the letters of ASCII. */
export function printable(words: string): string {
  return words.replace(/[^ -~]/gu, (letter) => SPELT[letter] ?? "?");
}

/** Lines of at most so many letters, where the words allow it. */
export function wrap(text: string, most: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > most) {
      lines.push(line);
      line = `   ${word}`;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines;
}
