/** One line of a chart: its name and its points, all with an x in common. */
export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Chart {
  readonly title: string;
  /** What the chart shows, for those who cannot see it. */
  readonly description: string;
  readonly xName: string;
  readonly yName: string;
  readonly lines: readonly Line[];
}

const WIDTH = 860;
const HEIGHT = 420;
const LEFT = 76;
const RIGHT = 640;
const TOP = 56;
const BOTTOM = 360;
const COLOURS = ['#0969da', '#bc4c00', '#1a7f37', '#8250df', '#bf3989', '#9a6700'];

/** A line chart with a logarithmic x axis and a y axis from zero, readable on light and dark. */
export function drawChart(chart: Chart): string {
  const xs = [...new Set(chart.lines.flatMap(({ points }) => points.map(([x]) => x)))].sort(
    (a, b) => a - b,
  );
  const top = roundUp(Math.max(...chart.lines.flatMap(({ points }) => points.map(([, y]) => y))));
  const [low, high] = [Math.log(xs[0] ?? 1), Math.log(xs.at(-1) ?? 10)];
  const xAt = (x: number): number =>
    LEFT + ((Math.log(x) - low) / (high - low || 1)) * (RIGHT - LEFT);
  const yAt = (y: number): number => BOTTOM - (y / top) * (BOTTOM - TOP);
  const parts = [
    ...[0, 1, 2, 3, 4].map((n) => gridLine(yAt((top * n) / 4), (top * n) / 4)),
    ...xs.map((x) => label(xAt(x), BOTTOM + 22, 'middle', x.toLocaleString('en-US'))),
    label((LEFT + RIGHT) / 2, BOTTOM + 46, 'middle', chart.xName),
    label(LEFT, TOP - 14, 'start', chart.yName),
    ...chart.lines.map((line, index) => curve(line, colourOf(index), xAt, yAt)),
    ...namesOf(chart.lines, yAt),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"`,
    `  aria-labelledby="title what">`,
    `  <title id="title">${escaped(chart.title)}</title>`,
    `  <desc id="what">${escaped(chart.description)}</desc>`,
    `  <style>`,
    `    text { font: 13px system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; }`,
    `    text { fill: #57606a; }`,
    `  </style>`,
    `  <rect width="${WIDTH}" height="${HEIGHT}" rx="12" fill="#ffffff"/>`,
    ...parts.map((part) => `  ${part}`),
    `</svg>`,
    ``,
  ].join('\n');
}

function curve(
  { points }: Line,
  colour: string,
  xAt: (x: number) => number,
  yAt: (y: number) => number,
): string {
  const at = points.map(([x, y]) => `${xAt(x).toFixed(1)},${yAt(y).toFixed(1)}`);
  const style = `fill="none" stroke="${colour}" stroke-width="2"`;
  const line = `<polyline ${style} points="${at.join(' ')}"/>`;
  const dots = at.map((point) => {
    const [cx, cy] = point.split(',');
    return `<circle cx="${cx}" cy="${cy}" r="3" fill="${colour}"/>`;
  });
  return [line, ...dots].join('');
}

/** Names at the right of their last points, pushed apart where they would overlap. */
function namesOf(lines: readonly Line[], yAt: (y: number) => number): string[] {
  let lowest = -Infinity;
  return lines
    .map((line, index) => ({ line, index, y: yAt(line.points.at(-1)?.[1] ?? 0) }))
    .sort((a, b) => a.y - b.y)
    .map(({ line, index, y }) => {
      lowest = Math.max(y + 4, lowest + 16);
      return label(RIGHT + 12, lowest, 'start', line.name, colourOf(index));
    });
}

function gridLine(y: number, value: number): string {
  const rule = `<path d="M${LEFT} ${y.toFixed(1)} H${RIGHT}" stroke="#d0d7de"/>`;
  return rule + label(LEFT - 10, y + 4, 'end', `${Number(value.toFixed(2))}`);
}

function label(x: number, y: number, anchor: string, text: string, colour?: string): string {
  const fill = colour === undefined ? '' : ` style="fill: ${colour}"`;
  const at = `x="${x.toFixed(1)}" y="${y.toFixed(1)}"`;
  return `<text ${at} text-anchor="${anchor}"${fill}>${escaped(text)}</text>`;
}

function colourOf(index: number): string {
  return COLOURS[index % COLOURS.length] as string;
}

/** The next of 1, 2, 4, 5, 8 times a power of ten, so that quarters are short numbers. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value || 1));
  return ([1, 2, 4, 5, 8, 10].find((step) => step * power >= value) ?? 10) * power;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
