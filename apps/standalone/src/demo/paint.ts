import type { Output } from './progress';

export type Tone = 'strong' | 'faint' | 'good' | 'bad' | 'notice';

const CODES: Readonly<Record<Tone, string>> = {
  strong: '1',
  faint: '2',
  good: '32',
  bad: '31',
  notice: '33',
};

/** Colours a text where the output shows colour, and leaves it alone elsewhere. */
export function paint(output: Pick<Output, 'colour'>, tone: Tone, text: string): string {
  return output.colour ? `\u001b[${CODES[tone]}m${text}\u001b[0m` : text;
}
