import { paint } from '../paint';
import type { Output } from '../progress';

export const ILLUSTRATIVE = 'illustrative: no government has agreed to any of this';

/** The sentence that stands over and under everything the demo prints. */
export function printNotice(output: Output): void {
  output.line(paint(output, 'notice', `*** ${ILLUSTRATIVE} ***`));
}

export function printHeading(output: Output, title: string): void {
  output.line('');
  output.line(paint(output, 'strong', title));
}

/** Breaks a text at spaces so that no line is wider than the output. */
export function printWrapped(output: Output, text: string, indent = ''): void {
  let line = indent;
  for (const word of text.split(' ')) {
    const longer = line === indent ? `${indent}${word}` : `${line} ${word}`;
    if ([...longer].length > output.width && line !== indent) {
      output.line(line);
      line = `${indent}${word}`;
    } else {
      line = longer;
    }
  }
  output.line(line);
}
